// A text that somebody pastes into a field, or a file dropped on it, is answered in the page: what decides, then the
// other codes, then the text with each code marked; so is a typed line that has a code with its field. Loaded when a
// field is used. Nothing of the text leaves the page: it is searched in a worker, is in no address and is never stored.

import { Answer, element, filled } from "./answer.js";

const MOST_CHARACTERS = 1 << 20;
// A longer text is not laid out in the field as well.
const WRITTEN_AGAIN = 8000;
// Items of a list that a browser lays out at a time.
const FEW = 8;

function getJson(url) {
  return fetch(url).then((response) => {
    if (!response.ok) throw new Error(response.statusText);
    return response.json();
  });
}

// Until the browser has drawn what is there: then it answers who types, and draws the next piece.
function pause() {
  const isSeen = document.visibilityState === "visible";
  return new Promise((done) => { if (isSeen) requestAnimationFrame(() => setTimeout(done)); else setTimeout(done); });
}

// A file's text, as its first bytes say; Windows writes a shell's output in UTF-16.
async function textOf(file) {
  const first = new Uint8Array(await file.slice(0, 2).arrayBuffer()).join();
  const encoding = { "255,254": "utf-16le", "254,255": "utf-16be" }[first];
  if (!encoding) return file.slice(0, 4 * MOST_CHARACTERS).text();
  return new TextDecoder(encoding).decode(await file.slice(0, 2 * MOST_CHARACTERS + 4).arrayBuffer());
}

// -- what of a line is left to the search

