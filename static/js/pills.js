// <span class="pill" data-due="…" data-hours="…">: how much time is left, counted on while the page is open. By the wall clock,
// or with data-hours in the opening time that [data-openings] of the page tells: {key: [[opens, closes], …]} in seconds since 1970.
import { onContent, within, word } from "./page.js";

const openings = new Map();

function learn(element) {
  for (const [key, spans] of Object.entries(JSON.parse(element.dataset.openings))) openings.set(key, spans);
}

const say = (name, count) => word(name).replace("%(n)d", count);

// As the server says it: 38m, 1h 12m, 3d 4h; opening time never in days.
export function span(seconds, daysToo) {
  const all = Math.floor(seconds / 60);
  const days = daysToo ? Math.floor(all / 1440) : 0;
  const hours = Math.floor((all - days * 1440) / 60);
  const minutes = all % 60;
  if (days) return hours && days < 7 ? `${say("daysShort", days)} ${say("hoursShort", hours)}` : say("daysShort", days);
  if (!hours) return say("minutesShort", Math.max(1, minutes));
  return minutes ? `${say("hoursShort", hours)} ${say("minutesShort", minutes)}` : say("hoursShort", hours);
}

function openBetween(spans, from, to) {
  return spans.reduce((sum, [opens, closes]) => sum + Math.max(0, Math.min(closes, to) - Math.max(opens, from)), 0);
}

function tell(pill) {
  const now = Date.now() / 1000;
  const { due, warn, hours, beyond } = pill.dataset;
  const words = pill.querySelector("span");
  if (hours && !openings.has(hours)) return;
  const late = now >= due;
  const left = hours ? openBetween(openings.get(hours), now, due) + Number(beyond) : due - now;
  const text = late ? word("lateBy", "").replace("%(span)s", span(now - due, true)) : span(left, !hours);
  if (words.textContent !== text) words.textContent = text;
  const soon = pill.classList.contains("soon") || (warn && now >= warn);
  pill.classList.toggle("late", late);
  pill.classList.toggle("soon", Boolean(!late && soon));
  pill.classList.toggle("calm", !late && !soon);
}

onContent((part) => {
  within(part, "[data-openings]").forEach(learn);
  within(part, ".pill[data-due]").forEach(tell);
});
const tellAll = () => document.hidden || document.querySelectorAll(".pill[data-due]").forEach(tell);
setInterval(tellAll, 15000);
document.addEventListener("visibilitychange", tellAll);
