// The check page: compares a file with the hashes of the paper in the browser; the file doesn't leave the machine. Over
// http browsers compute no hash: the page says so, and its form sends the file, as it does without this script.
(() => {
  const form = document.querySelector("form[data-check]");
  const verdict = document.querySelector("[data-verdict]");
  const input = form.elements.file;
  const show = (name, isShown) => form.querySelectorAll(`[data-${name}]`).forEach((each) => (each.hidden = !isShown));

  function matchOf(hash) {
    if (hash === form.dataset.issued) return "issued";
    return hash === form.dataset.signed ? "signed" : "other";
  }

  async function compare(file) {
    verdict.replaceChildren();
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const hash = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    verdict.replaceChildren(document.querySelector(`[data-match="${matchOf(hash)}"]`).content.cloneNode(true));
  }

  if (!window.isSecureContext || !crypto.subtle) {
    show("http", true);
    return;
  }
  show("sent", false);
  show("here", true);
  input.addEventListener("change", () => input.files.length && compare(input.files[0]));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.files.length) compare(input.files[0]);
  });
  for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
  document.addEventListener("drop", (event) => event.dataTransfer.files.length && compare(event.dataTransfer.files[0]));
})();