const UNLETTERED = /(^|\s)[^\p{L}\s]+(?!\S)/gu;
const DATE = /(^|\s)\d+([/.-])\d+\2\d+(?!\S)/g;
// A number, with its unit; "Unsupported: 100rel" has a word.
const WITH_FIELD = /(\S*?)(\s*[:=]\s*)["']?\d+(?!\d|\p{L}{3})\S*/gu;
const OF_A_LOG = /["()[\]{}<>|@=]/;
// Words that announce a code where people type: "error: 486".
const ANNOUNCED = "code, error, response, status";

// A number that has a field counts only if a recognizer says so: not in "Retry-After: 180", a date, or a line of a log.
function unnumbered(text, loaded) {
  const names = loaded.settings.protocols.map((one) => one.name);
  const announcing = [ANNOUNCED, loaded.words[ANNOUNCED], ...names].join(", ").toLowerCase().split(", ");
  return text
    .replace(WITH_FIELD, (whole, name) => (announcing.includes(name.normalize("NFC").toLowerCase()) ? whole : name))
    .replace(OF_A_LOG.test(text) ? UNLETTERED : DATE, " ").trim();
}

// -- the worker, which all fields of a page share: it searches one text at a time, the latest

function searcher(script, known, texts) {
  const worker = new Worker(script);
  let waiting = null;
  let count = 0;
  worker.onmessage = ({ data }) => {
    // What was found in an older text may be on its way.
    if (!waiting || data.of !== waiting.of) return;
    if (data.partial) {
      waiting.partly(data);
      return;
    }
    const { done, failed } = waiting;
    waiting = null;
    if (data.failed) failed(new Error("texts"));
    else done(data);
  };
  worker.onerror = () => {
    if (waiting) waiting.failed(new Error("worker"));
    waiting = null;
  };
  worker.postMessage({ known, texts });
  return (question, partly) => new Promise((done, failed) => {
    count += 1;
    if (waiting) {
      worker.postMessage({ stop: true });
      waiting.done(null);
    }
    waiting = { of: count, done, failed, partly };
    worker.postMessage({ ...question, of: count });
  });
}

let shared = null;

async function share(url, locale) {
  const protocols = (await getJson(new URL("index.json", url))).protocols.filter((each) => each.recognizers);
  const texts = protocols.map((each) => [each.id, new URL(each.answers[locale] || Object.values(each.answers)[0], url).href]);
  const known = protocols.map((each) => new URL(each.recognizers, url).href);
  return searcher(new URL("recognize.js", import.meta.url), known, Object.fromEntries(texts));
}

// A browser looks for a font where a size or weight of it is drawn first. Each of an answer is laid out once, unseen.
async function lookForFonts(section, text) {
  const bold = element("strong", { textContent: text });
  const marked = element("mark", { className: "cp-decides", textContent: text });
  const field = element("span", { className: "cp-field", textContent: text });
  const unseen = element("div", { className: "cp-unseen", ariaHidden: "true" });
  section.after(unseen);
  for (const made of [
    element("h2", {}, [text, element("small", { textContent: text })]),
    element("p", { className: "cp-lead" }, [text, bold, element("code", { textContent: text })]),
    element("h3", { textContent: text }),
    element("p", { className: "cp-told", textContent: text }),
    element("ol", {}, [element("li", { className: "cp-decided", textContent: text }, [element("small", { textContent: text })])]),
    element("pre", { className: "cp-seen" }, [element("code", {}, [text, marked, field])])
  ]) {
    unseen.append(made);
    await pause();
  }
  unseen.remove();
}

// -- a field and its answers

// Answers texts below a form; {ask, read, line} take a text, a file, and what is typed. `settings.url` is the address of
// all data; `chosen` takes the codes of a text where the form is one that chooses two, which keeps its fields.
export async function answering(form, settings) {
  const { loaded, url, locale, chosen } = settings;
  const { words } = loaded;
  shared = shared || share(url, locale);
  shared.catch(() => { shared = null; });
  const recognize = await shared;
  const input = form.querySelector("input");
  const box = form.querySelector("div") || form;
  const area = element("textarea", { rows: 6, spellcheck: false, autocomplete: "off", hidden: true, dir: "ltr" });
  area.setAttribute("aria-label", words["What you pasted"]);
  if (!chosen) input.after(area);
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
  const numbers = new Intl.NumberFormat(locale);
  // What a browser does for the first time takes it as long as all of an answer: not while somebody waits.
  pause().then(() => numbers.format(MOST_CHARACTERS)).then(() => lookForFonts(section, words["What you pasted"]));

  function only(sentence, count) {
    return filled(words[sentence], { number: numbers.format(count) });
  }

  // A line that is pasted stands in the field as well, which asks about it too: once is enough.
  let asked = null;
  // What was written a moment ago is asked about a moment later.
  let wait = 0;

  function leave() {
    clearTimeout(wait);
    latest += 1;
    area.value = "";
    area.hidden = true;
    input.hidden = false;
    box.classList.remove("cp-long");
    section.hidden = true;
    content.replaceChildren();
    input.focus();
  }

  // The field keeps a text that can be written on; a longer one stands below, and the field is free.
  function takeOver(text) {
    if (chosen) return;
    // What the search has for the pieces of a text is not asked for.
    input.value = "";
    input.dispatchEvent(new Event("input"));
    const isKept = text.length <= WRITTEN_AGAIN;
    if (isKept && area.value !== text) area.value = text;
    const hadFocus = document.activeElement === input;
    area.hidden = !isKept;
    input.hidden = isKept;
    box.classList.toggle("cp-long", isKept);
    if (hadFocus && isKept) {
      area.focus();
      area.setSelectionRange(0, 0);
      area.scrollTo(0, 0);
    }
  }

  function say(answered, isCut) {
    const { findings, total } = answered.found;
    status.textContent = [
      answered.status(),
      isCut && only("Only the first {number} characters were searched.", MOST_CHARACTERS),
      total > findings.length && only("Only the first {number} findings are shown.", findings.length)
    ].filter(Boolean).join(" ");
  }

  // Piece by piece, what decides first: no piece takes the browser long. `isLatest` says whether to go on.
  async function show(answered, isCut, isLatest) {
    const said = element("div", {}, answered.first());
    const code = element("code");
    const shown = element("pre", { className: "cp-seen", tabIndex: 0, dir: "ltr" }, [code]);
    shown.setAttribute("aria-label", words["In your text"]);
    const text = element("div", {}, [element("h3", { textContent: words["In your text"] }), shown]);
    const hasText = answered.found.findings.length > 0;
    say(answered, isCut);
    // The text has its place from the beginning: all that is said would be laid out again beside it.
    content.replaceChildren(said, ...(hasText ? [text] : []));
    section.hidden = false;
    if (chosen && answered.decisive) chosen(answered.codes().slice(0, 2));
    for (const more of ["now", "pair", "order", "notes"]) {
      for (const made of answered[more]()) {
        const items = made.matches("ol, ul") ? [...made.children].slice(FEW) : [];
        items.forEach((each) => each.remove());
        await pause();
        if (!isLatest()) return;
        said.append(made);
        for (let at = 0; at < items.length; at += FEW) {
          await pause();
          if (!isLatest()) return;
          made.append(...items.slice(at, at + FEW));
        }
      }
    }
    if (!said.childNodes.length) said.remove();
    for (const part of hasText ? answered.parts() : []) {
      await pause();
      if (!isLatest()) return;
      code.append(part);
    }
  }

  function fail(sentence) {
    section.removeAttribute("aria-busy");
    status.textContent = words[sentence];
    content.replaceChildren();
    section.hidden = false;
  }

  // A text of one line that says nothing of its own is left to the search.
  async function ask(text, isText) {
    clearTimeout(wait);
    const ticket = ++latest;
    const isLatest = () => ticket === latest;
    const cut = text.slice(0, MOST_CHARACTERS);
    if (isText) takeOver(cut);
    // What decides may be another code when all has been read; until then this is the answer.
    function partly(found) {
      if (!isLatest()) return;
      // What is told is of all that was read, and what stands here may be of another text.
      status.textContent = "";
      content.replaceChildren(element("div", {}, new Answer(cut, found, settings).first()));
      section.hidden = false;
      section.setAttribute("aria-busy", "true");
    }
    try {
      const asking = recognize({ text: cut, is_pasted: isText }, partly);
      asked = isText ? null : { ticket, line: cut.trim(), found: asking };
      const found = await asking;
      if (!found || !isLatest() || !(isText || found.findings.length)) return;
      const answered = new Answer(cut, found, settings);
      section.removeAttribute("aria-busy");
      if (!isText) takeOver(cut);
      await show(answered, text.length > MOST_CHARACTERS, isLatest);
    } catch (error) {
      if (isLatest()) fail("The search could not be loaded.");
    }
  }

  // What a typed line says: {isFound, items, said, codes, plain, signs}, `plain` what is left to the search and `signs`
  // the protocols that it speaks, and those that it may. `named` is the address of the code that it is, if it is nothing
  // but one. Null if that cannot be told.
  async function line(text, named) {
    try {
      const same = !named && asked && asked.ticket === latest && asked.line === text.trim() ? asked : null;
      const found = (same && await same.found) || await recognize(named ? { about: named } : { text }, () => {});
      if (!found) return null;
      // It is answered as a text, and nothing of it is searched.
      if (same && same.ticket === latest && found.findings.length) {
        return { isFound: true, items: [], said: "", codes: [], plain: "", signs: found.signs };
      }
      if (!found.findings.length) {
        const plain = unnumbered(text, loaded);
        const said = plain === text ? "" : words["No code was found in this text."];
        return { isFound: false, items: [], said, codes: [], plain, signs: found.signs };
      }
      const answered = new Answer(text, found, settings);
      // No page answers what is not covered.
      const plain = named ? text : answered.isForeign ? "" : text.replace(UNLETTERED, " ").trim();
      const said = named ? "" : answered.status();
      return { isFound: true, items: answered.items(), said, codes: answered.codes(), plain, signs: found.signs };
    } catch (error) {
      return null;
    }
  }

  area.addEventListener("input", () => {
    clearTimeout(wait);
    if (area.value) wait = setTimeout(() => ask(area.value, true), 150);
    else leave();
  });
  // Beside a text that is too long to be shown whole, the field may be searched again.
  form.addEventListener("input", (event) => {
    if (!event.isTrusted || section.hidden || event.target === area) return;
    latest += 1;
    section.hidden = true;
  });
  // Enter is a line of the text; the button asks again.
  form.addEventListener("submit", (event) => {
    if (chosen || area.hidden) return;
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
  // The text that comes last counts, not the file that takes longest to read.
  async function read(file) {
    const ticket = ++latest;
    // A folder is given as if it were a file.
    const text = await textOf(file).catch(() => null);
    if (ticket !== latest) return;
    if (text === null) fail("The file could not be read.");
    else await ask(text, true);
  }
  return { ask, line, read };
}
