/* A file that is too large is named as soon as it is chosen, and not sent: <input type="file" data-max-bytes
   data-too-large>. Without this script the server says the same after the file was sent. */
const said = new Map(); // input → the message below it

function fault(input) {
  const file = [...input.files].find((each) => each.size > Number(input.dataset.maxBytes));
  if (!file) return "";
  const size = (file.size / 1048576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 });
  return input.dataset.tooLarge.replace("{name}", file.name).replace("{size}", `${size} MB`);
}

function tell(input) {
  const words = fault(input);
  let line = said.get(input);
  if (!line) {
    line = document.createElement("p");
    line.className = "wrong";
    line.setAttribute("role", "alert");
    input.after(line);
    said.set(input, line);
  }
  line.hidden = !words;
  line.textContent = words;
  input.toggleAttribute("aria-invalid", Boolean(words));
  return words;
}

for (const input of document.querySelectorAll("input[type=file][data-max-bytes]")) {
  input.addEventListener("change", () => tell(input));
  input.form.addEventListener("submit", (event) => {
    if (!tell(input)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    input.focus();
  }, true);
}
