// data-open-dialog="id" shows a <dialog>; data-close-dialog, Esc and the backdrop close it. On opening the dialog hears "desk:open".

export function open(dialog) {
  if (!dialog || dialog.open) return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("desk:open", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open-dialog]");
  if (opener) {
    event.preventDefault();
    open(document.getElementById(opener.dataset.openDialog));
  } else if (event.target.closest("[data-close-dialog]")) {
    event.target.closest("dialog")?.close();
  } else if (event.target instanceof HTMLDialogElement && outside(event)) {
    event.target.close();
  }
});

function outside(event) {
  const box = event.target.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

// A dialog that came with an answer and wants to be seen.
document.addEventListener("htmx:load", (event) => {
  const dialog = event.detail.elt;
  if (dialog instanceof HTMLDialogElement && dialog.hasAttribute("data-show")) open(dialog);
});
