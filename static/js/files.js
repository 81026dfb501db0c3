// Files: dropped on a [data-drop] or a composer, or pasted into its text, they join those in the file input; their names are shown.
import { root } from "./page.js";

const inputOf = (place) => place.querySelector("input[type=file]");
const placeOf = (target) => target.closest?.("[data-composer]") || target.closest?.("[data-drop]");

function size(bytes) {
  const [value, unit] = bytes < 1e6 ? [Math.max(bytes / 1e3, 0.1), "kilobyte"] : [bytes / 1e6, "megabyte"];
  return new Intl.NumberFormat(root.lang, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

function put(input, files) {
  const all = new DataTransfer();
  for (const file of files) all.items.add(file);
  input.files = all.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function show(input) {
  if ("single" in input.dataset) return; // it says itself which one
  const list = (input.form || input.closest("[data-drop]"))?.querySelector("[data-files]");
  if (!list) return;
  list.replaceChildren(...[...input.files].map((file) => {
    const chip = document.createElement("span");
    const name = document.createElement("span");
    const weight = document.createElement("small");
    const remove = document.createElement("button");
    chip.className = "file";
    name.className = "name";
    name.textContent = file.name;
    weight.textContent = size(file.size);
    remove.type = "button";
    remove.className = "btn ghost icon";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `× ${file.name}`);
    remove.addEventListener("click", () => put(input, [...input.files].filter((one) => one !== file)));
    chip.append(name, weight, remove);
    return chip;
  }));
}

document.addEventListener("change", (event) => {
  if (event.target.matches("input[type=file]")) show(event.target);
});

document.addEventListener("paste", (event) => {
  const input = event.target.closest?.("[data-composer]") && inputOf(event.target.closest("[data-composer]"));
  const files = [...(event.clipboardData?.files || [])];
  if (!input || !files.length) return;
  event.preventDefault();
  put(input, [...input.files, ...files]);
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const place = placeOf(event.target);
    const input = place && inputOf(place);
    if (!input || !event.dataTransfer?.types.includes("Files")) return;
    if (kind !== "dragleave") event.preventDefault();
    place.dataset.over = String(kind === "dragover");
    if (kind === "drop") put(input, [...(input.multiple ? input.files : []), ...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1));
  });
}
