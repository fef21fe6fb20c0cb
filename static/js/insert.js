// Placeholders beside an editor become buttons that put them where the caret was last. Without this script they are typed.
(() => {
  let last = null;

  const isField = (node) => node.matches("#template-form textarea, #template-form input[type=text]");

  document.addEventListener("focusin", (event) => { if (isField(event.target)) last = event.target; });

  function insert(text) {
    const field = last ?? document.querySelector("#template-form textarea");
    if (!field) return;
    field.closest("details")?.setAttribute("open", "");
    field.focus();
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function buttonFor(code, word) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn small as-written";
    button.textContent = code.textContent;
    button.setAttribute("aria-label", `${word} ${code.textContent}`);
    button.addEventListener("click", () => insert(code.textContent));
    code.replaceWith(button);
  }

  function addButtons(part) {
    for (const list of part.querySelectorAll("[data-inserts]")) {
      list.querySelectorAll("dt code").forEach((code) => buttonFor(code, list.dataset.inserts));
    }
  }

  addButtons(document);
  document.addEventListener("htmx:load", (event) => addButtons(event.detail.elt));
})();
