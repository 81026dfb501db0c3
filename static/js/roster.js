// A roster that is drafted by keys (roster_keys) and by the pointer (roster_drag). Each step is told to the server at once, one
// after another; it answers with the rows that changed and with what they break.
import { isField, say } from "./page.js";
import { drags } from "./roster_drag.js";
import { keys } from "./roster_keys.js";
import { others } from "./roster_others.js";

const table = document.querySelector("[data-roster]");

if (table) {
  const told = document.getElementById("roster-said");
  const undo = document.querySelector("[data-roster-undo]");
  const seen = document.querySelectorAll("[data-roster-seen]");
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
  let waiting = Promise.resolve();

  // People by days, and under them what is covered. Of 2800 cells only those that are asked for are looked at.
  const CELL = "td[data-day], td[data-cover]";
  const firstCell = () => table.querySelector(CELL);
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
    table.querySelector("td[tabindex='0']")?.setAttribute("tabindex", "-1");
    if (cell) cell.tabIndex = 0;
  }

  // Only the days that changed, unless the whole of it reaches higher now.
  function cover({ rows, days = {}, ends = [], most }) {
    if (rows) table.tFoot.replaceChildren(...rowsOf(rows));
    table.dataset.most = most;
    const put = (html, cell) => cell?.replaceWith(...rowsOf(`<tr>${html}</tr>`)[0].cells);
    for (const [day, cells] of Object.entries(days)) cells.forEach((html, row) => put(html, table.tFoot.rows[row]?.cells[Number(day) + 1]));
    ends.forEach((html, row) => put(html, [...(table.tFoot.rows[row]?.cells || [])].at(-1)));
  }

  function show(answer, status) {
    const at = document.activeElement.closest?.("td[data-day]");
    for (const [key, html] of Object.entries(answer.rows)) document.getElementById(`row-${key}`)?.replaceWith(...rowsOf(html));
    if (answer.cover) cover(answer.cover);
    const again = at && !at.isConnected && cellOf(at.dataset.user, at.dataset.day);
    if (again) { settle(again); again.focus(); }
    else if (!table.querySelector("td[tabindex='0']")) settle(firstCell());
    meet(answer);
    table.dataset.edit = answer.edit;
    for (const one of seen) one.value = answer.edit;
    undo.disabled = !answer.undo;
    tell(answer.said || answer.ask, status === 200 ? "" : "warn");
  }

  // Steps wait for one another: the second knows what the first made of the draft. `back` takes away what was shown before the
  // server said yes.
  function step(fields, focus, back = () => {}) {
    waiting = waiting.then(async () => {
      const body = new URLSearchParams({ ...fields, seen: table.dataset.edit, week: table.dataset.week, most: table.dataset.most });
      try {
        const answer = await fetch(table.dataset.act, { method: "POST", body, headers: { "x-csrftoken": token } });
        if (![200, 409, 422].includes(answer.status)) throw new Error(answer.status);
        if (!answer.ok) back();
        show(await answer.json(), answer.status);
      } catch {
        back();
        tell(table.dataset.failed, "warn");
      }
      const cell = focus && cellOf(focus.user, focus.day);
      if (cell && document.activeElement === document.body) { settle(cell); cell.focus(); }
    });
  }

  const place = (cell) => step({ act: "place", template: chosen(), user: cell.dataset.user, day: cell.dataset.day }, { ...cell.dataset });
  const remove = (cell) => step({ act: "remove", shift: shiftIn(cell).dataset.shift }, { ...cell.dataset });
  // Seen in its new place at once; what it breaks there follows.
  function carry(shift, cell) {
    const chip = table.querySelector(`[data-shift="${shift}"]`);
    const from = chip.parentElement;
    cell.append(chip);
    undo.disabled = false;
    settle(cell);
    cell.focus();
    step({ act: "move", shift, user: cell.dataset.user, day: cell.dataset.day }, { ...cell.dataset }, () => from.append(chip));
  }

  keys(table, CELL, { shiftIn, chosen, settle, place, remove, carry });

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
  settle(firstCell());
}
