// A file field in the house's words: <input type="file" data-words='{…}' data-max-bytes …>. What is wrong with a file
// (size, kind, nothing in it) is said before a byte of it is sent, and that file alone is left out; the others can be
// taken out again, several choices add up, files can be dropped, and phones offer the camera. A form with data-uploads
// gets each right file in an event "chosen" (uploads.js); in others they stay in the field. Without this script the
// browser's own field stands there, and the server says the same.
(() => {
  const isPhone = matchMedia("(pointer: coarse)").matches;
  const language = document.documentElement.lang;
  const rounded = (number, digits) => number.toLocaleString(language, { maximumFractionDigits: digits });
  const inWords = (bytes) =>
    bytes < 1048576 ? `${rounded(Math.ceil(bytes / 1024), 0)} KB` : `${rounded(bytes / 1048576, 1)} MB`;

  function made(tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  }

  function button(text, name, act) {
    const node = made("button", "btn small", text);
    node.type = "button";
    if (name) node.append(made("span", "vh", ` ${name}`));
    node.addEventListener("click", act);
    return node;
  }

  function shape(name) {
    const holder = made("template");
    holder.innerHTML = `<svg class="shape" aria-hidden="true" focusable="false"><use href="#shape-${name}"/></svg>`;
    return holder.content.firstChild;
  }

  function upgrade(input) {
    const words = JSON.parse(input.dataset.words);
    const isQueue = "uploads" in input.form.dataset;
    const box = made("div", "drop");
    const list = made("ul", "files");
    const line = made("p", "wrong");
    let files = [...input.files];

    function faultOf(file, before) {
      const { kinds, maxBytes, maxFiles, maxTogether } = input.dataset;
      const endings = kinds ? kinds.split(",") : []; // where they aren't given, the server has more to say of each kind
      const isOfKind = !endings.length || endings.some((each) => file.name.toLowerCase().endsWith(each));
      const together = before.reduce((sum, each) => sum + each.size, file.size);
      const fault = !isOfKind ? words.kind : !file.size ? words.empty : file.size > Number(maxBytes) ? words.large : "";
      if (fault || isQueue || !input.multiple) return fault;
      if (maxFiles && before.length >= Number(maxFiles)) return words.many;
      return maxTogether && together > Number(maxTogether) ? words.together : "";
    }

    function take(chosen) {
      const faults = [];
      const right = [];
      const before = input.multiple ? [...files] : [];
      for (const file of chosen) {
        const fault = faultOf(file, [...before, ...right]);
        if (fault) faults.push(fault.replace("{name}", file.name).replace("{size}", inWords(file.size)));
        else right.push(file);
      }
      files = isQueue ? [] : input.multiple ? [...before, ...right] : right.slice(-1);
      say(faults);
      show();
      if (isQueue && right.length) input.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: right }));
    }

    function say(faults) {
      line.textContent = faults.join("\n");
      line.hidden = !faults.length;
      input.toggleAttribute("aria-invalid", Boolean(faults.length));
    }

    function show() {
      const held = new DataTransfer();
      files.forEach((file) => held.items.add(file));
      input.files = held.files;
      list.replaceChildren(...files.map(row));
      list.hidden = !files.length;
    }

    function row(file) {
      const item = made("li");
      const about = made("div");
      about.append(made("strong", "", file.name), made("p", "", inWords(file.size)));
      item.append(shape("file"), about, button(words.remove, file.name, () => {
        files = files.filter((each) => each !== file);
        show();
        input.focus();
      }));
      return item;
    }

    function camera() {
      const lens = made("input");
      Object.assign(lens, { type: "file", accept: "image/*", hidden: true });
      lens.setAttribute("capture", "environment");
      lens.addEventListener("change", () => {
        take([...lens.files]);
        lens.value = "";
      });
      const opener = button(words.photograph, "", () => lens.click());
      opener.classList.remove("small");
      const holder = made("p", "row section-gap");
      holder.append(opener, lens);
      return holder;
    }

    const face = made("p", "row");
    face.setAttribute("aria-hidden", "true");
    face.append(made("span", "btn", words.choose), made("span", "soft", isPhone ? "" : words.drag));
    line.setAttribute("role", "alert");
    input.after(box);
    box.append(face, input);
    box.after(list, line);
    if (isPhone && input.accept.includes(".jpg")) box.after(camera());
    say([]);
    show();
    input.addEventListener("change", () => take([...input.files]));
    for (const [name, isOver] of [["dragenter", true], ["dragleave", false], ["drop", false]]) {
      input.addEventListener(name, () => box.classList.toggle("aim", isOver));
    }
    input.form.addEventListener("submit", (event) => {
      if (line.hidden || files.length || isQueue) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      input.focus();
    }, true);
  }

  document.querySelectorAll("input[type=file][data-words]").forEach(upgrade);
  window.fileField = { made, button, shape, inWords };
})();
