// Theme and density: shown at once, kept by the server. The form works without this, too.
import { root } from "./page.js";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-appearance]");
  const button = event.submitter;
  if (!form || !button?.name) return;
  event.preventDefault();
  root.dataset[button.name] = button.value;
  for (const one of form.querySelectorAll(`[name="${button.name}"]`)) one.setAttribute("aria-pressed", String(one === button));
  await fetch(form.action, { method: "POST", body: new FormData(form, button), headers: { "x-requested-with": "fetch" } });
});
