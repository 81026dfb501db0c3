// Articles in the composer: the link or the text that was chosen goes where the cursor stands. What is ours alone goes into notes.
import { insert } from "./macros.js";
import { say } from "./page.js";

document.addEventListener("desk:open", (event) => {
  if (!event.target.matches("[data-articles]")) return;
  const field = event.target.querySelector("input[type=search]");
  field.value = "";
  field.focus();
  globalThis.htmx?.trigger(field, "fill");
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (!event.target.matches?.("[data-article-taken]")) return;
  const taken = event.target.querySelector("[data-article-text]");
  if (taken) take(taken);
  event.target.replaceChildren();
});

function take(taken) {
  const form = document.getElementById("composer");
  const write = form?.querySelector("[data-write]");
  if (!write) return;
  document.querySelector("dialog[data-articles][open]")?.close();
  const isNote = form.dataset.mode === "note";
  if (!isNote && taken.dataset.kind === "note") {
    if (write.value.trim()) return say(taken.dataset.onlyNotes);
    form.querySelector("[data-mode-tab=note]")?.click();
  }
  insert(write, taken.textContent);
  globalThis.htmx?.trigger(write, "save");
  write.focus();
}
