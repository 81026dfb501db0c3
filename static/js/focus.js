// The server decides where the focus goes after a swap (data-focus), and where a scroll region opens (data-scroll-end).
import { onContent, within } from "./page.js";

onContent((part) => {
  for (const region of within(part, "[data-scroll-end]")) {
    const line = region.querySelector(".new-line");
    if (line) line.scrollIntoView({ block: "start" });
    else region.scrollTop = region.scrollHeight;
  }
  const wanted = within(part, "[data-focus]")[0];
  if (!wanted) return;
  if (!wanted.matches("a, button, input, select, textarea, [tabindex]")) wanted.tabIndex = -1;
  wanted.focus({ preventScroll: wanted.matches(".talk, .scroll") });
});
