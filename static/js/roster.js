// A roster that is drafted: arrows move from cell to cell, Enter places the chosen shift or opens the one that is there, Alt and
// arrows carry a shift, Delete takes it away, and the pointer drags it. Each step is told to the server at once, one after
// another; it answers with the rows that changed and with what they break.
import { isField, say } from "./page.js";
import { drags } from "./roster_drag.js";
import { others } from "./roster_others.js";

const table = document.querySelector("[data-roster]");

if (table) {
  const told = document.getElementById("roster-said");
  const undo = document.querySelector("[data-roster-undo]");
  const seen = document.querySelectorAll("[data-roster-seen]");
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
  let waiting = Promise.resolve();

  // People by days, and under them what is covered.
  const cells = () => [...table.rows].map((row) => [...row.querySelectorAll("td[data-day], td[data-cover]")]).filter((line) => line.length);
  const cellOf = (user, day) => table.querySelector(`td[data-user="${user}"][data-day="${day}"]`);
  const shiftIn = (cell) => cell?.querySelector("[data-shift]");
  const chosen = () => document.querySelector("[name=template]:checked")?.value || "";

  function tell(words, look = "") {
    told.textContent = words;
    told.className = `small ${look}`;
    say(words);
  }

  // A row alone is no document: it is read inside a table.
  const rowsOf = (html) => [...new DOMParser().parseFromString(`<table>${html}</table>`, "text/html").querySelectorAll("tr")];

  function settle(cell) {
    for (const one of table.querySelectorAll("td[tabindex='0']")) one.tabIndex = -1;
    if (cell) cell.tabIndex = 0;
  }

  function show(answer, status) {
    const at = document.activeElement.closest?.("td[data-day]");
    for (const [key, html] of Object.entries(answer.rows)) document.getElementById(`row-${key}`)?.replaceWith(...rowsOf(html));
    table.tFoot.replaceChildren(...rowsOf(answer.cover));
    if (!table.querySelector("td[tabindex='0']")) settle(at ? cellOf(at.dataset.user, at.dataset.day) : cells()[0]?.[0]);
    if (at && !at.isConnected) table.querySelector("td[tabindex='0']").focus();
    meet(answer);
    table.dataset.edit = answer.edit;
    for (const one of seen) one.value = answer.edit;
    undo.disabled = !answer.undo;
    tell(answer.said || answer.ask, status === 200 ? "" : "warn");
  }

  // Steps wait for one another: the second knows what the first made of the draft.
  function step(fields, focus) {
    waiting = waiting.then(async () => {
      const body = new URLSearchParams({ ...fields, seen: table.dataset.edit, week: table.dataset.week });
      try {
        const answer = await fetch(table.dataset.act, { method: "POST", body, headers: { "x-csrftoken": token } });
        if (![200, 409, 422].includes(answer.status)) throw new Error(answer.status);
        show(await answer.json(), answer.status);
      } catch {
        tell(table.dataset.failed, "warn");
      }
      const cell = focus && cellOf(focus.user, focus.day);
      settle(cell || cells()[0]?.[0]);
      if (cell && (table.contains(document.activeElement) || document.activeElement === document.body)) cell.focus();
    });
  }

  const place = (cell) => step({ act: "place", template: chosen(), user: cell.dataset.user, day: cell.dataset.day }, { ...cell.dataset });
  const remove = (cell) => step({ act: "remove", shift: shiftIn(cell).dataset.shift }, { ...cell.dataset });
  const carry = (shift, cell) => step({ act: "move", shift, user: cell.dataset.user, day: cell.dataset.day }, { ...cell.dataset });

  const ways = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -999], End: [0, 999] };

  function beside(cell, way) {
    const rows = cells();
    const row = rows.findIndex((line) => line.includes(cell));
    const line = rows[Math.min(Math.max(row + way[0], 0), rows.length - 1)];
    return line[Math.min(Math.max(rows[row].indexOf(cell) + way[1], 0), line.length - 1)];
  }

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    if (!cell || event.ctrlKey || event.metaKey) return;
    const way = ways[event.key];
    const shift = shiftIn(cell);
    if (!cell.dataset.day && !way) return;
    const choice = !event.altKey && document.querySelector(`.shift-choice [data-key="${CSS.escape(event.key)}"] input`);
    if (choice) choice.checked = true; // without leaving the cell
    else if (way) {
      const next = beside(cell, way);
      if (event.altKey && shift && next.dataset.day && next !== cell) carry(shift.dataset.shift, next);
      else if (!event.altKey) { settle(next); next.focus(); }
    } else if (event.key === "Enter" && !event.altKey) {
      if (shift) shift.click();
      else if (chosen()) place(cell);
    } else if ((event.key === "Delete" || event.key === "Backspace") && shift) remove(cell);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || isField(event.target) || undo.disabled) return;
    event.preventDefault();
    undo.click();
  });
  const back = (more) => step({ act: "undo", ...more }, table.querySelector("td:focus")?.dataset);
  undo.addEventListener("click", () => back());

  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td[data-day]");
    if (!cell || event.target.closest("[data-shift]")) return;
    settle(cell);
    cell.focus();
    if (chosen() && !shiftIn(cell)) place(cell);
  });

  drags(table, { carry, tell });
  const meet = others(table, { back, wait: (then) => { waiting = waiting.then(then); }, show });
  settle(cells()[0]?.[0]);
}
