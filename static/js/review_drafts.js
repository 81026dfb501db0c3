// What is typed into a review, form[data-scorecard][hx-post], is saved while one writes on; what is sent at the
// same moment waits for that, since each save has its number. The time it takes is counted while the page is
// seen, and shown in [data-timer].
import { word } from "./page.js";

const form = () => document.querySelector("form[data-scorecard][hx-post]");

// --- how long it takes

let since = performance.now();
let told = 0; // seconds that the server knows of by now

function count() {
  const field = form()?.elements.seconds;
  if (!field) return 0;
  const passed = document.hidden ? 0 : Math.floor((performance.now() - since) / 1000);
  if (passed) since += passed * 1000;
  field.value = Number(field.value || 0) + passed;
  return Number(field.value);
}

function tick() {
  const timer = document.querySelector("[data-timer]");
  if (!timer || !form()) return;
  const all = Number(timer.dataset.timer) + told + count();
  timer.textContent = `${Math.floor(all / 60)}:${String(all % 60).padStart(2, "0")}`;
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) since = performance.now();
});
setInterval(tick, 1000);
tick();

// --- drafts

let sent; // the seconds that a draft on its way tells the server
let isLeaving = false;
let pressed; // the button that was pressed meanwhile

// What went wrong stays to be read.
function tell(text) {
  const line = document.querySelector("#review-saved:not(:has([role=alert]))");
  if (line) line.textContent = text;
}

document.addEventListener("input", (event) => {
  if (event.target.form === form()) tell(word("unsaved"));
});

const isDraft = (event) => event.detail.elt === form();

document.addEventListener("htmx:configRequest", (event) => {
  if (isDraft(event)) event.detail.parameters.seconds = count();
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!isDraft(event)) return;
  if (isLeaving) event.preventDefault();
  else sent = count();
  tell(word("saving"));
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!isDraft(event)) return;
  if (event.detail.successful) told += sent;
  else tell(word("notSaved"));
  sent = undefined;
  if (pressed) form().requestSubmit(pressed);
  pressed = undefined;
});

document.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  count();
  if (sent === undefined) {
    isLeaving = true;
  } else {
    pressed = event.submitter;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, { capture: true });

addEventListener("pageshow", () => { isLeaving = false; });
