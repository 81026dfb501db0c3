// The composer: Reply and Note tabs; the words and the colour of the send button follow the tab.
import { onContent, within } from "./page.js";

function setMode(form, mode, focus = true) {
  form.dataset.mode = mode;
  for (const field of form.querySelectorAll("[data-mode-field]")) field.value = mode;
  for (const tab of form.querySelectorAll("[data-mode-tab]")) {
    const isOn = tab.dataset.modeTab === mode;
    tab.setAttribute("aria-selected", String(isOn));
    tab.tabIndex = isOn ? 0 : -1;
  }
  const send = form.querySelector("[data-reply-label]");
  const words = send?.querySelector("span");
  if (words) words.textContent = send.dataset[`${mode}Label`];
  const write = form.querySelector("[data-write]");
  if (!write) return;
  const said = write.dataset[`${mode}Placeholder`];
  if (said) write.placeholder = said;
  if (!focus || write === document.activeElement) return;
  write.focus();
  write.setSelectionRange(write.value.length, write.value.length);
}

document.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-mode-tab]");
  if (tab) setMode(tab.closest("[data-composer]"), tab.dataset.modeTab);
});

document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.("[data-mode-tab]");
  if (!tab || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  event.preventDefault();
  const tabs = [...tab.parentElement.querySelectorAll("[data-mode-tab]")];
  const step = event.key === "ArrowRight" ? 1 : -1;
  const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
  setMode(next.closest("[data-composer]"), next.dataset.modeTab, false);
  next.focus();
});

// A key of its own for every form that may be sent only once; the server keeps it. Works without a secure context too.
function freshKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

onContent((part) => {
  for (const field of within(part, "[data-once]")) field.value ||= freshKey();
  for (const form of within(part, "[data-composer]")) setMode(form, form.dataset.mode || "reply", false);
});
