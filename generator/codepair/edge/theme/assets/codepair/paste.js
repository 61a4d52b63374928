// A text that somebody pastes into a field, or a file dropped on it, is answered in the page: what decides, then the
// other codes, then the text with each code marked. Loaded when a field is used. Nothing of the text leaves the page:
// it is searched in a worker, is in no address and is never stored, and is only ever written as text.

const MOST_CHARACTERS = 1 << 20;
const SHOWN_WHOLE = 50000;
const MOST_CODES = 20;

function element(tag, properties, children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...(children || []));
  return made;
}

function getJson(url) {
  return fetch(url).then((response) => {
    if (!response.ok) throw new Error(response.statusText);
    return response.json();
  });
}

function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

// A text is a string, or says which other language it is in where it is not translated. `a` is code; nothing else is
// marked up.
function prose(part) {
  const pieces = (part.text || part).split("`").map((text, at) => (at % 2 ? element("code", { textContent: text, dir: "ltr" }) : text));
  return element("span", part.lang ? { lang: part.lang } : {}, pieces);
}

function unmarked(part) {
  return (part.text || part).replace(/`/g, "");
}

// -- the worker: its answers come in the order of the questions

function searcher(script, urls) {
  const worker = new Worker(script);
  const waiting = [];
  worker.onmessage = (event) => waiting.shift().done(event.data);
  worker.onerror = () => waiting.splice(0).forEach((one) => one.failed(new Error("worker")));
  worker.postMessage({ known: urls });
  return (text) => new Promise((done, failed) => {
    waiting.push({ done, failed });
    worker.postMessage({ text });
  });
}

// -- what is said

class Answer {
  constructor(text, found, texts, words, root) {
    Object.assign(this, { text, found, texts, words, root });
    this.decisive = found.findings[found.decisive] || null;
    const addresses = found.findings.map((each) => each.address).filter(Boolean);
    this.addresses = [...new Set([...(this.decisive ? [this.decisive.address] : []), ...addresses])];
  }

  code(address) {
    return this.texts[address.split("/")[0]].codes[address];
  }

  title(address) {
    return `${this.texts[address.split("/")[0]].name} ${this.code(address).title}`;
  }

  label(each) {
    return unmarked(this.texts[each.protocol].fields[each.field].label);
  }

  isCovered(each) {
    return Boolean(this.texts[each.protocol].name);
  }

  link(address, path) {
    return element("a", { href: new URL(path || `${this.code(address).path}`, this.root).href, textContent: this.title(address) });
  }

  // One sentence about the whole, for who listens to the page as well.
  status() {
    if (this.decisive) return `${this.title(this.decisive.address)}: ${this.label(this.decisive)}`;
    const { findings } = this.found;
    const other = findings.find((each) => !this.isCovered(each));
    if (other) return filled(this.words["This looks like {name}, which is not covered here."], { name: this.label(other) });
    const open = findings.find((each) => each.possible.length);
    if (open) {
      const codes = open.possible.map((address) => this.title(address)).join(", ");
      return filled(this.words["It may be {codes}."], { codes });
    }
    if (!findings.length) return this.words["No code was found in this text."];
    const sentence = this.words["{field} {value}: no code that is known here goes with it."];
    return filled(sentence, { field: this.label(findings[0]), value: findings[0].value });
  }

  main() {
    if (!this.decisive) return [];
    const code = this.code(this.decisive.address);
    const fixes = code.fixes.map((each) => element("p", {}, [
      ...(each.label ? [element("b", {}, [prose(each.label)]), ": "] : []), prose(each.fix)
    ]));
    const group = code.response_class ? [" ", element("small", {}, [prose(code.response_class)])] : [];
    return [
      element("h2", {}, [this.link(this.decisive.address), ...group]),
      element("p", { className: "cp-lead" }, [prose(code.says)]),
      element("h3", { textContent: this.words["What to do now"] }), ...fixes
    ];
  }

  // What an editor wrote about two codes, if these are the only ones.
  pair() {
    if (this.addresses.length !== 2) return [];
    const [one, other] = this.addresses;
    const [protocol, slug] = other.split("/");
    const { pairs } = this.texts[one.split("/")[0]];
    const found = pairs[`${one}-vs-${slug}`] || pairs[`${protocol}/${slug}-vs-${one.split("/")[1]}`];
    if (!found || one.split("/")[0] !== protocol) return [];
    const heading = element("a", { href: new URL(found.path, this.root).href, textContent: this.words["What sets them apart"] });
    const mistake = found.mistake
      ? [element("h3", { textContent: this.words["The mistake"] }), element("p", {}, [prose(found.mistake)])] : [];
    return [element("h3", {}, [heading]), element("p", {}, [prose(found.summary)]), ...mistake];
  }

  others() {
    const possible = this.found.findings.flatMap((each) => each.possible);
    const first = this.decisive ? this.decisive.address : null;
    const rest = [...new Set([...this.addresses, ...possible])].filter((address) => address !== first).slice(0, MOST_CODES);
    if (!rest.length) return [];
    return [element("ul", {}, rest.map((address) => element("li", {}, [
      this.link(address), ": ", prose(this.code(address).says)
    ])))];
  }

  notes() {
    const seen = new Set();
    return this.found.findings.map((each) => {
      const note = this.texts[each.protocol].fields[each.field].notes[each.value];
      if (!note || seen.has(unmarked(note))) return null;
      seen.add(unmarked(note));
      return element("p", {}, [`${this.label(each)} ${each.value}: `, prose(note)]);
    }).filter(Boolean).slice(0, MOST_CODES);
  }

  // Where the text is shown: all of it, or the lines around what was found.
  ranges() {
    const { text } = this;
    if (text.length <= SHOWN_WHOLE) return [[0, text.length]];
    const ranges = [];
    for (const each of this.found.findings) {
      const before = text.lastIndexOf("\n", Math.max(0, text.lastIndexOf("\n", each.start) - 1)) + 1;
      const line = text.indexOf("\n", each.end);
      const after = line < 0 ? text.length : text.indexOf("\n", line + 1);
      const start = Math.max(before, each.start - 500);
      const stop = Math.min(after < 0 ? text.length : after, each.end + 500);
      const last = ranges[ranges.length - 1];
      if (last && last[1] >= start) last[1] = Math.max(last[1], stop);
      else ranges.push([start, stop]);
    }
    return ranges;
  }

  seen() {
    if (!this.found.findings.length) return [];
    const parts = [];
    for (const [start, stop] of this.ranges()) {
      let at = start;
      if (parts.length) parts.push("\n…\n");
      for (const each of this.found.findings) {
        if (each.start < at || each.end > stop) continue;
        const field = element("span", { className: "cp-field", textContent: this.label(each) });
        field.dir = "auto";
        const mark = element("mark", { textContent: this.text.slice(each.start, each.end) });
        if (each === this.decisive) mark.className = "cp-decides";
        parts.push(this.text.slice(at, each.start), mark, field);
        at = each.end;
      }
      parts.push(this.text.slice(at, stop));
    }
    const shown = element("pre", { className: "cp-seen", tabIndex: 0, dir: "ltr" }, [element("code", {}, parts)]);
    shown.setAttribute("aria-label", this.words["In your text"]);
    return [element("h3", { textContent: this.words["In your text"] }), shown];
  }

  parts() {
    const said = [...this.main(), ...this.pair(), ...this.others(), ...this.notes()];
    return [said, this.seen()].filter((parts) => parts.length).map((parts) => element("div", {}, parts));
  }
}

// -- a field and its answers

// Answers texts below a form; {ask, read} take a text and a file. `settings.url` is the address of all data.
export async function answering(form, { words, url, root, locale }) {
  const index = await getJson(new URL("index.json", url));
  const known = index.protocols.filter((each) => each.recognizers);
  const recognize = searcher(new URL("recognize.js", import.meta.url), known.map((each) => new URL(each.recognizers, url).href));
  const texts = {};
  const input = form.querySelector("input");
  const box = form.querySelector("div") || form;
  const area = element("textarea", { rows: 6, spellcheck: false, autocomplete: "off", hidden: true, dir: "ltr" });
  area.setAttribute("aria-label", words["What you pasted"]);
  input.after(area);
  const status = element("p", { className: "cp-told" });
  status.setAttribute("role", "status");
  const content = element("div", { className: "cp-both" });
  const close = element("button", { type: "button", textContent: words.Close });
  const section = element("section", { className: "cp-answer", hidden: true }, [status, content, close]);
  section.setAttribute("aria-label", words["What you pasted"]);
  // The search's own box is no part of a text; closing it ends the answer.
  const dialog = form.closest("dialog");
  form.after(dialog ? element("div", { className: "md-typeset cp-scrolled" }, [section]) : section);
  let latest = 0;

  function only(sentence, count) {
    return filled(words[sentence], { number: count.toLocaleString(locale) });
  }

  function textsOf(id) {
    const { answers } = known.find((each) => each.id === id);
    texts[id] = texts[id] || getJson(new URL(answers[locale] || Object.values(answers)[0], url));
    texts[id].catch(() => delete texts[id]);
    return texts[id];
  }

  async function answer(text) {
    const cut = text.slice(0, MOST_CHARACTERS);
    // Of all protocols: what is asked for does not tell what was pasted, and from now on no network is needed.
    known.forEach((each) => textsOf(each.id).catch(() => {}));
    const found = await recognize(cut);
    const ids = [...new Set(found.findings.flatMap((each) => [each.protocol, ...each.possible.map((one) => one.split("/")[0])]))];
    const loaded = await Promise.all(ids.map(textsOf));
    const answered = new Answer(cut, found, Object.fromEntries(ids.map((id, at) => [id, loaded[at]])), words, root);
    answered.isCut = text.length > MOST_CHARACTERS;
    return answered;
  }

  function leave() {
    latest += 1;
    area.value = "";
    area.hidden = true;
    input.hidden = false;
    box.classList.remove("cp-long");
    section.hidden = true;
    content.replaceChildren();
    input.focus();
  }

  function show(answered) {
    // What the search has for the pieces of a text is not asked for.
    input.value = "";
    input.dispatchEvent(new Event("input"));
    const isWhole = answered.text.length <= SHOWN_WHOLE;
    if (isWhole && area.value !== answered.text) area.value = answered.text;
    const hadFocus = document.activeElement === input;
    area.hidden = !isWhole;
    input.hidden = isWhole;
    box.classList.toggle("cp-long", isWhole);
    if (hadFocus && isWhole) {
      area.focus();
      area.setSelectionRange(0, 0);
      area.scrollTop = 0;
    }
    const { findings, total } = answered.found;
    status.textContent = [
      answered.status(),
      answered.isCut && only("Only the first {number} characters were searched.", MOST_CHARACTERS),
      total > findings.length && only("Only the first {number} findings are shown.", findings.length)
    ].filter(Boolean).join(" ");
    content.replaceChildren(...answered.parts());
    section.hidden = false;
  }

  // A text of one line that says nothing of its own is left to the search.
  async function ask(text, isText) {
    const ticket = ++latest;
    try {
      const answered = await answer(text);
      if (ticket === latest && (isText || answered.found.findings.length)) show(answered);
    } catch (error) {
      if (ticket !== latest) return;
      status.textContent = words["The search could not be loaded."];
      content.replaceChildren();
      section.hidden = false;
    }
  }

  let pause = 0;
  area.addEventListener("input", () => {
    clearTimeout(pause);
    if (area.value) pause = setTimeout(() => ask(area.value, true), 150);
    else leave();
  });
  // Beside a text that is too long to be shown whole, the field may be searched again.
  input.addEventListener("input", (event) => {
    if (!event.isTrusted || section.hidden) return;
    latest += 1;
    section.hidden = true;
  });
  // Enter is a line of the text; the button asks again.
  form.addEventListener("submit", (event) => {
    if (area.hidden) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(area.value, true);
  }, true);
  close.addEventListener("click", leave);
  if (dialog) dialog.addEventListener("close", leave);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !area.hidden) {
      event.preventDefault();
      leave();
      event.stopPropagation();
    }
    // Arrows move within the text, not among results.
    if (event.target === area) event.stopPropagation();
  }, true);
  return { ask, read: (file) => file.slice(0, 4 * MOST_CHARACTERS).text().then((text) => ask(text, true)) };
}
