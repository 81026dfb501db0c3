// A refresh takes nothing from whoever is at work: a part of the page whose menu is open, in which somebody types, or whose
// form waits for its turn, is replaced when that is over. Where the focus was, and what was folded out, stays so.
import { isField } from "./page.js";

const held = new Map(); // id of a part → what takes its place later
const asked = new Map(); // what made a form ask → the form, until it has its answer
const kept = new Map(); // id of a part that is being replaced → how it stood
let answered = null; // what the answer that is being put into the page was asked by

const FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
const FOLDS = "details:not(.menu)";
const isSeen = (element) => element.checkVisibility({ visibilityProperty: true });

function isAtWork(part) {
  const active = document.activeElement;
  if (part.querySelector("details.menu[open]")) return true;
  if (part.contains(active) && isField(active) && isSeen(active)) return true;
  return [...asked].some(([event, form]) => event !== answered && part.contains(form));
}

function twin(part, element) {
  const alike = (one) => one.tagName === element.tagName &&
    ["id", "name", "value", "href", "data-key"].every((name) => one.getAttribute(name) === element.getAttribute(name));
  return [...part.querySelectorAll(FOCUSABLE)].find((one) => alike(one) && isSeen(one));
}

function stand(part) {
  const active = part.contains(document.activeElement) ? document.activeElement : null;
  const button = active && !isSeen(active) ? active.closest("details.menu")?.querySelector("summary") : active;
  return { button, folds: [...part.querySelectorAll(FOLDS)].map((one) => one.open) };
}

function restore(part, { button, folds }) {
  const fresh = [...part.querySelectorAll(FOLDS)];
  if (fresh.length === folds.length) fresh.forEach((one, n) => { one.open ||= folds[n]; });
  if (button && document.activeElement === document.body) twin(part, button)?.focus({ preventScroll: true });
}

function release() {
  for (const [id, fresh] of held) {
    const part = document.getElementById(id);
    if (part && isAtWork(part)) continue;
    held.delete(id);
    if (!part) continue;
    const stood = stand(part);
    part.replaceWith(fresh);
    globalThis.htmx.process(fresh);
    globalThis.htmx.trigger(fresh, "htmx:load", { elt: fresh });
    restore(fresh, stood);
  }
}
const releaseSoon = () => { if (held.size) setTimeout(release); };

document.addEventListener("htmx:confirm", (event) => {
  const { elt, triggeringEvent } = event.detail;
  if (triggeringEvent && elt.matches("form[hx-sync$='queue all']")) asked.set(triggeringEvent, elt);
});
// The button that was pressed when it was: a form that waits for its turn has lost the focus since.
document.addEventListener("htmx:configRequest", (event) => {
  const button = event.detail.triggeringEvent?.submitter;
  if (button?.name && asked.has(event.detail.triggeringEvent)) event.detail.parameters[button.name] = button.value;
});
document.addEventListener("htmx:beforeSwap", (event) => {
  answered = event.detail.requestConfig?.triggeringEvent ?? null;
  const menu = asked.get(answered)?.closest("details.menu[open]");
  if (menu) menu.open = false;
});
for (const end of ["htmx:afterRequest", "htmx:validation:halted"]) {
  document.addEventListener(end, (event) => {
    asked.delete((event.detail.requestConfig || event.detail).triggeringEvent);
    answered = null;
    releaseSoon();
  });
}

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  const fresh = fragment.firstElementChild;
  if (!target.id || fresh?.id !== target.id) return;
  held.delete(target.id);
  if (!isAtWork(target)) return void kept.set(target.id, stand(target));
  event.detail.shouldSwap = false;
  for (const one of [fresh, ...fresh.querySelectorAll("[data-focus]")]) one.removeAttribute("data-focus");
  held.set(target.id, fresh);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const [id, stood] of kept) {
    kept.delete(id);
    const part = document.getElementById(id);
    if (part) restore(part, stood);
  }
});

document.addEventListener("toggle", releaseSoon, true);
document.addEventListener("focusout", releaseSoon);
