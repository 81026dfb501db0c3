// <div data-completes>: an <input role=combobox> whose listbox, filled by htmx, says how what is typed may go on.
// Nothing is chosen by itself: Enter searches until an arrow has chosen. Esc closes the list.

const boxOf = (node) => node?.closest?.("[data-completes]");
const partsOf = (box) => ({ input: box.querySelector("[role=combobox]"), list: box.querySelector("[role=listbox]") });
const optionsOf = (list) => [...list.querySelectorAll("[role=option]")];

function mark(box, option) {
  const { input, list } = partsOf(box);
  for (const one of optionsOf(list)) one.setAttribute("aria-selected", String(one === option));
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function close(box) {
  const { input, list } = partsOf(box);
  list.replaceChildren();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function choose(box, option) {
  const { input } = partsOf(box);
  input.value = option.dataset.text;
  // The server counts characters, the browser halves of them.
  const cursor = [...option.dataset.text].slice(0, Number(option.dataset.cursor)).join("").length;
  close(box);
  input.focus();
  input.setSelectionRange(cursor, cursor);
  globalThis.htmx?.trigger(input, "complete");
}

document.addEventListener("htmx:configRequest", (event) => {
  const input = event.detail.elt;
  if (!boxOf(input) || !input.matches("[role=combobox]")) return;
  event.detail.parameters.at = [...input.value.slice(0, input.selectionStart)].length;
});
document.addEventListener("htmx:afterSettle", (event) => {
  const box = boxOf(event.target);
  if (!box) return;
  const { input, list } = partsOf(box);
  if (document.activeElement !== input) return close(box);
  input.setAttribute("aria-expanded", String(list.children.length > 0));
  mark(box, null);
});
document.addEventListener("focusout", (event) => {
  const box = boxOf(event.target);
  if (box && !box.contains(event.relatedTarget)) close(box);
});
// Before the click takes the focus away from the input.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-completes] [role=listbox]")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const option = event.target.closest("[data-completes] [role=option]");
  if (option) choose(boxOf(option), option);
});
document.addEventListener("keydown", (event) => {
  const box = boxOf(event.target);
  if (!box || !event.target.matches("[role=combobox]")) return;
  const { input, list } = partsOf(box);
  const options = optionsOf(list);
  const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" && !options.length) globalThis.htmx?.trigger(input, "complete");
  else if (event.key === "ArrowDown") mark(box, options[(at + 1) % options.length]);
  else if (event.key === "ArrowUp" && options.length) mark(box, options[at < 0 ? options.length - 1 : (at - 1 + options.length) % options.length]);
  else if ((event.key === "Enter" || event.key === "Tab") && options[at]) choose(box, options[at]);
  else if (event.key === "Escape" && options.length) close(box);
  else return;
  event.preventDefault();
  event.stopPropagation();
});
