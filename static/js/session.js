// The session ended, or somebody signed in anew in another tab: nothing typed is lost, and the page goes on with fresh tokens.
import { word } from "./page.js";

let isOut = false;

async function renew() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const headers = page.body.getAttribute("hx-headers");
  if (!headers) return;
  document.body.setAttribute("hx-headers", headers);
  const token = JSON.parse(headers)["x-csrftoken"];
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  isOut = false;
}

// True for what a sign-in mends: said once, not at every tick of a pulse.
export function isSessionTrouble(xhr) {
  if (xhr.status === 403) renew().catch(() => {});
  if (xhr.status !== 401) return false;
  if (!isOut) document.dispatchEvent(new CustomEvent("desk:toast", { detail: word("signedOut") }));
  isOut = true;
  return true;
}

document.addEventListener("visibilitychange", () => {
  if (isOut && !document.hidden) renew().catch(() => {});
});
addEventListener("focus", () => {
  if (isOut) renew().catch(() => {});
});
