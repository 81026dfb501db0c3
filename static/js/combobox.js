// <div data-combobox>: a hidden input with the value, an <input role=combobox> to type in, a listbox that htmx fills.
// Choosing puts the value into the hidden input and fires "change" there; Esc restores what was. Enter pressed before the
// options of what was typed are there waits for them and takes the first: never one of the list before.

const partsOf = (box) => ({
  input: box.querySelector("[role=combobox]"),
  value: box.querySelector("input[type=hidden]"),
  list: box.querySelector("[role=listbox]"),
});
const optionsOf = (list) => [...list.querySelectorAll("[role=option]:not([aria-disabled=true])")];

function mark(box, option) {
  const { input, list } = partsOf(box);
  for (const one of optionsOf(list)) one.setAttribute("aria-selected", String(one === option));
  if (option?.id) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function close(box, restore = true) {
  const { input, list } = partsOf(box);
  list.replaceChildren();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
  delete box.dataset.typed;
  delete box.dataset.entered;
  if (restore && box.dataset.shown !== undefined) input.value = box.dataset.shown;
}

function choose(box, option) {
  const { input, value } = partsOf(box);
  box.dataset.shown = option.dataset.label || option.querySelector("[data-label]")?.textContent.trim() || option.textContent.trim();
  close(box);
  value.value = option.dataset.value;
  value.dispatchEvent(new Event("change", { bubbles: true }));
  input.focus();
}

document.addEventListener("focusin", (event) => {
  const box = event.target.closest("[data-combobox]");
  if (!box || !event.target.matches("[role=combobox]") || box.contains(event.relatedTarget)) return;
  box.dataset.shown = event.target.value;
  event.target.select();
  // Where the first suggestions stand on the page already, the list waits for the first letter.
  if (event.target.value === "" && box.hasAttribute("data-waits")) return;
  globalThis.htmx?.trigger(event.target, "fill");
});
document.addEventListener("focusout", (event) => {
  const box = event.target.closest("[data-combobox]");
  if (!box || box.contains(event.relatedTarget)) return;
  const { input, value } = partsOf(box);
  const wasCleared = input.value === "" && box.dataset.shown && box.hasAttribute("data-may-be-empty");
  if (wasCleared) {
    box.dataset.shown = value.value = "";
    value.dispatchEvent(new Event("change", { bubbles: true }));
  }
  close(box);
});

// The typing itself is not a change of the form.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-combobox] [role=combobox]")) event.stopPropagation();
}, true);

document.addEventListener("input", (event) => {
  const box = event.target.closest("[data-combobox]");
  if (!box || !event.target.matches("[role=combobox]")) return;
  box.dataset.typed = event.target.value;
  delete box.dataset.entered;
});

// On the swap itself: between it and the settling an Enter would find nothing marked.
document.addEventListener("htmx:afterSwap", (event) => {
  const box = event.target.closest?.("[data-combobox]");
  if (!box) return;
  const { input, list } = partsOf(box);
  if (!box.contains(document.activeElement)) return close(box);
  input.setAttribute("aria-expanded", String(list.children.length > 0));
  const [first] = optionsOf(list);
  mark(box, first);
  if (event.detail.requestConfig.parameters[input.name] !== input.value) return;
  const wasEntered = box.hasAttribute("data-entered");
  delete box.dataset.typed;
  delete box.dataset.entered;
  if (wasEntered && first) choose(box, first);
});

// Before the click takes the focus away from the input.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-combobox] [role=listbox]")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const option = event.target.closest("[data-combobox] [role=option]");
  if (option && option.getAttribute("aria-disabled") !== "true") choose(option.closest("[data-combobox]"), option);
});

document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-combobox]");
  if (!box || !event.target.matches("[role=combobox]")) return;
  const { input, list } = partsOf(box);
  const options = optionsOf(list);
  const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" && !options.length) globalThis.htmx?.trigger(input, "fill");
  else if (event.key === "ArrowDown") mark(box, options[(at + 1) % options.length]);
  else if (event.key === "ArrowUp" && options.length) mark(box, options[(at - 1 + options.length) % options.length]);
  else if (event.key === "Enter" && box.hasAttribute("data-typed")) box.dataset.entered = "";
  else if (event.key === "Enter" && options[at]) choose(box, options[at]);
  else if (event.key === "Escape" && options.length) close(box);
  else return;
  event.preventDefault();
  event.stopPropagation();
});
