// [data-push]: whether this browser shows notices while the desk is closed, and turning that on and off. What is to be seen of it
// stands there as [data-push-state]; the server knows the browsers by [data-browser], the digest of their addresses.
import { onContent, within } from "./page.js";

const isAble = () => isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

async function digest(text) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function subscription() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return registration ? registration.pushManager.getSubscription() : null;
}

const rowOf = async (place, kept) => kept && place.querySelector(`[data-browser="${await digest(kept.endpoint)}"]`);

function show(place, state) {
  place.dataset.push = state;
  for (const part of place.querySelectorAll("[data-push-state]")) part.hidden = part.dataset.pushState !== state;
}

async function look(place) {
  if (!isAble()) return show(place, "unsupported");
  const row = await rowOf(place, await subscription().catch(() => null));
  row?.querySelector("[data-this]")?.removeAttribute("hidden");
  if (Notification.permission === "denied") return show(place, "denied");
  show(place, row && Notification.permission === "granted" ? "on" : "off");
}

async function subscribed(place) {
  await navigator.serviceWorker.register(place.dataset.worker, { scope: "/", updateViaCache: "none" });
  const registration = await navigator.serviceWorker.ready;
  const asked = { userVisibleOnly: true, applicationServerKey: place.dataset.key };
  try {
    return await registration.pushManager.subscribe(asked);
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error;
    await (await registration.pushManager.getSubscription())?.unsubscribe(); // made for a key of before
    return registration.pushManager.subscribe(asked);
  }
}

async function turnOn(place, form) {
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    if (await Notification.requestPermission() !== "granted") return await look(place);
    const { endpoint, keys } = (await subscribed(place)).toJSON();
    for (const [name, value] of Object.entries({ endpoint, p256dh: keys.p256dh, auth: keys.auth })) form.elements[name].value = value;
    form.submit();
  } catch {
    show(place, "failed");
  } finally {
    button.disabled = false;
  }
}

document.addEventListener("submit", async (event) => {
  const place = event.target.closest("[data-push]");
  if (!place) return;
  if (event.target.matches("[data-turn-on]")) {
    event.preventDefault();
    await turnOn(place, event.target);
  } else if (event.target.matches("[data-remove]")) {
    event.preventDefault();
    const kept = await subscription().catch(() => null);
    if (await rowOf(place, kept) === event.target.closest("[data-browser]")) await kept?.unsubscribe().catch(() => {});
    event.target.submit();
  }
});

onContent((part) => within(part, "[data-push]").forEach((place) => look(place).catch(() => show(place, "unsupported"))));
