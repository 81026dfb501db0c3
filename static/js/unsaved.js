// A form with long texts, <form data-unsaved>: whoever leaves with words that are not saved is asked first.
// After an answer that says what is wrong, the words are still not saved.
const changed = new WeakSet();

const inForm = (event) => event.target.closest?.("form[data-unsaved]");

document.addEventListener("input", (event) => {
  const form = inForm(event);
  if (form) changed.add(form);
});

document.addEventListener("submit", (event) => {
  const form = inForm(event);
  if (form && !event.defaultPrevented) changed.delete(form);
});

window.addEventListener("beforeunload", (event) => {
  for (const form of document.querySelectorAll("form[data-unsaved]")) {
    if (changed.has(form) || form.querySelector(".errors")) event.preventDefault();
  }
});
