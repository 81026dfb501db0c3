// <details class="menu">: arrows walk, Esc and a choice close and give the focus back, a click elsewhere closes.

const items = (menu) => [...menu.querySelectorAll(".menu-list :is(a[href], button, input, select)")]
  .filter((one) => !one.disabled && one.type !== "hidden" && one.checkVisibility());

function shut(menu, focus = false) {
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
}

document.addEventListener("click", (event) => {
  const inside = event.target.closest("details.menu");
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== inside && !menu.contains(inside)) shut(menu);
  }
  const choice = event.target.closest(".menu-list :is(a, button)");
  if (!inside || !choice || choice.closest("[data-stay]") || choice.type === "submit") return;
  // a moment later, so that the choice's own click runs first
  setTimeout(() => shut(inside));
});

// A choice that sends a form, once it is sent: the next key is no longer for the menu.
document.addEventListener("submit", (event) => {
  const menu = event.submitter?.closest("details.menu[open]");
  if (menu && !event.submitter.closest("[data-stay]")) shut(menu, menu.contains(document.activeElement));
});

document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) shut(menu);
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu");
  if (!menu) return;
  if (event.key === "Escape" && menu.open) {
    event.preventDefault();
    event.stopPropagation();
    return shut(menu, true);
  }
  const isWriting = event.target.matches(".menu-list input:not([type=checkbox], [type=radio])");
  if (!["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key) || (isWriting && !event.key.startsWith("Arrow"))) return;
  event.preventDefault();
  menu.open = true;
  const all = items(menu);
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? all.length - 1 : at - 1, Home: 0, End: all.length - 1 }[event.key];
  all[(to + all.length) % all.length]?.focus();
});
