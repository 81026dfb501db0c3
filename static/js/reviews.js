// A scorecard by keyboard, <form data-scorecard>: j and k go from criterion to criterion, a digit rates the one
// that was reached last, 0 says that it does not apply. Words that are selected in the conversation,
// [data-passage], become a mark of <form data-marks>, about the criterion that was reached last.
import { isField, singleKeys } from "./page.js";

let reached = "";

const form = () => document.querySelector("form[data-scorecard]");
const criteria = () => [...form().querySelectorAll("fieldset.criterion")];
const keyOf = (one) => one.querySelector("input[type=radio]").name;
const here = () => criteria().findIndex((one) => keyOf(one) === reached);

function reach(one) {
  const choices = [...one.querySelectorAll("input[type=radio]")];
  (choices.find((each) => each.checked) || choices[0]).focus({ focusVisible: true });
  one.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = criteria();
  const next = reached ? here() + by : by > 0 ? 0 : all.length - 1;
  reach(all[Math.min(Math.max(next, 0), all.length - 1)]);
}

function rate(digit) {
  const choice = criteria()[here()]?.querySelector(`input[type=radio][value="${digit === "0" ? "na" : digit}"]`);
  choice?.click();
  choice?.focus({ focusVisible: true });
  return choice;
}

document.addEventListener("focusin", (event) => {
  const one = event.target.closest?.("form[data-scorecard] fieldset.criterion");
  if (!one) return;
  reached = keyOf(one);
  for (const each of criteria()) each.classList.toggle("reached", each === one);
  const about = document.querySelector("form[data-marks]")?.elements.criterion;
  if (about) about.value = reached.replace(/^a-/, "");
});

document.addEventListener("keydown", (event) => {
  const typed = isField(event.target) && event.target.type !== "radio";
  if (!form() || typed || event.ctrlKey || event.metaKey || event.altKey || !singleKeys()) return;
  const isStep = event.key === "j" || event.key === "k";
  if (isStep) step(event.key === "j" ? 1 : -1);
  if (isStep || (/^[0-5]$/.test(event.key) && rate(event.key))) event.preventDefault();
});

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

// The mark is made: back to where one was.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "conversation" && event.detail.elt?.id !== "conversation") return;
  const one = form() && criteria()[here()];
  if (one && !document.querySelector("#conversation [data-focus]")) reach(one);
});
