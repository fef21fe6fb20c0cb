// Files of a self-report, sent one after another as soon as they are chosen: <form data-uploads='{…}'> with a field of
// files.js. Each is stored on its own, so nothing is lost by a fault in another, by a lost line or by the session's end:
// what isn't stored yet waits here, and goes on. Words come from the form. Without this script the form is sent whole.
(() => {
  const form = document.querySelector("form[data-uploads]");
  if (!form || !window.fileField) return;
  const { made, button, shape, inWords } = window.fileField;
  const words = JSON.parse(form.dataset.uploads);
  const tick = form.elements.is_not_secret;
  const list = made("ul", "files");
  const status = made("p", "small soft");
  const items = [];
  let current = null;
  let isLeaving = false; // once all is stored: the button was pressed meanwhile

  status.setAttribute("role", "status");
  form.querySelector(".drop").closest(".field").append(list, status);
  form.querySelector("[type=submit]").textContent = words.finish;

  const isSame = (a, b) => a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
  const stored = () => items.filter((item) => item.state === "stored");
  const isOpen = (item) => item.state !== "stored" && item.state !== "refused";

  form.addEventListener("chosen", (event) => {
    const owner = form.elements.owner;
    for (const file of event.detail) {
      if (items.some((item) => item.state !== "refused" && item.owner === owner.value && isSame(item.file, file))) continue;
      items.push(line({ file, owner: owner.value, part: owner.selectedOptions[0].text, state: "waiting" }));
    }
    next();
  });
  tick.addEventListener("change", next);
  addEventListener("online", () => {
    items.filter((item) => item.state === "offline").forEach((item) => { item.state = "waiting"; });
    next();
  });
  addEventListener("beforeunload", (event) => {
    if (items.some(isOpen)) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (items.some(isOpen)) {
      isLeaving = tick.checked;
      if (!tick.checked) tick.focus();
      status.textContent = words.unfinished;
    } else if (stored().length) {
      leave();
    } else {
      status.textContent = words.nothing;
      form.elements.files.focus();
    }
  });

  // To the part the files belong to.
  function leave() {
    location.assign(`${form.dataset.back}#${stored().at(-1).owner || "files"}`);
  }

  function line(item) {
    item.row = made("li");
    item.about = made("div");
    item.says = made("p");
    item.bar = made("progress");
    item.bar.max = item.file.size;
    item.bar.setAttribute("aria-label", item.file.name);
    item.act = made("div", "row");
    item.about.append(made("strong", "", item.file.name), item.says, item.bar);
    item.row.append(shape("file"), item.about, item.act);
    list.append(item.row);
    return item;
  }

  function show(item, text, ...acts) {
    item.says.textContent = `${item.part} · ${text}`;
    item.says.className = item.state === "refused" ? "wrong" : "";
    item.bar.hidden = item.state !== "sending";
    item.act.replaceChildren(...acts);
    status.textContent = words.sum.replace("{n}", stored().length).replace("{all}", items.length);
  }

  function next() {
    const waiting = items.filter((item) => item.state === "waiting");
    for (const item of waiting) show(item, tick.checked ? words.waiting : words.untick, stop(item));
    if (current || !tick.checked || !waiting.length) return;
    send(waiting[0]);
  }

  const stop = (item) => button(words.stop, item.file.name, () => {
    if (item.request) item.request.abort();
    settle(item, "refused", words.stopped, again(item));
  });
  const again = (item) => button(words.again, item.file.name, () => {
    if (item.state === "waiting" || item.state === "sending") return;
    items.filter((each) => each === item || each.state === "offline").forEach((each) => { each.state = "waiting"; });
    next();
  });

  function settle(item, state, text, ...acts) {
    if (current === item) current = null;
    item.state = state;
    item.request = null;
    show(item, text, ...acts);
    next();
    isLeaving = isLeaving && state !== "refused"; // what is wrong is read first
    if (isLeaving && !items.some(isOpen)) leave();
  }

  function bodyOf(item) {
    const body = new FormData();
    const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie); // after a new sign-in the form's own is too old
    body.append("csrfmiddlewaretoken", cookie ? cookie[1] : form.elements.csrfmiddlewaretoken.value);
    body.append("owner", item.owner);
    body.append("is_not_secret", "on");
    body.append("files", item.file);
    return body;
  }

  function send(item) {
    const request = new XMLHttpRequest();
    const began = Date.now();
    current = item;
    item.state = "sending";
    item.request = request;
    request.open("POST", form.action || location.href);
    request.setRequestHeader("X-One-File", "1");
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      item.bar.value = loaded;
      const seconds = Math.ceil(((Date.now() - began) / 1000 / loaded) * (total - loaded));
      const shown = { "{done}": inWords(loaded), "{all}": inWords(total), "{seconds}": seconds };
      let text = loaded < total ? words.sending : words.judging;
      for (const [name, value] of Object.entries(shown)) text = text.replace(name, value);
      item.says.textContent = `${item.part} · ${text}`;
    });
    request.addEventListener("load", () => answered(item, request));
    request.addEventListener("error", () => settle(item, "offline", words.offline, again(item), stop(item)));
    show(item, words.waiting, stop(item));
    request.send(bodyOf(item));
  }

  function answered(item, request) {
    const isJson = (request.getResponseHeader("Content-Type") || "").startsWith("application/json");
    if (!isJson) {
      if (request.status === 413) settle(item, "refused", words.large);
      else signInFirst(item, request.status >= 500);
      return;
    }
    const answer = JSON.parse(request.responseText);
    const wait = Number(request.getResponseHeader("Retry-After"));
    if (answer.stored) settle(item, "stored", words.stored.replace("{size}", inWords(item.file.size)), done());
    else if (wait) later(item, answer.fault, wait);
    else settle(item, "refused", answer.fault, button(words.remove, item.file.name, () => item.row.remove()));
  }

  function done() {
    const state = made("span", "state done small");
    state.append(shape("done"), made("b", "", words.done));
    return state;
  }

  function later(item, text, seconds) {
    settle(item, "busy", text, again(item), stop(item));
    setTimeout(() => {
      if (item.state !== "busy") return;
      item.state = "waiting";
      next();
    }, seconds * 1000);
  }

  // The session has ended, or the server is down: everything chosen stays here.
  function signInFirst(item, isDown) {
    const way = made("a", "btn small", words.signIn);
    Object.assign(way, { href: form.dataset.signIn, target: "_blank", rel: "noopener" });
    for (const each of items.filter((other) => other.state === "waiting")) {
      each.state = "offline";
      show(each, isDown ? words.offline : words.ended, again(each));
    }
    settle(item, "offline", isDown ? words.offline : words.ended, ...(isDown ? [] : [way]), again(item));
  }
})();
