// data-pane: folds nav and context where there is room for them (remembered in a cookie the server reads), pulls them out as
// a drawer where there is not; "list" goes back to the list on a small screen.
import { desk } from "./page.js";

const isNarrow = { ctx: matchMedia("(max-width: 79.99rem)"), nav: matchMedia("(max-width: 69.99rem)") };
const regionOf = (name) => document.getElementById(name === "ctx" ? "context" : name);
let opener = null;

function tell() {
  const shell = desk();
  if (!shell) return;
  const folded = (shell.dataset.fold || "").split(" ");
  for (const button of document.querySelectorAll("[data-pane]")) {
    const name = button.dataset.pane;
    if (!isNarrow[name]) continue;
    button.setAttribute("aria-expanded", String(isNarrow[name].matches ? shell.dataset.drawer === name : !folded.includes(name)));
  }
}

function closeDrawer() {
  const shell = desk();
  if (!shell?.dataset.drawer) return false;
  delete shell.dataset.drawer;
  tell();
  opener?.focus();
  opener = null;
  return true;
}

function fold(shell, name) {
  const folded = new Set((shell.dataset.fold || "").split(" ").filter(Boolean));
  if (!folded.delete(name)) folded.add(name);
  shell.dataset.fold = [...folded].join(" ");
  document.cookie = `fold=${[...folded].join(".")}; path=/; max-age=31536000; samesite=lax`;
}

document.addEventListener("click", (event) => {
  const shell = desk();
  if (!shell) return;
  const button = event.target.closest("[data-pane]");
  if (event.target === shell || event.target.closest(".nav-link, .ctx a[href]")) return void closeDrawer();
  if (!button) return;
  const name = button.dataset.pane;
  if (name === "list") {
    // without the room the list is simply the page before; with it nothing has to happen
    if (!shell.querySelector("#list [data-list]")) return;
    event.preventDefault();
    shell.dataset.show = "list";
    shell.querySelector("#list .item-link[tabindex='0']")?.focus();
    return;
  }
  if (!isNarrow[name].matches) {
    fold(shell, name);
  } else if (shell.dataset.drawer === name) {
    closeDrawer();
  } else {
    opener = button;
    shell.dataset.drawer = name;
    regionOf(name)?.querySelector("a[href], button, input, [tabindex]")?.focus();
  }
  tell();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog:modal")) return;
  if (closeDrawer()) return;
  const back = [...document.querySelectorAll(".back-to-list")].find((one) => one.checkVisibility());
  const isBusy = event.target.closest?.("input, textarea, select, details[open]");
  if (back && !isBusy) back.click();
});

// A ticket that htmx put into #main is what a small screen should see now.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "main" && desk()) desk().dataset.show = "main";
});
Object.values(isNarrow).forEach((query) => query.addEventListener("change", () => { closeDrawer(); tell(); }));
document.addEventListener("htmx:load", tell);
tell();
