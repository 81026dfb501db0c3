// Never lose a word typed: says in words how the draft stands, and warns before the page goes with unsaved text.
import { root, word } from "./page.js";

const unsaved = new WeakMap(); // textarea → has text that the server does not have
// htmx saves a second after the last key; who types on without a pause is saved this often.
const MOST_UNSAVED = 1500;
const waiting = new WeakMap();

const clock = () => new Intl.DateTimeFormat(root.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: root.dataset.timeZone || undefined }).format(new Date());

function tell(write, text) {
  const saved = write.form?.querySelector("[data-saved]");
  if (saved) saved.textContent = text;
}

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-write]")) return;
  const write = event.target;
  unsaved.set(write, true);
  tell(write, word("unsaved"));
  if (waiting.get(write)) return;
  waiting.set(write, setTimeout(() => {
    waiting.delete(write);
    if (unsaved.get(write) === true && write.isConnected) globalThis.htmx?.trigger(write, "save");
  }, MOST_UNSAVED));
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const write = event.target;
  if (!write.matches("[data-write]")) return;
  unsaved.set(write, "going");
  tell(write, word("saving"));
});

document.addEventListener("htmx:afterRequest", (event) => {
  const from = event.target;
  if (from.matches("[data-write]")) {
    if (!event.detail.successful) {
      unsaved.set(from, true);
      tell(from, word("notSaved"));
    } else if (unsaved.get(from) === "going") {
      unsaved.set(from, false);
      tell(from, word("saved", clock()));
    }
  } else if (from.matches("[data-composer]") && !event.detail.successful) {
    for (const write of from.querySelectorAll("[data-write]")) unsaved.set(write, Boolean(write.value));
  }
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("form:has([data-write])")) {
    for (const write of event.target.querySelectorAll("[data-write]")) unsaved.set(write, false);
  }
});

addEventListener("beforeunload", (event) => {
  const isLosing = [...document.querySelectorAll("[data-write]")].some((write) => unsaved.get(write) && write.value.trim());
  if (isLosing) event.preventDefault();
});
