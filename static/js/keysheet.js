// The "?" sheet: what the controls of this very page say about their keys, so it cannot drift from them.
import { isReachable, labelOf, word } from "./page.js";

const SIGNS = { mod: "Ctrl", shift: "⇧", enter: "↵", escape: "Esc" };
const OF_LIST = [["j ↓", "next"], ["k ↑", "previous"], ["o ↵", "open"], ["x", "tick"], ["⇧ x", "tickRange"]];

function regionOf(control) {
  if (control.closest(".list")) return "list";
  if (control.closest(".talk, .ctx")) return "ticket";
  return control.closest(".nav, .tabbar, .top") ? "anywhere" : "here";
}

function line(keys, label) {
  const row = document.createElement("div");
  const name = document.createElement("dt");
  const hints = document.createElement("dd");
  name.textContent = label;
  for (const part of keys.split(/[ +]/)) {
    const hint = document.createElement("kbd");
    hint.textContent = SIGNS[part] || part;
    hints.append(hint);
  }
  row.append(name, hints);
  return row;
}

document.addEventListener("desk:open", (event) => {
  if (event.target.id !== "keys") return;
  event.target.close();  // only what is reachable without the sheet counts
  const groups = { anywhere: [], list: [], ticket: [], here: [] };
  const seen = new Set();
  for (const control of document.querySelectorAll("[data-key]")) {
    const label = labelOf(control);
    if (!label || seen.has(control.dataset.key) || !isReachable(control)) continue;
    seen.add(control.dataset.key);
    groups[regionOf(control)].push(line(control.dataset.key, label));
  }
  if (document.querySelector("[data-list] .item")) groups.list.unshift(...OF_LIST.map(([keys, name]) => line(keys, word(name))));
  groups.anywhere.push(line("escape", word("back")));
  const sheet = event.target.querySelector("#keys-list");
  sheet.replaceChildren(...Object.entries(groups).filter(([, lines]) => lines.length).map(([name, lines]) => {
    const section = document.createElement("section");
    const title = document.createElement("h3");
    const list = document.createElement("dl");
    title.textContent = word(name);
    list.append(...lines);
    section.append(title, list);
    return section;
  }));
  event.target.showModal();
});
