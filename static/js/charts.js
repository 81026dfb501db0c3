// A chart whose marks are links is one tab stop: arrows move to the next mark in their direction, Home and End to the ends.
// Without this module every mark is still a link. What the mark says is written below the chart while one is at it.
import { onContent, within } from "./page.js";

const marksOf = (chart) => [...chart.querySelectorAll("a[data-at]")].map((link) => {
  const [row, column] = link.dataset.at.split(",").map(Number);
  return { link, row, column };
});

function settle(chart) {
  const links = marksOf(chart).map((one) => one.link);
  const stop = links.find((one) => one === document.activeElement) || links[0];
  for (const one of links) one.setAttribute("tabindex", one === stop ? "0" : "-1");
}

// The nearest of those that lie in this direction: first along it, then beside it.
function next(marks, from, key) {
  const along = key === "ArrowLeft" || key === "ArrowRight" || key === "Home" || key === "End" ? "column" : "row";
  const beside = along === "column" ? "row" : "column";
  const sign = key === "ArrowRight" || key === "ArrowDown" || key === "End" ? 1 : -1;
  const far = key === "Home" || key === "End";
  const ahead = marks.filter((one) => sign * (one[along] - from[along]) > 0 && (along === "row" || one.row === from.row));
  const weight = (one) => (far ? -1 : 1) * 1000 * Math.abs(one[along] - from[along]) + Math.abs(one[beside] - from[beside]);
  return ahead.sort((a, b) => weight(a) - weight(b))[0];
}

document.addEventListener("keydown", (event) => {
  const chart = event.target.closest?.("[data-chart]");
  if (!chart || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !/^(Arrow|Home$|End$)/.test(event.key)) return;
  const marks = marksOf(chart);
  const from = marks.find((one) => one.link === event.target);
  const to = from && next(marks, from, event.key);
  if (!to) return;
  event.preventDefault();
  from.link.setAttribute("tabindex", "-1");
  to.link.setAttribute("tabindex", "0");
  to.link.focus();
});

function tell(event) {
  const link = event.target.closest?.("[data-chart] a[data-at]");
  const said = link?.closest(".chart-part")?.querySelector(".chart-said");
  if (said) said.textContent = link.getAttribute("aria-label");
}
document.addEventListener("focusin", tell);
document.addEventListener("pointerover", tell);

onContent((part) => { for (const chart of within(part, "[data-chart]")) settle(chart); });
