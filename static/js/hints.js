// The hints of nudges.js as they stand beside an answer: shown, left for this draft, gone with their words, and the words selected.
const MOST_LEFT = 40;
const states = new WeakMap(); // panel → what it waits for and what it has said

export const panelOf = (form) => form?.querySelector("[data-nudges]");
export const writeOf = (panel) => panel.closest("[data-composer]").querySelector("[data-write]");
export const isReply = (panel) => panel.closest("[data-composer]").dataset.mode !== "note";
export const keyOf = (panel) => `left ${panel.dataset.nudges}`;
export const leftOf = (panel) => JSON.parse(sessionStorage.getItem(keyOf(panel)) || "[]");

export function stateOf(panel) {
  if (!states.has(panel)) states.set(panel, { soon: 0, later: 0, asking: null, read: "", shown: "" });
  return states.get(panel);
}

// What is the same is not read out again, and who is among the hints is not thrown out.
export function show(panel, markup) {
  const state = stateOf(panel);
  if (markup === null || markup === state.shown || panel.contains(document.activeElement)) return;
  state.shown = markup;
  panel.replaceChildren(...new DOMParser().parseFromString(markup, "text/html").body.childNodes);
}

// A hint goes with its words, before the server is asked again.
export function outlive(panel, text) {
  for (const hint of panel.querySelectorAll("[data-hint]")) if (!text.includes(hint.dataset.words)) drop(panel, hint);
}

function drop(panel, hint) {
  hint.remove();
  stateOf(panel).shown = "";
  if (!panel.querySelector("[data-hint]")) panel.replaceChildren();
}

document.addEventListener("click", (event) => {
  const hint = event.target.closest("[data-hint]");
  if (!hint) return;
  const panel = hint.closest("[data-nudges]");
  const write = writeOf(panel);
  const shown = event.target.closest("[data-hint-show]");
  if (shown) select(write, shown, hint.dataset.words);
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
