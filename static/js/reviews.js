// A scorecard by keyboard, <form data-scorecard>: j and k go from criterion to criterion, a digit rates the one
// that is reached, 0 says that it does not apply. The time it takes is counted while the page is seen. Words that
// are selected in the conversation, [data-passage], become a mark of <form data-marks>.
import { isField, singleKeys } from "./page.js";

const form = () => document.querySelector("form[data-scorecard]");
const criteria = () => [...form().querySelectorAll("fieldset.criterion")];

function step(by) {
  const all = criteria();
  const here = all.findIndex((one) => one.contains(document.activeElement));
  const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1)];
  const choices = [...next.querySelectorAll("input[type=radio]")];
  (choices.find((one) => one.checked) || choices[0]).focus();
  next.scrollIntoView({ block: "nearest" });
}

function rate(digit) {
  const here = criteria().find((one) => one.contains(document.activeElement));
  const choice = here?.querySelector(`input[type=radio][value="${digit === "0" ? "na" : digit}"]`);
  choice?.click();
  choice?.focus();
  return choice;
}

document.addEventListener("keydown", (event) => {
  const typed = isField(event.target) && event.target.type !== "radio";
  if (!form() || typed || event.ctrlKey || event.metaKey || event.altKey) return;
  const isStep = (event.key === "j" || event.key === "k") && singleKeys();
  if (isStep) step(event.key === "j" ? 1 : -1);
  if (isStep || (/^[0-5]$/.test(event.key) && rate(event.key))) event.preventDefault();
});

// --- how long it took

let since = performance.now();

document.addEventListener("visibilitychange", () => {
  if (document.hidden) count();
  since = performance.now();
});

function count() {
  const field = form()?.elements.seconds;
  if (!field) return;
  field.value = Number(field.value || 0) + Math.round((performance.now() - since) / 1000);
  since = performance.now();
}

document.addEventListener("submit", (event) => {
  if (event.target === form()) count();
}, { capture: true });

// --- marks

function place(node, offset, passage) {
  const range = document.createRange();
  range.setStart(passage, 0);
  range.setEnd(node, offset);
  return [...range.toString()].length;
}

document.addEventListener("selectionchange", () => {
  const marks = document.querySelector("form[data-marks]");
  const selection = document.getSelection();
  if (!marks || selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  const passage = range.commonAncestorContainer.parentElement?.closest("[data-passage]") || range.commonAncestorContainer.closest?.("[data-passage]");
  if (!passage) return;
  const { message, start, end, quote } = marks.elements;
  message.value = passage.dataset.passage;
  start.value = place(range.startContainer, range.startOffset, passage);
  end.value = place(range.endContainer, range.endOffset, passage);
  quote.value = range.toString().replaceAll(/\s+/g, " ");
});

// Words that are typed are looked for anew.
document.addEventListener("input", (event) => {
  const marks = event.target.closest?.("form[data-marks]");
  if (marks && event.target.name === "quote") for (const name of ["message", "start", "end"]) marks.elements[name].value = "";
});
