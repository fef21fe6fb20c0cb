/* Rows that are ticked: one box ticks the whole page, and the button says how many they are; nothing without rows. */
(() => {
  const all = document.querySelector("[data-tick-all]");
  const act = document.querySelector("[data-ticked]");
  const rows = [...document.querySelectorAll('input[name="row"]')];
  if (!all || !act) return;

  function tell() {
    const ticked = rows.filter((row) => row.checked).length;
    act.textContent = `${act.dataset.ticked} (${ticked})`;
    all.firstElementChild.checked = ticked === rows.length;
    all.firstElementChild.indeterminate = ticked > 0 && ticked < rows.length;
  }

  all.hidden = false;
  all.addEventListener("change", () => {
    rows.forEach((row) => { row.checked = all.firstElementChild.checked; });
    tell();
  });
  rows.forEach((row) => row.addEventListener("change", tell));
  tell();
})();
