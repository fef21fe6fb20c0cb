// Menus (details.more, details.usermenu) close by Esc, which leads back to their name, and by a click outside. A date
// field with data-pick-day (workflow/records/sections.py) gets the browser's calendar beside what is typed.
(() => {
  const MENUS = "details.more[open], details.usermenu[open]";

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll(MENUS)) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    for (const menu of document.querySelectorAll(MENUS)) {
      menu.open = false;
      menu.querySelector("summary").focus();
      event.preventDefault();
    }
  });

  const isoOf = (text) => {
    const found = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(text);
    return found ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}` : "";
  };

  function addCalendar(field) {
    const label = field.labels?.[0]?.textContent.trim();
    const calendar = document.createElement("input");
    calendar.type = "date";
    calendar.className = "pick-day";
    calendar.setAttribute("aria-label", label ? `${field.dataset.pickDay}: ${label}` : field.dataset.pickDay);
    calendar.addEventListener("focus", () => { calendar.value = isoOf(field.value); });
    calendar.addEventListener("change", () => {
      if (!calendar.value) return;
      field.value = calendar.value.split("-").reverse().join("/");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    const both = document.createElement("div");
    both.className = "unit day";
    field.replaceWith(both);
    both.append(field, calendar);
  }

  function addCalendars(part) {
    for (const field of part.querySelectorAll("input[data-pick-day]")) {
      if (!field.disabled && !field.closest(".unit.day")) addCalendar(field);
    }
  }

  addCalendars(document);
  document.addEventListener("htmx:load", (event) => addCalendars(event.detail.elt));
})();
