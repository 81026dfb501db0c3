// @ in a note completes colleagues who may see the ticket: <ul role="listbox" data-mentions="address"> beside the textarea.
// While the list is open, arrows choose, Enter and Tab take, Esc closes; the server says who may be named.

const listOf = (write) => write.closest("[data-composer]")?.querySelector("[data-mentions]");
const optionsOf = (list) => [...list.querySelectorAll("[role=option]")];
const isNote = (write) => write.closest("[data-composer]")?.dataset.mode === "note";
let asked = null;

// What stands between an @ that begins a word and the cursor, or null.
function begun(write) {
  if (!isNote(write) || write.selectionStart !== write.selectionEnd) return null;
  return write.value.slice(0, write.selectionStart).match(/(?<![\p{L}\p{N}_.@/+-])@([\p{L}\p{N}_.+-]*)$/u)?.[1] ?? null;
}

function close(write) {
  asked?.abort();
  asked = null;
  const list = listOf(write);
  if (!list?.childElementCount && !write.hasAttribute("aria-controls")) return;
  list.replaceChildren();
  for (const name of ["data-completing", "aria-autocomplete", "aria-controls", "aria-activedescendant"]) write.removeAttribute(name);
}

function mark(write, option) {
  for (const one of optionsOf(listOf(write))) one.setAttribute("aria-selected", String(one === option));
  write.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function open(write, markup) {
  const list = listOf(write);
  list.replaceChildren(...new DOMParser().parseFromString(markup, "text/html").querySelectorAll("[role=option]"));
  const [first] = optionsOf(list);
  if (!first) return close(write);
  // A textarea says that it has a list only while there is one.
  write.setAttribute("data-completing", "");
  write.setAttribute("aria-autocomplete", "list");
  write.setAttribute("aria-controls", list.id);
  mark(write, first);
}

async function complete(write) {
  const typed = begun(write);
  const list = listOf(write);
  if (typed === null || !list) return close(write);
  asked?.abort();
  const mine = asked = new AbortController();
  try {
    const answer = await fetch(`${list.dataset.mentions}?q=${encodeURIComponent(typed)}`, { signal: mine.signal, redirect: "manual" });
    const markup = answer.ok ? await answer.text() : "";
    if (asked === mine && begun(write) === typed && document.activeElement === write) open(write, markup.trim());
  } catch (error) {
    if (error.name !== "AbortError") close(write);
  }
}

function take(write, option) {
  const typed = begun(write);
  if (typed === null) return close(write);
  const end = write.selectionStart;
  const gap = /^\s/.test(write.value.slice(end)) ? "" : " ";
  write.setRangeText(`@${option.dataset.handle}${gap}`, end - typed.length - 1, end, "end");
  close(write);
  write.focus();
  write.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-write]")) complete(event.target);
});
document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("[data-write]")) close(event.target);
});
// Before the click takes the focus away from the text.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-mentions]")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const option = event.target.closest("[data-mentions] [role=option]");
  const write = option?.closest("[data-composer]").querySelector("[data-write]");
  if (write) take(write, option);
});
// Before the keys of the page hear of it.
document.addEventListener("keydown", (event) => {
  const write = event.target;
  if (!write.matches?.("[data-write][data-completing]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const options = optionsOf(listOf(write));
  const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") mark(write, options[(at + 1) % options.length]);
  else if (event.key === "ArrowUp") mark(write, options[(at - 1 + options.length) % options.length]);
  else if (["Enter", "Tab"].includes(event.key) && !event.shiftKey) take(write, options[at]);
  else if (event.key === "Escape") close(write);
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);
