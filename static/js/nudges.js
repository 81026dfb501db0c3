// Hints on tone beside an answer that is written, <div data-nudges="address"> in a composer: the server reads the text after a
// pause and once more when it is sent, which waits for nothing. A hint can be left for this draft; its words can be selected.
import { isReply, keyOf, leftOf, outlive, panelOf, show, stateOf, writeOf } from "./hints.js";
import { onContent, within } from "./page.js";

const PAUSE = 1200; // after the last key
const DONE = 5000; // after so long it is read as a whole answer
const LONGEST = 20000;
let sent = null; // the answer that is on its way or has just left, until the next is begun

async function ask(panel, text, ways, signal) {
  const body = new URLSearchParams({ text, ...ways });
  for (const key of leftOf(panel)) body.append("left", key);
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
  try {
    // Who is signed out is led to the sign-in page: that is no hint.
    const how = { method: "POST", body, headers: { "x-csrftoken": token }, signal, redirect: "manual" };
    const answer = await fetch(panel.dataset.nudges, how);
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

async function read(panel, whole) {
  const state = stateOf(panel);
  const text = writeOf(panel).value;
  if (!isReply(panel) || text.length > LONGEST) return;
  if (!text.trim()) return show(panel, "");
  state.asking?.abort();
  const mine = state.asking = new AbortController();
  const markup = await ask(panel, text, whole ? { whole: "1" } : {}, mine.signal);
  if (state.asking !== mine || markup === null) return;
  if (whole) state.read = text;
  if (writeOf(panel).value === text) show(panel, markup);
}

function wait(panel) {
  const state = stateOf(panel);
  clearTimeout(state.soon);
  clearTimeout(state.later);
  state.soon = setTimeout(() => panel.isConnected && read(panel, false), PAUSE);
  state.later = setTimeout(() => panel.isConnected && read(panel, true), DONE);
}

document.addEventListener("input", (event) => {
  const panel = event.target.matches("[data-write]") && panelOf(event.target.form);
  if (!panel || !isReply(panel)) return;
  sent = null;
  outlive(panel, event.target.value);
  wait(panel);
});

document.addEventListener("submit", (event) => {
  const panel = event.target.matches("[data-composer]") && panelOf(event.target);
  if (!panel || !isReply(panel)) return;
  const text = writeOf(panel).value;
  const state = stateOf(panel);
  clearTimeout(state.soon);
  clearTimeout(state.later);
  state.asking?.abort();
  state.asking = null;
  const isNews = text.trim() && text.length <= LONGEST && state.read !== text;
  sent = isNews ? { url: panel.dataset.nudges, markup: ask(panel, text, { whole: "1", sent: "1" }) } : null;
}, { capture: true });

// A composer that comes with text was not sent, or is a draft of earlier; an empty one comes after what was sent.
async function arrive(panel) {
  if (writeOf(panel).value.trim()) return wait(panel);
  sessionStorage.removeItem(keyOf(panel));
  if (sent?.url !== panel.dataset.nudges) return;
  const markup = await sent.markup;
  if (sent && panel.isConnected && !writeOf(panel).value.trim()) show(panel, markup);
}

onContent((part) => {
  for (const panel of within(part, "[data-nudges]")) arrive(panel);
});
