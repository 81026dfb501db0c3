// Hints on tone beside an answer that is written, <div data-nudges="address"> in a composer: the server reads the text after a
// pause and once more when it is sent, which waits for nothing. A hint can be left for this draft; its words can be selected.
import { onContent, within } from "./page.js";

const PAUSE = 1200; // after the last key
const DONE = 5000; // after so long it is read as a whole answer
const LONGEST = 20000;
const MOST_LEFT = 40;
const states = new WeakMap(); // panel → what it waits for and what it has said
let sent = null; // the answer that is on its way or has just left, until the next is begun

const panelOf = (form) => form?.querySelector("[data-nudges]");
const writeOf = (panel) => panel.closest("[data-composer]").querySelector("[data-write]");
const isReply = (panel) => panel.closest("[data-composer]").dataset.mode !== "note";
const keyOf = (panel) => `left ${panel.dataset.nudges}`;
const leftOf = (panel) => JSON.parse(sessionStorage.getItem(keyOf(panel)) || "[]");

function stateOf(panel) {
  if (!states.has(panel)) states.set(panel, { soon: 0, later: 0, asking: null, read: "", shown: "" });
  return states.get(panel);
}

async function ask(panel, text, ways, signal) {
  const body = new URLSearchParams({ text, ...ways });
  for (const key of leftOf(panel)) body.append("left", key);
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
  try {
    const answer = await fetch(panel.dataset.nudges, { method: "POST", body, headers: { "x-csrftoken": token }, signal });
    return answer.status === 200 || answer.status === 204 ? await answer.text() : null;
  } catch {
    return null;
  }
}

// What is the same is not read out again, and who is among the hints is not thrown out.
function show(panel, markup) {
  const state = stateOf(panel);
  if (markup === null || markup === state.shown || panel.contains(document.activeElement)) return;
  state.shown = markup;
  panel.replaceChildren(...new DOMParser().parseFromString(markup, "text/html").body.childNodes);
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

// A hint goes with its words, before the server is asked again.
function outlive(panel, text) {
  for (const hint of panel.querySelectorAll("[data-hint]")) if (!text.includes(hint.dataset.words)) drop(panel, hint);
}

function drop(panel, hint) {
  hint.remove();
  stateOf(panel).shown = "";
  if (!panel.querySelector("[data-hint]")) panel.replaceChildren();
}

document.addEventListener("input", (event) => {
  const panel = event.target.matches("[data-write]") && panelOf(event.target.form);
  if (!panel || !isReply(panel)) return;
  sent = null;
  outlive(panel, event.target.value);
  wait(panel);
});

document.addEventListener("click", (event) => {
  const hint = event.target.closest("[data-hint]");
  if (!hint) return;
  const panel = hint.closest("[data-nudges]");
  const write = writeOf(panel);
  const show = event.target.closest("[data-hint-show]");
  if (show) select(write, show, hint.dataset.words);
  if (!event.target.closest("[data-hint-leave]")) return;
  const next = hint.nextElementSibling || hint.previousElementSibling;
  sessionStorage.setItem(keyOf(panel), JSON.stringify([...leftOf(panel), hint.dataset.hint].slice(-MOST_LEFT)));
  (next?.querySelector("[data-hint-leave]") || write).focus();
  drop(panel, hint);
});

// The server counts characters, the field counts what they are made of; and they may have moved meanwhile.
function select(write, button, words) {
  const text = write.value;
  let start = [...text].slice(0, Number(button.dataset.start)).join("").length;
  if (text.slice(start, start + words.length) !== words) start = text.indexOf(words);
  if (start < 0) return;
  write.focus();
  write.setSelectionRange(start, start + words.length);
}

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
