// Polling that sleeps in hidden tabs and wakes at once when seen; connection trouble is said in words, once.
import { say, word } from "./page.js";
import { isSessionTrouble } from "./session.js";

let isLost = false;

document.addEventListener("htmx:confirm", (event) => {
  const isTick = event.target.closest?.("[data-pulse]") === event.target && event.detail.triggeringEvent?.type !== "pulse";
  if (isTick && document.hidden) event.preventDefault();
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  for (const one of document.querySelectorAll("[data-pulse]")) globalThis.htmx?.trigger(one, "pulse");
});

document.addEventListener("htmx:sendError", () => {
  if (!isLost) say(word("offline"));
  isLost = true;
});
document.addEventListener("htmx:afterOnLoad", () => {
  if (isLost) say(word("online"));
  isLost = false;
});
document.addEventListener("htmx:responseError", (event) => {
  if (isSessionTrouble(event.detail.xhr)) return;
  if (!event.target.matches("[data-pulse]")) document.dispatchEvent(new CustomEvent("desk:toast", { detail: word("failed") }));
});
