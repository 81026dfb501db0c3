// The list of tickets: a plain list of links with one tab stop. j k ↓ ↑ move the real focus, o opens, x ticks, ⇧x ticks a range.
// ⇧j and ⇧k take the next row along. The cursor stays on its row when htmx refreshes the list, and steps to the next row when its row has gone.
import { isField, onContent, singleKeys, within } from "./page.js";

const cursors = new WeakMap(); // list → { id, order, focused, ticked }
const rowsOf = (list) => [...list.querySelectorAll(":scope .item")];
const linkOf = (row) => row.querySelector(".item-link");
const stateOf = (list) => cursors.get(list) || cursors.set(list, { id: "", order: [], focused: false, ticked: "" }).get(list);

function settle(list) {
  const rows = rowsOf(list);
  const state = stateOf(list);
  let row = rows.find((one) => one.id && one.id === state.id);
  if (!row && state.id) {
    const there = new Map(rows.map((one) => [one.id, one]));
    const at = state.order.indexOf(state.id);
    const near = [...state.order.slice(at + 1), ...state.order.slice(0, Math.max(at, 0)).reverse()];
    row = there.get(near.find((id) => there.has(id)));
  }
  row ||= rows.find((one) => linkOf(one)?.getAttribute("aria-current") === "true") || rows[0];
  for (const one of rows) linkOf(one)?.setAttribute("tabindex", one === row ? "0" : "-1");
  state.id = row?.id || "";
  state.order = rows.map((one) => one.id);
  if (state.focused && row && (document.activeElement === document.body || !document.activeElement)) linkOf(row)?.focus();
}

function put(list, row) {
  const state = stateOf(list);
  state.id = row.id;
  for (const one of rowsOf(list)) linkOf(one)?.setAttribute("tabindex", one === row ? "0" : "-1");
  linkOf(row).focus();
  row.scrollIntoView({ block: "nearest" });
}

function tick(list, row, toRow) {
  const rows = rowsOf(list);
  const state = stateOf(list);
  const from = rows.findIndex((one) => one.id === state.ticked);
  const [a, b] = [from, rows.indexOf(row)].sort((x, y) => x - y);
  const range = toRow && from >= 0 ? rows.slice(a, b + 1) : [row];
  for (const one of range) {
    const box = one.querySelector(".tick input");
    if (!box) continue;
    box.checked = range.length > 1 ? true : !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  state.ticked = row.id;
}

// What the cursor leaves and where it comes to are ticked, whichever way it goes.
function along(list, rows) {
  for (const one of rows) {
    const box = one.querySelector(".tick input");
    if (!box || box.checked) continue;
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  stateOf(list).ticked = rows.at(-1).id;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
  if (document.querySelector("dialog:modal") || event.target.closest?.("details.menu")) return;
  const inside = event.target.closest?.("[data-list]");
  const list = inside || [...document.querySelectorAll("[data-list]")].find((one) => one.checkVisibility());
  if (!list) return;
  const key = event.key.toLowerCase();
  const isLetter = key.length === 1;
  if (isLetter ? !singleKeys() : !inside) return;
  const rows = rowsOf(list);
  const at = rows.findIndex((one) => one.id === stateOf(list).id);
  const row = rows[at] || rows[0];
  if (!row) return;
  const isOn = list.contains(document.activeElement);
  const to = { j: isOn ? at + 1 : at, arrowdown: at + 1, k: isOn ? at - 1 : at, arrowup: at - 1, home: 0, end: rows.length - 1 }[key];
  if (to !== undefined) {
    const next = rows[Math.min(Math.max(to, 0), rows.length - 1)];
    if (event.shiftKey && ["j", "k", "arrowdown", "arrowup"].includes(key)) along(list, [row, next]);
    put(list, next);
  } else if (key === "o") {
    linkOf(row).click();
  } else if (key === "x") {
    tick(list, row, event.shiftKey);
  } else {
    return;
  }
  event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const list = event.target.closest("[data-list]");
  for (const one of document.querySelectorAll("[data-list]")) stateOf(one).focused = one === list;
  const row = list && event.target.closest(".item");
  if (row) stateOf(list).id = row.id;
});

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-list] .tick input");
  if (!box) return;
  const [list, row] = [box.closest("[data-list]"), box.closest(".item")];
  if (event.shiftKey && stateOf(list).ticked) {
    box.checked = !box.checked;
    tick(list, row, true);
  }
  stateOf(list).ticked = row.id;
});

onContent((part) => within(part, "[data-list]").forEach(settle));
document.addEventListener("htmx:afterSettle", () => document.querySelectorAll("[data-list]").forEach(settle));
