// A draft that two plan at once: each sees what the other does, and takes back somebody else's step only knowingly.
import { open } from "./dialogs.js";

const EVERY = 6000;
const MOST = 12; // of the last steps

export function others(table, { back, wait, show }) {
  const dialog = document.getElementById("undo-other");
  const steps = document.getElementById("roster-steps");

  async function look() {
    if (document.hidden) return;
    const query = new URLSearchParams({ seen: table.dataset.edit, week: table.dataset.week, most: table.dataset.most });
    const answer = await fetch(`${table.dataset.since}?${query}`).catch(() => null);
    if (answer?.status === 200) show(await answer.json(), 200);
  }

  // After the steps of one's own, so that nobody is told of them as somebody else's.
  const ask = () => wait(look);
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  dialog.querySelector("[data-undo-sure]").addEventListener("click", () => { dialog.close(); back({ sure: "1" }); });

  return (answer) => {
    const list = new DOMParser().parseFromString(`<ol>${answer.steps}</ol>`, "text/html").querySelector("ol");
    if (answer.newest) {
      steps.querySelector("li:not(:has(b))")?.remove(); // “nothing was done yet”
      steps.prepend(...list.children);
      while (steps.children.length > MOST) steps.lastElementChild.remove();
    } else steps.replaceChildren(...list.children);
    if (!answer.ask) return;
    dialog.querySelector("[data-undo-said]").textContent = answer.ask;
    open(dialog);
  };
}
