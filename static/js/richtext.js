// A toolbar over textareas of light Markdown: bold, italic, lists, a table. Without this script the marks are typed.
(() => {
  const around = (mark) => (text) => text.startsWith(mark) && text.endsWith(mark) && text.length > 2 * mark.length
    ? text.slice(mark.length, -mark.length) : `${mark}${text}${mark}`;
  const eachLine = (change) => (text) => text.split("\n").map((line, n) => line.trim() ? change(line, n) : line).join("\n");
  const bare = (line) => line.replace(/^\s*(?:[-*]|\d{1,3}\.)\s+/, "");
  const table = (text) => `${text ? `${text}\n` : ""}| ${"   | ".repeat(2)}\n|---|---|\n| ${"   | ".repeat(2)}`;
  const ACTS = {
    bold: [around("**"), false, "**"],
    italic: [around("*"), false, "*"],
    bullets: [eachLine((line) => `- ${bare(line)}`), true],
    numbers: [eachLine((line, n) => `${n + 1}. ${bare(line)}`), true],
    table: [table, true],
  };

  // Nothing selected: the word at the caret, or the marks alone with the caret between them.
  function wordAt(value, caret) {
    const before = value.slice(0, caret).match(/[^\s*]*$/)[0].length;
    const after = value.slice(caret).match(/^[^\s*]*/)[0].length;
    return [caret - before, caret + after];
  }

  function apply(area, [change, wholeLines, mark]) {
    let { selectionStart: start, selectionEnd: end, value } = area;
    if (mark && start === end) [start, end] = wordAt(value, start);
    if (mark && start === end) {
      area.focus();
      area.setRangeText(mark + mark, start, end);
      area.setSelectionRange(start + mark.length, start + mark.length);
      return;
    }
    if (wholeLines) {
      start = value.lastIndexOf("\n", start - 1) + 1;
      end = value.indexOf("\n", end) === -1 ? value.length : value.indexOf("\n", end);
    }
    const changed = change(value.slice(start, end));
    area.focus();
    area.setRangeText(changed, start, end, "select");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  for (const bar of document.querySelectorAll("[data-richtext-bar]")) {
    const area = document.getElementById(bar.dataset.richtextBar);
    if (!area) continue;
    bar.hidden = false;
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("[data-mark]");
      if (button) apply(area, ACTS[button.dataset.mark]);
    });
    area.addEventListener("keydown", (event) => {
      const mark = event.ctrlKey && !event.isComposing && { b: "bold", i: "italic" }[event.key];
      if (!mark) return;
      event.preventDefault();
      apply(area, ACTS[mark]);
    });
  }
})();
