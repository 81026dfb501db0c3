// A shift is dragged to another cell: a press that moves drags, one that stays is a click. While it hangs over a cell the server
// is asked what would be broken there.
export function drags(table, { carry, tell }) {
  let held = null;
  let asked = "";

  async function ask(cell) {
    const key = `${held.shift}-${cell.dataset.user}-${cell.dataset.day}`;
    if (asked === key) return;
    asked = key;
    const query = new URLSearchParams({ shift: held.shift, user: cell.dataset.user, day: cell.dataset.day });
    const answer = await fetch(`${table.dataset.try}?${query}`).then((one) => (one.ok ? one.json() : null)).catch(() => null);
    if (!answer || !held || asked !== key) return;
    cell.classList.toggle("refused", answer.hard);
    tell(answer.said.join(" "), answer.hard ? "warn" : "");
  }

  function over(cell) {
    for (const one of table.querySelectorAll(".over")) one.classList.remove("over", "refused");
    cell?.classList.add("over");
  }

  table.addEventListener("pointerdown", (event) => {
    const chip = event.target.closest("[data-shift]");
    if (!chip || event.button) return;
    held = { chip, shift: chip.dataset.shift, x: event.clientX, y: event.clientY, moving: false };
  });
  table.addEventListener("dragstart", (event) => event.preventDefault());
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [x, y] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.moving && Math.hypot(x, y) < 6) return;
    held.moving = true;
    held.chip.classList.add("lifted");
    held.chip.style.translate = `${x}px ${y}px`;
    held.cell = document.elementsFromPoint(event.clientX, event.clientY).map((one) => one.closest("td[data-day]")).find(Boolean);
    over(held.cell);
    if (held.cell) ask(held.cell);
  });
  function letGo(keep) {
    if (!held) return;
    const { chip, cell, moving, shift } = held;
    held = null;
    asked = "";
    chip.classList.remove("lifted");
    chip.style.translate = "";
    over(null);
    if (!moving) return;
    const still = (event) => event.preventDefault();
    chip.addEventListener("click", still, { capture: true });
    setTimeout(() => chip.removeEventListener("click", still, { capture: true }), 0);
    if (keep && cell && cell !== chip.closest("td")) carry(shift, cell);
  }
  document.addEventListener("pointerup", () => letGo(true));
  document.addEventListener("pointercancel", () => letGo(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && held?.moving) letGo(false); });
}
