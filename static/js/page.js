// What several modules ask of the page.

export const root = document.documentElement;
export const desk = () => document.querySelector(".desk");

const said = JSON.parse(document.body.dataset.words || "{}");
export const word = (name, value = "") => (said[name] || name).replace("%s", value);

// Runs for what is on the page now and for every part that htmx brings later.
export function onContent(run) {
  run(document.body);
  document.addEventListener("htmx:load", (event) => run(event.detail.elt));
}

// querySelectorAll that also tests the part itself.
export function within(part, selector) {
  const found = [...part.querySelectorAll(selector)];
  return part.matches?.(selector) ? [part, ...found] : found;
}

const WRITTEN = /^(?:text|search|email|url|tel|password|number|date|time|datetime-local|month|week)$/;
export function isField(element) {
  return element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement ||
    (element instanceof HTMLInputElement && WRITTEN.test(element.type)) || Boolean(element?.isContentEditable);
}

// To be seen now, or one step away in a closed menu whose button is to be seen.
export function isReachable(element) {
  if (element.disabled || element.getAttribute("aria-disabled") === "true") return false;
  const dialog = document.querySelector("dialog:modal");
  if (dialog && !dialog.contains(element)) return false;
  if (element.checkVisibility({ visibilityProperty: true })) return true;
  const menu = element.closest("details.menu:not([open])");
  return Boolean(menu && !element.matches(".menu-list [hidden] *") && menu.querySelector("summary").checkVisibility({ visibilityProperty: true }));
}

export const singleKeys = () => root.dataset.singleKeys !== "off";

export function labelOf(control) {
  if (control.dataset.keyLabel) return control.dataset.keyLabel;
  const spoken = control.getAttribute("aria-label");
  if (spoken) return spoken;
  const copy = control.cloneNode(true);
  copy.querySelectorAll("kbd, svg, .num, [aria-hidden=true]").forEach((part) => part.remove());
  return copy.textContent.trim().replace(/\s+/g, " ") || control.title || control.placeholder || "";
}

export function say(text) {
  const live = document.getElementById("live");
  if (!live || !text) return;
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text; });
}
