// Ctrl/⌘ K: go, do, find. The commands of this page (controls with data-key) come first, then what the server finds.
import { press } from "./hotkeys.js";
import { isReachable, labelOf, say, word } from "./page.js";

const palette = document.getElementById("palette");
const input = palette?.querySelector(".palette-input");
const here = palette?.querySelector("#palette-here");
let commands = [];
let isWaiting = false; // what the server found for the words of now is not there yet
let isEntered = false; // and Enter was pressed meanwhile: it is taken then, never what was found for other words

const options = () => [...palette.querySelectorAll("[role=option]")].filter((one) => one.checkVisibility());

function mark(option) {
  palette.querySelectorAll("[role=option][aria-selected=true]").forEach((one) => one.setAttribute("aria-selected", "false"));
  if (!option) return input.removeAttribute("aria-activedescendant");
  option.id ||= `palette-${Math.random().toString(36).slice(2)}`;
  option.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function refresh() {
  const found = options();
  palette.querySelector("#palette-none").hidden = found.length > 0;
  mark(found[0]);
}

function offer(control) {
  const option = document.createElement("div");
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.append(labelOf(control));
  const hint = document.createElement("kbd");
  hint.setAttribute("aria-hidden", "true");
  hint.textContent = control.dataset.key.replace("mod+", "Ctrl ").replace("shift+", "⇧ ").replace("enter", "↵");
  option.append(hint);
  return [option, control];
}

function filter() {
  const wanted = input.value.trim().toLowerCase();
  for (const [option] of commands) option.hidden = !option.textContent.toLowerCase().includes(wanted);
  refresh();
}

function run(option) {
  const command = commands.find(([one]) => one === option);
  palette.close();
  if (command) press(command[1]);
  else if (option.dataset.href) location.assign(option.dataset.href);
}

palette?.addEventListener("desk:open", () => {
  palette.close();
  const seen = new Set();
  const controls = [...document.querySelectorAll("[data-key]")].filter((one) => {
    const isNew = isReachable(one) && labelOf(one) && one.dataset.openDialog !== "palette" && !seen.has(one.dataset.key);
    if (isNew) seen.add(one.dataset.key);
    return isNew;
  });
  commands = controls.map(offer);
  const group = document.createElement("div");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", word("here"));
  group.append(...commands.map(([option]) => option));
  here.replaceChildren(group);
  input.value = "";
  isWaiting = isEntered = false;
  palette.showModal();
  input.focus();
  globalThis.htmx?.trigger(input, "fill");
  filter();
});

function enter(option) {
  if (option?.href) option.click();
  else if (option) run(option);
}

palette?.addEventListener("input", () => {
  [isWaiting, isEntered] = [input.hasAttribute("hx-get"), false];
  filter();
});
palette?.addEventListener("htmx:afterSettle", (event) => {
  refresh();
  say(word("results", options().length));
  if (event.detail.requestConfig.parameters.q !== input.value) return;
  isWaiting = false;
  if (isEntered) enter(options()[0]);
});
for (const trouble of ["htmx:responseError", "htmx:sendError"]) {
  palette?.addEventListener(trouble, () => { isWaiting = false; });
}
palette?.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option && !option.href) run(option);
});
palette?.addEventListener("keydown", (event) => {
  const found = options();
  const at = found.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") mark(found[(at + 1) % found.length]);
  else if (event.key === "ArrowUp") mark(found[(at - 1 + found.length) % found.length]);
  else if (event.key === "Enter" && isWaiting && !here.contains(found[at])) isEntered = true;
  else if (event.key === "Enter" && found[at]) enter(found[at]);
  else return;
  event.preventDefault();
});
