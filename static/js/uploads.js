// Files sent one after another as soon as they are chosen: <form data-uploads='{…}'> with a field of files.js. Each is
// stored on its own, so nothing is lost by a fault in another, by a lost line or by the session's end: what isn't stored
// yet waits here, and goes on. Words come from the form. Without this script the form is sent whole.
// With data-beside="6" files, so many at most, wait on the server for the rest of the form, which names them by tokens.
(() => {
  if (!window.fileField) return;
  const { made, button, shape, inWords } = window.fileField;
  document.querySelectorAll("form[data-uploads]").forEach(queue);

  function queue(form) {
    const words = JSON.parse(form.dataset.uploads);
    const most = Number(form.dataset.beside) || 0; // 0: each file is on its own
    const tokens = form.elements.waiting_files;
    let pressed = null; // the button that waits for the files
    const tick = form.elements.is_not_secret;
    const list = made("ul", "files");
    const status = made("p", "small soft");
    const items = [];
    let current = null;
    let isLeaving = false; // once all is stored: the button was pressed meanwhile

    status.setAttribute("role", "status");
    form.querySelector(".drop").closest(".field").append(list, status);
    if (!most) form.querySelector("[type=submit]").textContent = words.finish;

    const isSame = (a, b) => a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
    const stored = () => items.filter((item) => item.state === "stored");
    const isOpen = (item) => item.state !== "stored" && item.state !== "refused";

    form.addEventListener("chosen", (event) => {
      const choice = form.elements.owner;
      const owner = choice ? choice.value : "";
      const part = choice ? `${choice.selectedOptions[0].text} · ` : "";
      for (const file of event.detail) {
        if (items.some((item) => item.state !== "refused" && item.owner === owner && isSame(item.file, file))) continue;
        const item = line({ file, owner, part, state: "waiting" });
        if (most && items.filter(isOpen).length + held().length >= most) tooMany(item);
        else items.push(item);
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
      const isWaiting = items.some(isOpen);
      if (most && !isWaiting) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      pressed = event.submitter;
      if (isWaiting) {
        isLeaving = tick.checked;
        if (!tick.checked) tick.focus();
        status.textContent = words.unfinished;
      } else if (stored().length) {
        leave();
      } else {
        status.textContent = words.nothing;
        form.elements.files.focus();
      }
    }, true);

    // To the part the files belong to; beside a form, with the form.
    function leave() {
      if (most) form.requestSubmit(pressed);
      else location.assign(`${form.dataset.back}#${stored().at(-1).owner || "files"}`);
    }

    // --- Tokens of files that wait for the form ---
    const held = () => (tokens ? tokens.value.split(",").filter(Boolean) : []);
    function hold(all) {
      tokens.value = all.join(",");
      form.elements.files.dispatchEvent(new Event("input", { bubbles: true })); // its draft in this browser has them too
    }
    function tooMany(item) {
      item.state = "refused";
      show(item, words.many.replace("{n}", most), button(words.remove, item.file.name, () => item.row.remove()));
    }
    function tellHeld() { // those of the try before, or of a draft that was filled in again
      const earlier = held().length - stored().length;
      if (most && earlier > 0) status.textContent = words.held.replace("{n}", earlier);
    }
    if (most) tokens.addEventListener("change", tellHeld);
    tellHeld();

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
      item.says.textContent = item.part + text;
      item.says.className = item.state === "refused" ? "wrong" : "";
      item.bar.hidden = item.state !== "sending";
      item.act.replaceChildren(...acts);
      item.row.style.minHeight = `${item.row.offsetHeight}px`; // never lower again: a button below would slip from under a finger
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
      if (form.elements.owner) body.append("owner", item.owner);
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
        item.says.textContent = item.part + text;
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
      if (answer.stored) {
        if (most) hold([...held(), (item.token = answer.token)]);
        settle(item, "stored", words.stored.replace("{size}", inWords(item.file.size)), done(), ...(most ? [takeOut(item)] : []));
      }
      else if (wait) later(item, answer.fault, wait);
      else settle(item, "refused", answer.fault, button(words.remove, item.file.name, () => item.row.remove()));
    }

    const takeOut = (item) => button(words.remove, item.file.name, () => {
      hold(held().filter((token) => token !== item.token));
      items.splice(items.indexOf(item), 1);
      item.row.remove();
      form.elements.files.focus();
    });

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
  }
})();
