// Suggestions below a field that finds a record (workflow/pickers.py): the combobox pattern, by keyboard and by hand.
// Without this script the words are resolved when the form is sent.
(() => {
  const WAIT = 180; // ms after the last letter
  let timer;
  let lists = 0;

  const boxOf = (node) => node.closest && node.closest("[data-pick]");
  const inputOf = (box) => box.querySelector("input:not([type])") || box.querySelector('input[type="text"]');
  const listOf = (box) => box.querySelector('[role="listbox"]') || madeList(box);

  function madeList(box) {
    const list = document.createElement("ul");
    const input = inputOf(box);
    list.id = `pick-${++lists}`;
    list.className = "pick-list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels.length ? input.labels[0].textContent : input.name);
    input.after(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    return list;
  }

  function show(box, isShown) {
    listOf(box).hidden = !isShown;
    inputOf(box).setAttribute("aria-expanded", String(isShown));
    if (!isShown) inputOf(box).removeAttribute("aria-activedescendant");
  }

  async function suggest(box) {
    const list = listOf(box);
    const words = inputOf(box).value.trim();
    if (!words) {
      list.replaceChildren();
      return show(box, false);
    }
    const query = new URLSearchParams({ q: words, on: box.dataset.on || "", work: box.dataset.work || "" });
    await htmx.ajax("GET", `${box.dataset.pick}?${query}`, { target: list, source: box, swap: "innerHTML" });
    const isCurrent = inputOf(box).value.trim() === words && document.activeElement === inputOf(box);
    [...list.children].forEach((option, n) => { option.id = `${list.id}-${n}`; });
    show(box, isCurrent && list.children.length > 0);
  }

  function choose(box, option) {
    if (option && option.dataset.add) {
      window.open(option.dataset.add, "_blank", "noopener");
      return show(box, false);
    }
    if (!option || !option.dataset.pk) return;
    const input = inputOf(box);
    box.querySelectorAll("fieldset").forEach((offered) => offered.remove());
    input.value = option.dataset.label;
    box.querySelector('[name$="_pk"]').value = option.dataset.pk;
    box.querySelector('[name$="_pk_words"]').value = option.dataset.label;
    show(box, false);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function move(box, by) {
    const options = [...listOf(box).querySelectorAll("[data-pk], [data-add]")];
    if (!options.length) return;
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const next = at < 0 ? (by > 0 ? 0 : options.length - 1) : (at + by + options.length) % options.length;
    options.forEach((option, n) => option.setAttribute("aria-selected", String(n === next)));
    options[next].scrollIntoView({ block: "nearest" });
    inputOf(box).setAttribute("aria-activedescendant", options[next].id);
  }

  const isField = (node) => boxOf(node) && node === inputOf(boxOf(node));

  document.addEventListener("focusin", (event) => {
    if (isField(event.target)) listOf(boxOf(event.target));
  });

  const typed = (event) => {
    if (!isField(event.target) || event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(() => suggest(boxOf(event.target)), WAIT);
  };
  document.addEventListener("input", typed);
  document.addEventListener("compositionend", typed);

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || !isField(event.target)) return;
    const box = boxOf(event.target);
    const isShown = !listOf(box).hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isShown) move(box, event.key === "ArrowDown" ? 1 : -1);
      else suggest(box);
    } else if (event.key === "Enter" && isShown) {
      event.preventDefault();
      choose(box, listOf(box).querySelector('[aria-selected="true"]') || listOf(box).querySelector("[data-pk], [data-add]"));
    } else if (event.key === "Escape" && isShown) {
      event.preventDefault();
      event.stopPropagation();
      show(box, false);
    }
  }, true);

  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest('[data-pick] [role="option"]');
    if (!option) return;
    event.preventDefault(); // the field keeps the focus
    choose(boxOf(option), option);
  });

  document.addEventListener("focusout", (event) => {
    if (isField(event.target)) show(boxOf(event.target), false);
  });
})();
