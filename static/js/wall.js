// The screen on the wall: a clock in the reader's zone, and a word as soon as what it shows is old.
// [data-wall-clock] is the clock; [data-wall-stale="60"] is shown when nothing new came for so many seconds;
// [data-wall-fresh] is what each answer of the server replaces.
import { root } from "./page.js";

const clock = document.querySelector("[data-wall-clock]");
const stale = document.querySelector("[data-wall-stale]");

if (clock && stale) {
  const format = new Intl.DateTimeFormat(root.lang || undefined, {
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: root.dataset.timeZone || undefined,
  });
  let seen = Date.now();
  new MutationObserver(() => { seen = Date.now(); })
    .observe(document.querySelector("[data-wall-fresh]"), { childList: true });
  const tick = () => {
    const isOld = Date.now() - seen > Number(stale.dataset.wallStale) * 1000;
    clock.textContent = format.format(new Date());
    if (stale.hidden === isOld) stale.hidden = !isOld;
    root.toggleAttribute("data-stale", isOld);
  };
  tick();
  setInterval(tick, 1000);
}
