// <time data-when="short|long|clock" datetime="…">: relative words in the page's language, fresh every 30 s; the full time in the title.
import { onContent, root, within } from "./page.js";

const language = root.lang || undefined;
const timeZone = root.dataset.timeZone || undefined;
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const narrow = (unit) => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "narrow" });
const short = { minute: narrow("minute"), hour: narrow("hour") };
const format = (options) => new Intl.DateTimeFormat(language, { ...options, timeZone });
const full = format({ dateStyle: "full", timeStyle: "short", hourCycle: "h23" });
const clock = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const weekday = format({ weekday: "short" });
const day = format({ day: "numeric", month: "short" });
const date = format({ dateStyle: "short" });
const numbers = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone });

function unitOf(seconds) {
  const size = Math.abs(seconds);
  if (size < 3600) return ["minute", Math.trunc(seconds / 60)];
  if (size < 86400) return ["hour", Math.trunc(seconds / 3600)];
  return ["day", Math.trunc(seconds / 86400)];
}

// Midnights between the two in the reader's zone: from Saturday evening, Monday noon is two days away.
const daysBetween = (at, now) => (Date.parse(numbers.format(at)) - Date.parse(numbers.format(now))) / 86400000;

function text(style, at, now) {
  const seconds = (at - now) / 1000;
  const [unit, count] = unitOf(seconds);
  if (style === "clock") return date.format(at) === date.format(now) ? clock.format(at) : `${day.format(at)} ${clock.format(at)}`;
  if (style === "long" && unit === "day") return relative.format(daysBetween(at, now), unit);
  if (style === "long") return relative.format(Math.abs(seconds) < 60 ? 0 : count, Math.abs(seconds) < 60 ? "second" : unit);
  if (Math.abs(seconds) < 60) return null; // the server's own word for now
  if (unit !== "day") return short[unit].format(Math.abs(count));
  return seconds < 0 && seconds > -6 * 86400 ? weekday.format(at) : day.format(at);
}

function tell(element) {
  const at = new Date(element.dateTime);
  if (Number.isNaN(at.getTime())) return;
  const words = text(element.dataset.when, at, new Date());
  if (words !== null && element.textContent !== words) element.textContent = words;
  const whole = full.format(at);
  if (element.title !== whole) element.title = whole;
}

// <span data-zone>: the zone that the times of the page are told in, where the server could only guess it.
const zone = clock.resolvedOptions().timeZone;

onContent((part) => {
  within(part, "time[data-when]").forEach(tell);
  for (const element of within(part, "[data-zone]")) element.textContent = zone;
});
setInterval(() => {
  if (!document.hidden) document.querySelectorAll("time[data-when]").forEach(tell);
}, 30000);
