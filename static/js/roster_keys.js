// The grid of a draft from the keyboard: arrows move from cell to cell, Enter places the chosen shift or opens the one that is
// there, Alt and arrows carry a shift, Delete takes it away. Under the people the arrows read what is covered.
const WAYS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -999], End: [0, 999] };

export function keys(table, CELL, { shiftIn, chosen, settle, place, remove, carry }) {
  function beside(cell, [down, along]) {
    const line = [...cell.parentElement.querySelectorAll(CELL)];
    const at = Math.min(Math.max(line.indexOf(cell) + along, 0), line.length - 1);
    for (let row = cell.parentElement.rowIndex + down; down && table.rows[row]; row += down) {
      const next = table.rows[row].querySelectorAll(CELL)[at];
      if (next) return next;
    }
    return line[at];
  }

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    if (!cell || event.ctrlKey || event.metaKey) return;
    const way = WAYS[event.key];
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
}
