// A form with long texts, <form data-unsaved>: whoever leaves with words that are not saved is asked first.
// After an answer that says what is wrong, the words are still not saved. A form that saves itself over htmx is
// saved as soon as that is answered.
const changed = new WeakSet();

const inForm = (event) => event.target.closest?.("form[data-unsaved]");
const itself = (event) => event.target.matches?.("form[data-unsaved]") && event.detail.elt === event.target;

document.addEventListener("input", (event) => {
  const form = inForm(event);
  if (form) changed.add(form);
});

document.addEventListener("submit", (event) => {
  const form = inForm(event);
  if (form && !event.defaultPrevented) changed.delete(form);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (itself(event) && !event.defaultPrevented) changed.delete(event.target);
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (itself(event) && !event.detail.successful) changed.add(event.target);
});

window.addEventListener("beforeunload", (event) => {
  for (const form of document.querySelectorAll("form[data-unsaved]")) {
    if (changed.has(form) || form.querySelector(".errors")) event.preventDefault();
  }
});
