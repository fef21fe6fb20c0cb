// A self-report is stored on the server while it is typed: <form data-dossier>. What is changed is sent some moments
// after the last letter, only the parts concerned; without a line it stays in the browser (draft.js) and is tried again.
(() => {
  const WAIT = 2000; // ms after the last letter
  const AGAIN = 20000; // ms until a failed try is repeated
  const form = document.querySelector("form[data-dossier]");
  if (!form || !window.fetch) return;
  const line = form.querySelector("[data-saved]");
  const changed = new Set(); // keys of parts, as in the hidden fields KEY-revision
  let timer = 0;
  let isSending = false;

  const keyOf = (field) => {
    const part = field.closest(".measure, .field[id^='text-']");
    return part && part.id.replace(/^(value|text)-/, "");
  };
  const fieldsOf = (key) =>
    [...form.elements].filter((field) => field.name && (field.name === `text-${key}` || field.name.startsWith(`${key}-`)));

  function say(text, isFault) {
    line.textContent = text;
    line.classList.toggle("wrong", Boolean(isFault));
  }

  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(send, ms);
  }

  async function send() {
    if (isSending || !changed.size) return;
    isSending = true;
    const keys = [...changed];
    changed.clear();
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const key of keys) {
      for (const field of fieldsOf(key)) {
        if (field.type !== "radio" || field.checked) body.append(field.name, field.value);
      }
    }
    try {
      const answer = await fetch(form.action || location.href, { method: "POST", body, headers: { "X-Autosave": "1" }, redirect: "error" });
      take(keys, answer.ok ? await answer.json() : { fault: (await faultOf(answer)) || line.dataset.failed });
    } catch {
      keys.forEach((key) => changed.add(key));
      say(line.dataset.failed, true);
      later(AGAIN);
    }
    isSending = false;
    if (changed.size) later(WAIT);
  }

  async function faultOf(answer) {
    try {
      return (await answer.json()).fault;
    } catch {
      return "";
    }
  }

  // What the portal says of a figure takes the place of what it said when the page came.
  function remark([key, words]) {
    const part = document.getElementById(`value-${key}`);
    const place = part.querySelector("[data-remark]");
    part.querySelectorAll(".wrong:not([data-remark])").forEach((old) => old.remove());
    place.textContent = words;
    place.hidden = !words;
  }

  function take(keys, answer) {
    if (answer.fault) {
      say(answer.fault, true);
      return;
    }
    for (const [key, revision] of Object.entries(answer.revisions)) form.elements[`${key}-revision`].value = revision;
    Object.entries(answer.remarks).forEach(remark);
    const clash = Object.values(answer.clashes)[0];
    if (!clash && !changed.size) form.dispatchEvent(new Event("stored", { bubbles: true }));
    say(clash || `${line.dataset.done} ${answer.at}`, clash);
  }

  form.addEventListener("input", (event) => {
    const key = keyOf(event.target);
    if (!key) return;
    changed.add(key);
    later(WAIT);
  });
  addEventListener("online", () => later(0));
})();
