// A letter in its sandbox: the frame gets the height of what is in it (same origin, no scripts inside).
import { onContent, within } from "./page.js";

function fit(frame) {
  const inside = frame.contentDocument;
  if (!inside?.body) return;
  // Not scrollHeight: that is never less than the frame, which would then never shrink.
  const measure = () => { frame.height = Math.min(Math.ceil(inside.documentElement.getBoundingClientRect().height) + across(), 20000); };
  // A letter wider than its frame has a bar below it.
  const across = () => (inside.documentElement.scrollWidth > inside.documentElement.clientWidth ? 17 : 0);
  measure();
  new ResizeObserver(measure).observe(inside.body);
}

onContent((part) => {
  for (const frame of within(part, "iframe[data-fit]")) {
    frame.addEventListener("load", () => fit(frame));
    if (frame.contentDocument?.readyState === "complete") fit(frame);
  }
});
