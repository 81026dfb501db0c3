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
  const seconds = Number(toast.dataset.seconds || 0);
  if (seconds) setTimeout(() => toast.remove(), seconds * 1000);
  else setTimeout(leave, 8000);
}

document.addEventListener("htmx:afterRequest", (event) => {
  const toast = event.target.closest?.(".toast");
  if (toast && event.detail.successful) toast.remove();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close-toast]")) event.target.closest(".toast").remove();
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
