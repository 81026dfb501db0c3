// A strip of hours is one tab stop; arrows move through its cells, Home and End to the ends of a day.
const cellsOf = (strip) => [...strip.tBodies[0].rows].map((row) => [...row.cells].slice(1).map((cell) => cell.querySelector("a")));

function settle(strip) {
  const links = cellsOf(strip).flat().filter(Boolean);
  const stop = links.find((one) => one === document.activeElement) || links.find((one) => one.ariaCurrent === "true") || links[0];
  for (const one of links) one.tabIndex = one === stop ? 0 : -1;
}

function settleAll(root) {
  for (const strip of root.querySelectorAll?.("[data-strip]") || []) settle(strip);
}

const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -Infinity], End: [0, Infinity] };

document.addEventListener("keydown", (event) => {
  const strip = event.target.closest?.("[data-strip]");
  const step = steps[event.key];
  if (!strip || !step || event.ctrlKey || event.metaKey || event.altKey) return;
  const cells = cellsOf(strip);
  const row = cells.findIndex((one) => one.includes(event.target));
  if (row < 0) return;
  event.preventDefault();
  const line = cells[Math.min(Math.max(row + step[0], 0), cells.length - 1)];
  const column = Math.min(Math.max(cells[row].indexOf(event.target) + step[1], 0), line.length - 1);
  const next = line[column];
  if (!next) return;
  event.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
});

// The cell whose explanation is shown says so.
document.addEventListener("htmx:afterRequest", (event) => {
  const link = event.target.closest?.("[data-strip] a");
  if (!link || !event.detail.successful) return;
  const strip = link.closest("[data-strip]");
  for (const one of strip.querySelectorAll("a[aria-current]")) one.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  settle(strip);
});
document.addEventListener("htmx:afterSettle", (event) => settleAll(event.target.closest?.("[data-strip]")?.parentElement || event.target));
settleAll(document);
