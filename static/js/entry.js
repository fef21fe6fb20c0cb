// Forms in place on the inspection's page. A button of a row opens its form there; saved, the page's regions are
// brought up to date around the rows in which somebody is still writing, and the focus goes on to the next row.
// Without this script the same addresses are pages of their own.
(() => {
  const rowOf = (node) => node.closest("[data-row]");
  const hasForm = (row) => row && row.querySelector("form[data-entry]");
  const isFragment = (text) => !/<html/i.test(text);

  function nextRow(row) {
    const rows = [...document.querySelectorAll("[data-row]")];
    return rows[rows.indexOf(row) + 1];
  }

  function focusOn(row, saved) {
    for (let fold = row && row.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const target = row && (hasForm(row) ? row.querySelector("input:not([type=hidden]), textarea, select") : row.querySelector("[data-open]"));
    (target || saved.querySelector("[data-open]") || document.querySelector("main")).focus();
  }

  // Every region anew, but for the rows with a form in them: those stay as they are. Folds stay as the reader left them.
  function bringUpToDate(page, sent) {
    for (const region of document.querySelectorAll("[data-region]")) {
      const fresh = page.getElementById(region.id);
      if (!fresh) continue;
      for (const row of region.querySelectorAll("[data-row]")) {
        const twin = hasForm(row) && row !== sent && fresh.querySelector(`#${row.id}`);
        if (twin) twin.replaceWith(row);
      }
      for (const fold of region.querySelectorAll("details[id]")) {
        const twin = fresh.querySelector(`#${fold.id}`);
        if (twin) twin.open = fold.open;
      }
      region.replaceWith(fresh);
      htmx.process(fresh);
    }
  }

  function saved(page, sent, then) {
    bringUpToDate(page, sent);
    const row = document.getElementById(sent.id) || document.querySelector("[data-row]");
    focusOn(then === "next" ? nextRow(row) : row, row);
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    const from = requestConfig.elt;
    if (!from.matches("form[data-entry], [data-open]")) return;
    if (isFragment(xhr.responseText)) {
      event.detail.shouldSwap = [200, 409, 422].includes(xhr.status);
      event.detail.isError = !event.detail.shouldSwap;
      return;
    }
    event.detail.shouldSwap = false;
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    if (xhr.status === 200 && from.matches("form") && page.getElementById("values")) saved(page, rowOf(from), from.dataset.entry);
    else if (from.matches("form")) from.submit(); // signed out, or refused: the whole page tells
    else location.assign(from.href);
  });

  // A form that has come in takes the focus: its first field, or the first that is wrong.
  document.addEventListener("htmx:afterSwap", (event) => {
    const form = event.detail.elt.matches("[data-row]") && hasForm(document.getElementById(event.detail.elt.id));
    if (!form) return;
    const wrong = form.querySelector("[aria-invalid=true]");
    (wrong || form.querySelector("input:not([type=hidden]), textarea, select")).focus();
  });

  // Given up: the row as the page has it.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-give-up]");
    const row = link && rowOf(link);
    if (!row) return;
    event.preventDefault();
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = answer.ok && page.getElementById(row.id);
    if (!fresh) return location.assign(link.href);
    row.replaceWith(fresh);
    htmx.process(fresh);
    focusOn(fresh, fresh);
  });

  // Esc gives the form up as its button does: what was typed waits as a draft.
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.key !== "Escape" || event.defaultPrevented) return;
    event.target.closest("form[data-entry]")?.querySelector("[data-give-up]")?.click();
  });

  // Ctrl+Enter saves from within a long text, but not in the midst of a letter.
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.key !== "Enter" || !event.ctrlKey) return;
    const form = event.target.closest("form[data-entry]");
    if (form) form.requestSubmit();
  });
})();
