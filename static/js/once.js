// A form with data-once is sent once: the second press of a double click would send a code that the first has used up.
// A page that doesn't come within ten seconds may be sent for again; one that comes back by "back", too.
const PATIENCE = 10000;
for (const form of document.querySelectorAll("form[data-once]")) {
  let sentAt = -PATIENCE;
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - sentAt < PATIENCE) event.preventDefault();
    else sentAt = event.timeStamp;
  });
  window.addEventListener("pageshow", () => { sentAt = -PATIENCE; });
}
