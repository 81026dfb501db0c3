// The conversation follows what comes in, if the reader was at its end; otherwise it stays where it was.
const NEAR = 80;
let follows = false;

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const region = event.target.closest?.("#timeline")?.closest(".scroll");
  if (region) follows = region.scrollHeight - region.scrollTop - region.clientHeight < NEAR;
});

document.addEventListener("htmx:oobAfterSwap", (event) => {
  const region = event.target.closest?.("#timeline")?.closest(".scroll");
  if (region && follows) region.scrollTop = region.scrollHeight;
});
