// Whether somebody works on what this tab shows: it is visible, and hand or key moved within a minute. A ticket's
// pulse says so; how long that is together, the server sums up.
const IDLE = 60_000;
let last = Date.now();

for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "input"]) {
  document.addEventListener(kind, () => { last = Date.now(); }, { passive: true, capture: true });
}
document.addEventListener("htmx:configRequest", (event) => {
  const works = document.visibilityState === "visible" && Date.now() - last < IDLE;
  if (works && event.target.matches?.("#pulse[data-pulse]")) event.detail.parameters.active = "1";
});
