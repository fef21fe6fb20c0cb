// Rows are put in order by dragging; the numbers beside them follow. Without this script the numbers are typed.
(() => {
  const rowOf = (node) => node.closest("[data-order] [data-row]");
  let dragged = null;

  const renumber = (row) => {
    row.parentElement.querySelectorAll("[data-row] .place").forEach((place, n) => { place.value = n + 1; });
  };

  document.querySelectorAll("[data-order] [data-row]").forEach((row) => { row.draggable = true; });

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.nodeType === Node.ELEMENT_NODE ? rowOf(event.target) : null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });

  document.addEventListener("dragover", (event) => {
    const over = dragged && rowOf(event.target);
    if (!over || over.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    if (over === dragged) return;
    const box = over.getBoundingClientRect();
    over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
  });

  document.addEventListener("drop", (event) => {
    if (dragged) event.preventDefault();
  });

  document.addEventListener("dragend", () => {
    if (dragged) renumber(dragged);
    dragged = null;
  });
})();
