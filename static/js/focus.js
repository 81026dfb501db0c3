// The server decides where the focus goes after a swap (data-focus), and where a scroll region opens (data-scroll-end, data-tabs).
// Not for whoever has gone on meanwhile, and types somewhere else or has another menu open.
import { isField, onContent, within } from "./page.js";

const starts = new WeakMap(); // what made an element ask → where the focus was then
let start = null;

document.addEventListener("htmx:confirm", (event) => {
  const asked = event.detail.triggeringEvent;
  if (asked && !starts.has(asked)) starts.set(asked, document.activeElement);
});
document.addEventListener("htmx:beforeSwap", (event) => { start = starts.get(event.detail.requestConfig?.triggeringEvent) ?? null; });

function hasGoneOn(part) {
  const active = document.activeElement;
  if (!active || active === start || part.contains(active)) return false;
  return isField(active) || Boolean(active.closest("details.menu[open], dialog[open]"));
}

onContent((part) => {
  for (const region of within(part, "[data-scroll-end]")) {
    const line = region.querySelector(".new-line, .reviewed");
    if (line) line.scrollIntoView({ block: "start" });
    else region.scrollTop = region.scrollHeight;
  }
  // Of tabs that do not fit beside one another, the one that is open.
  for (const tab of within(part, "[data-tabs] > [aria-current]")) tab.scrollIntoView({ block: "nearest", inline: "center" });
  const wanted = within(part, "[data-focus]")[0];
  if (!wanted || hasGoneOn(part)) return;
  if (!wanted.matches("a, button, input, select, textarea, [tabindex]")) wanted.tabIndex = -1;
  wanted.focus({ preventScroll: wanted.matches(".talk, .scroll") });
});
