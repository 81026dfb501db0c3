// A key only clicks (or, for a field, focuses) a control that carries it and can be seen.
// data-key: "e" · "g m" one after the other · "mod+enter", "mod+shift+enter", "mod+k" with Ctrl or ⌘.
import { isField, isReachable, singleKeys } from "./page.js";

let first = "";
let forgetting = 0;

export function nameOf(event) {
  const key = event.key.length === 1 ? event.key : event.key.toLowerCase();
  if (!event.ctrlKey && !event.metaKey) return key;
  return `mod+${event.shiftKey ? "shift+" : ""}${key.toLowerCase()}`;
}

// One of the form that is typed in comes before the same key elsewhere: Ctrl ↵ there sends no answer. Of what
// was done, the last is undone first.
function control(keys, from) {
  const all = [...document.querySelectorAll("[data-key]")].filter((one) => one.dataset.key === keys && isReachable(one));
  const form = from?.closest?.("form");
  return all.find((one) => form?.contains(one)) || all.findLast((one) => one.closest("#toasts")) || all[0];
}

// What lies in the folded details comes out with them.
function unfolded(keys) {
  const one = [...document.querySelectorAll("#context summary[data-key]")].find((each) => each.dataset.key === keys);
  const opener = one && [...document.querySelectorAll("[data-pane=ctx]")].find(isReachable);
  opener?.click();
  return opener && one;
}

function starts(keys) {
  return [...document.querySelectorAll("[data-key]")].some((one) => one.dataset.key.startsWith(`${keys} `) && isReachable(one));
}

function forget() {
  clearTimeout(forgetting);
  first = "";
}

export function press(one) {
  const menu = one.closest("details.menu");
  if (menu && one.matches("summary") && !menu.open) {
    one.click();
    [...menu.querySelectorAll(".menu-list :is(a, button, input:not([type=hidden]))")].find((each) => each.checkVisibility())?.focus();
  } else if (isField(one)) {
    one.focus();
    one.select?.();
  } else {
    one.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.repeat || event.altKey) return;
  const withMod = event.ctrlKey || event.metaKey;
  if (event.key === "Escape") {
    if (isField(event.target) && !event.target.closest("dialog")) event.target.blur();
    return forget();
  }
  if (["Shift", "Control", "Meta", "Alt"].includes(event.key)) return;
  if (!withMod && (isField(event.target) || !singleKeys())) return forget();
  const keys = first ? `${first} ${nameOf(event)}` : nameOf(event);
  const found = control(keys, event.target) || unfolded(keys);
  if (found) {
    event.preventDefault();
    forget();
    return press(found);
  }
  const isPrefix = !first && !withMod && starts(keys);
  forget();
  if (isPrefix) {
    first = keys;
    forgetting = setTimeout(forget, 1200);
  }
});
