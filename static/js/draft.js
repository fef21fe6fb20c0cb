// Drafts of forms, in this browser: <form data-draft="USER:PATH">. What is typed is kept by user and page, offered when
// the page is opened again, and goes when the server says it was received (cookie "received", workflow/records/drafts.py).
// Several fillings of one form (two windows, an unanswered offer) are kept side by side. Never kept: passwords, files,
// the form's own tokens. The words stand in templates/components/_draft.html.
(() => {
  const WAIT = 700; // ms after the last letter
  const DAYS = 30;
  const FILLINGS = 3; // of one form
  const PREFIX = "draft ";
  const DAY = 86400000;
  const meta = document.querySelector('meta[name="user"]');
  const user = meta && meta.content;
  const known = new Map(); // form → {id, began, timer}

  // --- What is kept: [{id, at, title, address, values, isSent}], the newest first ------------------------------------
  const keyOf = (form) => PREFIX + form.dataset.draft;
  const isMine = (key) => key.startsWith(`${PREFIX}${user}:`);
  const myKeys = () => (user ? Object.keys(localStorage).filter(isMine) : []);

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key)) || [];
    } catch {
      return [];
    }
  }

  function write(key, drafts) {
    if (drafts.length) localStorage.setItem(key, JSON.stringify(drafts.slice(0, FILLINGS)));
    else localStorage.removeItem(key);
  }

  const without = (key, isGone) => write(key, read(key).filter((draft) => !isGone(draft)));

  // --- The values of a form ------------------------------------------------------------------------------------------
  const isKept = (field) =>
    field.name && !["file", "password", "submit", "button", "reset", "fieldset"].includes(field.type) &&
    !/password|csrfmiddlewaretoken|(^|-)receipt$|^waiting_file$/.test(field.name);
  const fieldsOf = (form) => [...form.elements].filter(isKept);
  const isTicked = (field) => field.type === "checkbox" || field.type === "radio";

  function chosen(field) {
    if (isTicked(field)) return field.checked ? [field.value] : [];
    if (field.type === "select-multiple") return [...field.selectedOptions].map((option) => option.value);
    return [field.value];
  }

  function valuesOf(form) {
    const values = {};
    for (const field of fieldsOf(form)) values[field.name] = [...(values[field.name] || []), ...chosen(field)];
    return values;
  }

  function fill(form, values) {
    const nth = {};
    for (const field of fieldsOf(form)) {
      const saved = values[field.name];
      if (!saved) continue;
      if (isTicked(field)) field.checked = saved.includes(field.value);
      else if (field.type === "select-multiple") [...field.options].forEach((option) => { option.selected = saved.includes(option.value); });
      else {
        nth[field.name] = (nth[field.name] ?? -1) + 1;
        field.value = saved[nth[field.name]] ?? "";
      }
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  const text = (values) => JSON.stringify(values || []);
  const namesThatDiffer = (one, other) =>
    [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => text(one[name]) !== text(other[name]));
  const isSame = (one, other) => namesThatDiffer(one, other).every((name) => /(^|-)revision$/.test(name));

  // --- Saving ------------------------------------------------------------------------------------------------------
  function save(form, isSent = false) {
    const { id, began, timer } = known.get(form);
    clearTimeout(timer);
    const key = keyOf(form);
    const others = read(key).filter((draft) => draft.id !== id);
    const values = valuesOf(form);
    if (began && isSame(values, began) && !isSent) return write(key, others);
    const draft = { id, at: Date.now(), title: titleOf(form), address: form.dataset.draft.replace(/^[^:]*:/, ""), values, isSent };
    try {
      write(key, [draft, ...others]);
      if (!isSent) tell(form, draft.at);
    } catch {
      tell(form, null); // the browser has no room, or keeps nothing
    }
  }

  function titleOf(form) {
    const parts = [form.getAttribute("aria-label"), ...["h1", ".crumbs a"].map((part) => {
      const found = document.querySelector(part);
      return found && found.textContent.trim();
    })];
    return parts.filter(Boolean).slice(0, 2).join(", ") || document.title;
  }

  function saveLater(event) {
    const form = event.target.form;
    if (!known.has(form) || event.isComposing) return;
    const filling = known.get(form);
    clearTimeout(filling.timer);
    filling.timer = setTimeout(() => save(form), WAIT);
    filling.isTouched = true;
    filling.isSent = false;
  }

  function saveNow() {
    for (const [form, filling] of known) {
      if (filling.isTouched && form.isConnected && !filling.isSent) save(form);
      filling.isTouched = false;
    }
  }

  // --- Telling -----------------------------------------------------------------------------------------------------
  const cloneOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

  function clock(at) {
    const day = new Date(at);
    const two = (number) => String(number).padStart(2, "0");
    const time = `${two(day.getHours())}:${two(day.getMinutes())}`;
    const isToday = day.toDateString() === new Date().toDateString();
    return isToday ? time : `${time}, ${two(day.getDate())}/${two(day.getMonth() + 1)}/${day.getFullYear()}`;
  }

  function tell(form, at) {
    let line = form.querySelector("[data-draft-line]");
    if (!line) {
      line = cloneOf("draft-line");
      form.append(line);
    }
    const [saved, failed] = line.children;
    saved.hidden = at === null;
    failed.hidden = at !== null;
    if (at !== null) saved.querySelector("time").textContent = clock(at);
  }

  function labelOf(field) {
    const legend = isTicked(field) && field.closest("fieldset") && field.closest("fieldset").querySelector("legend");
    const label = legend || (field.labels && field.labels[0]);
    return label ? label.textContent.trim() : field.name;
  }

  function shown(form, name, values, words) {
    const named = fieldsOf(form).filter((field) => field.name === name);
    if (!values || !values.join("")) return words.empty;
    return values.map((value) => {
      const ticked = named.find((field) => isTicked(field) && field.value === value);
      if (ticked) return ticked.labels[0] ? ticked.labels[0].textContent.trim() : value;
      const option = [...((named[0] && named[0].options) || [])].find((each) => each.value === value);
      return option ? option.textContent.trim() : value;
    }).join("; ");
  }

  function offer(form, draft) {
    const box = cloneOf("draft-offer");
    const now = valuesOf(form);
    const isSeen = (name) => fieldsOf(form).some((field) => field.name === name && field.type !== "hidden") || !(name in now);
    const names = namesThatDiffer(draft.values, now);
    const rows = box.querySelector("tbody");
    const row = rows.querySelector("tr");
    for (const name of names.filter(isSeen)) {
      const field = fieldsOf(form).find((each) => each.name === name);
      const copy = row.cloneNode(true);
      const cells = [field ? labelOf(field) : name, shown(form, name, now[name], box.dataset), shown(form, name, draft.values[name], box.dataset)];
      [...copy.children].forEach((cell, n) => { cell.textContent = cells[n]; });
      rows.append(copy);
    }
    row.remove();
    box.querySelector("[data-at]").textContent = clock(draft.at);
    box.querySelector("[data-count]").textContent = rows.children.length;
    box.querySelector("[data-older]").hidden = !names.some((name) => /(^|-)revision$/.test(name));
    box.querySelector("[data-use]").addEventListener("click", () => {
      fill(form, draft.values);
      without(keyOf(form), (each) => each.id === draft.id);
      save(form);
      box.remove();
      const first = fieldsOf(form).find((field) => field.type !== "hidden");
      if (first) first.focus();
    });
    box.querySelector("[data-drop]").addEventListener("click", () => {
      without(keyOf(form), (each) => each.id === draft.id);
      box.remove();
    });
    form.before(box);
  }

  // --- The life of a form ------------------------------------------------------------------------------------------
  function meet(form) {
    if (known.has(form) || !isMine(keyOf(form))) return;
    const isUnsent = "unsent" in form.dataset; // it came back: refused, or kept by the server
    const id = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    const values = valuesOf(form);
    known.set(form, { id, began: isUnsent ? null : values });
    if (isUnsent) {
      without(keyOf(form), (draft) => draft.isSent || isSame(draft.values, values));
      save(form);
    } else {
      without(keyOf(form), (draft) => isSame(draft.values, values));
      read(keyOf(form)).forEach((draft) => offer(form, draft));
    }
  }

  const meetAll = (root) => user && root.querySelectorAll("form[data-draft]").forEach(meet);

  function wipeReceived() {
    const cookie = document.cookie.split("; ").find((each) => each.startsWith("received="));
    if (!cookie) return;
    cookie.slice("received=".length).split("|").forEach((name) => {
      without(PREFIX + decodeURIComponent(name), (draft) => draft.isSent);
    });
    document.cookie = "received=; path=/; max-age=0; SameSite=Lax";
  }

  function wipeOld() {
    for (const key of myKeys()) without(key, (draft) => Date.now() - draft.at > DAYS * DAY);
  }

  // --- Signing out -------------------------------------------------------------------------------------------------
  // The session ends first; then the server's page lists what is in this browser, see templates/accounts/sign_in/signed_out.html.
  function markDrafts(form) {
    const mark = document.createElement("input");
    Object.assign(mark, { type: "hidden", name: "drafts", value: "1" });
    form.append(mark);
  }

  function leaving(event) {
    const form = event.target;
    if (form.matches("[data-sign-out], #logout-form")) {
      saveNow();
      if (myKeys().length) markDrafts(form);
    }
    if (form.matches("[data-discards]")) myKeys().forEach((key) => localStorage.removeItem(key));
  }

  function listDrafts() {
    const list = document.querySelector("[data-drafts]");
    if (!list) return;
    const drafts = myKeys().flatMap(read).sort((one, other) => other.at - one.at);
    for (const draft of drafts) {
      const saved = [...list.children].find((item) => item.dataset.path === draft.address); // by the server too
      if (saved) saved.querySelector("a span").textContent = draft.title;
      if (saved) continue;
      const item = cloneOf("draft-item");
      item.querySelector("a").href = draft.address;
      item.querySelector("a span").textContent = draft.title;
      item.querySelector("time").textContent = clock(draft.at);
      list.append(item);
    }
  }

  // The server has stored what is in the form, as it is typed (dossier.js).
  function forget(event) {
    const filling = known.get(event.target);
    if (!filling) return;
    clearTimeout(filling.timer);
    filling.began = valuesOf(event.target);
    filling.isTouched = false;
    without(keyOf(event.target), (draft) => draft.id === filling.id);
  }

  document.addEventListener("stored", forget);
  document.addEventListener("input", saveLater);
  document.addEventListener("compositionend", saveLater);
  document.addEventListener("change", saveLater);
  document.addEventListener("submit", (event) => { // before htmx, which sends by itself
    const filling = known.get(event.target);
    if (filling) {
      save(event.target, true);
      filling.isSent = true;
    }
    leaving(event);
  }, true);
  document.addEventListener("visibilitychange", saveNow);
  window.addEventListener("pagehide", saveNow);
  document.addEventListener("htmx:afterRequest", wipeReceived);
  document.addEventListener("htmx:load", (event) => meetAll(event.target));

  try {
    wipeReceived();
    wipeOld();
    meetAll(document);
    listDrafts();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // a browser that keeps nothing
  }
})();
