// <details class="menu">: arrows walk, Esc closes and gives the focus back, a click elsewhere or a choice closes.

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
  // a moment later, so that the choice's own click and submit run first
  if (inside && choice && !choice.closest("[data-stay]")) setTimeout(() => shut(inside));
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
