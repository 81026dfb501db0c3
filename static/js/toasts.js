// A toast is read out, stays eight seconds, longer while pointed at or focused; one that says for how long something can be
// undone stays as long as that, and goes once it was. Errors of requests become toasts too.
import { onContent, say, within } from "./page.js";

function watch(toast) {
  if (toast.dataset.toast === "seen") return;
  toast.dataset.toast = "seen";
  say(toast.querySelector("span")?.textContent);
  const leave = () => {
    if (toast.matches(":hover, :focus-within")) setTimeout(leave, 2000);
    else toast.remove();
  };
  const until = Number(toast.dataset.until || 0) || Date.now() + Number(toast.dataset.seconds || 0) * 1000;
  if (until <= Date.now()) return void setTimeout(leave, 8000);
  toast.dataset.until = until;
  sessionStorage.setItem(KEPT, new XMLSerializer().serializeToString(toast));
  setTimeout(() => gone(toast), until - Date.now());
}

// What can still be undone goes along to the next page: who has answered is on the way to another ticket.
const KEPT = "toast";

function gone(toast) {
  if (toast.dataset.until) sessionStorage.removeItem(KEPT);
  toast.remove();
}

function bringBack() {
  const kept = new DOMParser().parseFromString(sessionStorage.getItem(KEPT) || "", "text/html");
  sessionStorage.removeItem(KEPT);
  const toast = kept.querySelector("[data-until]");
  if (!toast || Number(toast.dataset.until) <= Date.now()) return;
  toast.dataset.toast = "";
  const places = { "hx-sync": "thread", "hx-include": "pulse" }; // not every page has them
  for (const [name, id] of Object.entries(places)) {
    if (!document.getElementById(id)) toast.querySelector("form")?.removeAttribute(name);
  }
  document.getElementById("toasts")?.append(toast);
  globalThis.htmx?.process(toast);
  watch(toast);
}

document.addEventListener("htmx:afterRequest", (event) => {
  const toast = event.target.closest?.(".toast");
  if (toast && event.detail.successful) gone(toast);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close-toast]")) gone(event.target.closest(".toast"));
});

document.addEventListener("desk:toast", (event) => {
  const toast = document.createElement("div");
  const text = document.createElement("span");
  toast.className = "toast";
  text.textContent = event.detail;
  toast.append(text);
  document.getElementById("toasts")?.append(toast);
  watch(toast);
});

onContent((part) => within(part, "[data-toast]").forEach(watch));
bringBack();
