// Macros in the composer: what was chosen goes where the cursor stands; what it changes stands as a mark above the buttons.
import { say } from "./page.js";

document.addEventListener("desk:open", (event) => {
  if (!event.target.matches("[data-macros]")) return;
  const field = event.target.querySelector("[role=combobox]");
  event.target.querySelector("#macro-preview").replaceChildren();
  event.target.querySelector("input[type=hidden]").value = field.value = "";
  field.focus();
  globalThis.htmx?.trigger(field, "fill");
});

export function insert(write, text) {
  const isEmpty = !write.value.trim();
  const [start, end] = isEmpty ? [0, write.value.length] : [write.selectionStart, write.selectionEnd];
  const apart = (beside, joins) => (beside && !joins ? "\n\n" : "");
  const [above, below] = [write.value.slice(0, start), write.value.slice(end)];
  const whole = apart(above, above.endsWith("\n")) + text + apart(below, below.startsWith("\n"));
  write.setRangeText(whole, start, end, "end");
  write.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const taken = event.target.closest("[data-take-macro]");
  if (taken) take(taken.closest("[data-macro-preview]"));
  const dropped = event.target.closest("[data-drop-macro]");
  if (!dropped) return;
  const form = dropped.closest("[data-composer]");
  dropped.closest("[data-macro-mark]").replaceChildren();
  keep(form?.querySelector("[data-write]"));
});

function take(preview) {
  const form = document.getElementById("composer");
  const write = form?.querySelector("[data-write]");
  if (!write) return;
  preview.closest("dialog").close();
  if (!write.value.trim()) form.querySelector(`[data-mode-tab="${preview.dataset.kind}"]`)?.click();
  const text = preview.querySelector("[data-macro-text]")?.textContent;
  if (text) insert(write, text);
  const mark = preview.querySelector("[data-macro-mark]");
  form.querySelector("[data-macro-mark]")?.replaceChildren(...mark.cloneNode(true).childNodes);
  say(mark.textContent.replace(/\s+/g, " ").trim());
  keep(write);
}

// With the draft, also where no word of it changed.
function keep(write) {
  if (!write) return;
  globalThis.htmx?.trigger(write, "save");
  write.focus();
}
