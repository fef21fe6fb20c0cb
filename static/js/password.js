// The box that shows the passwords typed into its form; without script it isn't there. A form is sent with hidden ones,
// so that the browser keeps none among typed texts.
for (const box of document.querySelectorAll("[data-show-password]")) {
  const form = box.closest("form"), fields = [...form.querySelectorAll("input[type=password]")];
  const show = (shown) => fields.forEach((field) => { field.type = shown ? "text" : "password"; });
  box.hidden = false;
  box.firstElementChild.addEventListener("change", (event) => show(event.target.checked));
  form.addEventListener("submit", () => show(false));
}
// What the server said of the form before gives way to what is said while typing.
document.addEventListener("htmx:afterSwap", (event) => {
  if (!event.target.matches(".while-typing")) return;
  const field = event.target.previousElementSibling, input = field.querySelector("input");
  field.querySelector("[id$=_error]")?.remove();
  input.toggleAttribute("aria-invalid", false);
  if (event.target.querySelector(".wrong")) input.setAttribute("aria-invalid", "true");
});
