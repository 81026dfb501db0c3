// A letter in its sandbox: the frame gets the height of what is in it (same origin, no scripts inside).
import { onContent, within } from "./page.js";

function fit(frame) {
  const inside = frame.contentDocument;
  if (!inside?.body) return;
  const measure = () => { frame.height = Math.min(Math.max(inside.documentElement.scrollHeight, inside.body.scrollHeight), 20000); };
  measure();
  new ResizeObserver(measure).observe(inside.body);
}

onContent((part) => {
  for (const frame of within(part, "iframe[data-fit]")) {
    frame.addEventListener("load", () => fit(frame));
    if (frame.contentDocument?.readyState === "complete") fit(frame);
  }
});
