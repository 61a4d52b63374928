// What was found in a text, with what is said about that, in; what a page shows of it out, as elements. Only what is
// written here has mark-up: what somebody pasted is text.

const SHOWN_WHOLE = 50000;
const MOST_CODES = 20;
// How far around a finding its line is looked for, and how much of a text one part of it has: a browser leaves out the
// parts that are not in sight.
const AROUND = 500;
const MOST_SIGNS = 2000;
const MOST_MARKS = 16;

export function element(tag, properties, children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...(children || []));
  return made;
}

export function filled(sentence, values) {
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

export class Answer {
  // `loaded`, `comparison` and `versus` are those of site.js: the codes, the page of two of them, and its title.
  constructor(text, found, { loaded, root, comparison, versus }) {
    Object.assign(this, { text, found, texts: found.texts, root, words: loaded.words });
    this.known = (address) => loaded.codes.find((one) => `${one.protocol.id}/${one.slug}` === address);
    this.compare = (one, other) => {
      const pair = comparison(loaded, this.known(one), this.known(other));
      return pair && { url: pair.url, title: versus(pair) };
    };
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

  url(path) {
    return new URL(path, this.root).href;
  }

  link(address) {
    return element("a", { href: this.url(this.code(address).path), textContent: this.title(address) });
  }

  // One sentence about the whole, for who listens to the page as well.
  status() {
    if (this.decisive) return `${this.title(this.decisive.address)}: ${this.label(this.decisive)}`;
    const { findings } = this.found;
    const open = findings.find((each) => each.possible.length);
    if (open) {
      const codes = open.possible.map((address) => this.title(address)).join(", ");
      return filled(this.words["It may be {codes}."], { codes });
    }
    const other = findings.find((each) => !this.isCovered(each));
    if (other) return filled(this.words["This looks like {name}, which is not covered here."], { name: this.label(other) });
    if (!findings.length) return this.words["No code was found in this text."];
    const sentence = this.words["{field} {value}: no code that is known here goes with it."];
    return filled(sentence, { field: this.label(findings[0]), value: findings[0].value });
  }

  // Nothing that is covered: no page answers it.
  get isForeign() {
    return !this.addresses.length && !this.possible().length && this.found.findings.some((each) => !this.isCovered(each));
  }

  fixes(address) {
    return this.code(address).fixes.map((each) => element("p", {}, [
      ...(each.label ? [element("strong", {}, [prose(each.label)]), ": "] : []), prose(each.fix)
    ]));
  }

  // What decides, and what it says.
  first() {
    if (!this.decisive) return [];
    const { address } = this.decisive;
    const code = this.code(address);
    const group = code.response_class ? [" ", element("small", {}, [prose(code.response_class)])] : [];
    return [
      element("h2", {}, [this.link(address), ...group]),
      element("p", { className: "cp-lead" }, [prose(code.says)])
    ];
  }

  now() {
    if (!this.decisive) return [];
    return [element("h3", { textContent: this.words["What to do now"] }), ...this.fixes(this.decisive.address)];
  }

  // The two codes to compare: the only ones, or the only ones as grave as the one that decides.
  two() {
    const { levels } = this.found;
    if (this.addresses.length === 2) return this.addresses;
    const grave = this.addresses.filter((address) => levels[address] === levels[this.addresses[0]]);
    return grave.length === 2 ? grave : null;
  }

  // What an editor wrote about two codes, of one protocol or of two; null if nobody did.
  guidance([one, other]) {
    for (const [first, second] of [[one, other], [other, one]]) {
      const [protocol, slug] = first.split("/");
      const [theirs, its] = second.split("/");
      const { pairs } = this.texts[protocol];
      const name = protocol === theirs ? `${first}-vs-${its}` : `compare/${protocol}-${slug}-vs-${theirs}-${its}`;
      if (pairs[name]) return pairs[name];
    }
    return null;
  }

  // What sets two codes apart; without an editor's words, where the comparison is.
  pair() {
    const two = this.two();
    const found = two && this.guidance(two);
    const page = two && this.compare(...two);
    if (!found) return page ? [element("p", {}, [element("a", { href: page.url, textContent: page.title })])] : [];
    const heading = element("a", { href: this.url(found.path), textContent: this.words["What sets them apart"] });
    const mistake = found.mistake
      ? [element("h3", { textContent: this.words["The mistake"] }), element("p", {}, [prose(found.mistake)])] : [];
    return [element("h3", {}, [heading]), element("p", {}, [prose(found.summary)]), ...mistake];
  }

  possible() {
    return [...new Set(this.found.findings.flatMap((each) => each.possible))];
  }

  // The codes that it has, what decides first, then those that it may be.
  all() {
    return [...new Set([...this.addresses, ...this.possible()])];
  }

  // What happened, in its order: each code with its field, one that is repeated once, the one that decides marked.
  order() {
    const runs = [];
    for (const each of this.found.findings) {
      const last = runs[runs.length - 1];
      const addresses = each.address ? [each.address] : each.possible;
      if (!addresses.length) continue;
      if (last && last.addresses.join() === addresses.join() && last.each.field === each.field) last.times += 1;
      else runs.push({ each, addresses, times: 1, decides: false });
      if (each === this.decisive) runs[runs.length - 1].decides = true;
    }
    if (runs.length === 1 && this.decisive) return [];
    const told = new Set(this.decisive ? [this.decisive.address] : []);
    const says = (address) => {
      if (told.has(address)) return [];
      told.add(address);
      return [": ", prose(this.code(address).says)];
    };
    const items = runs.filter((run, at) => at < MOST_CODES || run.decides).map((run) => {
      const codes = run.addresses.flatMap((address) => [this.link(address), ...says(address), " "]);
      const times = run.times > 1 ? ` \u00d7\u00a0${run.times}` : "";
      const item = element("li", { className: run.decides ? "cp-decided" : "" }, [
        ...codes, element("small", { textContent: this.label(run.each) + times })
      ]);
      item.value = runs.indexOf(run) + 1;
      return item;
    });
    const heading = element("h3", { textContent: this.words["In the order of the text"] });
    return items.length > 1 ? [heading, element("ol", {}, items)] : items.length ? [element("ul", {}, items)] : [];
  }

  notes() {
    const seen = new Set();
    return this.found.findings.filter((each) => each.field).map((each) => {
      const note = this.texts[each.protocol].fields[each.field].notes[each.value];
      if (!note || seen.has(unmarked(note))) return null;
      seen.add(unmarked(note));
      return element("p", {}, [`${this.label(each)} ${each.value}: `, prose(note)]);
    }).filter(Boolean).slice(0, MOST_CODES);
  }

  // The codes as the site's script knows them: the two to compare, else what decides, then those that it may be.
  codes() {
    return (this.two() || (this.decisive ? this.addresses.slice(0, 1) : this.possible())).map(this.known);
  }

  // Among results of a search: what decides and what to do, the comparison, the other codes.
  items() {
    const item = (url, title, text, more) => element("li", {}, [
      element("a", { href: url }, [element("b", { textContent: title }), " ", ...text]), ...more
    ]);
    const of = (address, more) => item(this.url(this.code(address).path), this.title(address), [prose(this.code(address).says)], more);
    const [first, ...rest] = this.all();
    if (!first) return [];
    const two = this.two();
    const page = two && this.compare(...two);
    const words = two && this.guidance(two);
    const fixes = this.decisive ? this.fixes(first) : [];
    if (fixes.length) fixes[0].prepend(element("strong", { textContent: this.words["What to do now"] }), ": ");
    return [
      of(first, [...fixes, ...this.notes()]),
      ...(page ? [item(page.url, page.title, words ? [prose(words.summary)] : [], [])] : []),
      ...rest.slice(0, MOST_CODES).map((address) => of(address, []))
    ];
  }

  // Where the text is shown: all of it, or the lines around what was found, as many as there is room for.
  ranges() {
    const { text } = this;
    if (text.length <= SHOWN_WHOLE) return [[0, text.length]];
    const ranges = [];
    let room = SHOWN_WHOLE;
    for (const each of this.found.findings) {
      if (room < 0 && each !== this.decisive) continue;
      const before = text.slice(Math.max(0, each.start - AROUND), each.start);
      const after = text.slice(each.end, each.end + AROUND);
      const feed = after.indexOf("\n");
      const next = feed < 0 ? -1 : after.indexOf("\n", feed + 1);
      const start = each.start - before.length + before.lastIndexOf("\n", before.lastIndexOf("\n") - 1) + 1;
      const stop = each.end + (next < 0 ? after.length : next);
      const last = ranges[ranges.length - 1];
      room -= stop - (last && last[1] >= start ? last[1] : start);
      if (last && last[1] >= start) last[1] = Math.max(last[1], stop);
      else ranges.push([start, stop]);
    }
    return ranges;
  }

  // What is shown, as [text, finding or null] in its order.
  segments() {
    const segments = [];
    for (const [start, stop] of this.ranges()) {
      let at = start;
      if (segments.length) segments.push(["\n…\n", null]);
      for (const each of this.found.findings) {
        if (each.start < at || each.end > stop) continue;
        segments.push([this.text.slice(at, each.start), null], [this.text.slice(each.start, each.end), each]);
        at = each.end;
      }
      segments.push([this.text.slice(at, stop), null]);
    }
    return segments;
  }

  mark(text, each) {
    const field = element("span", { className: "cp-field", textContent: this.label(each), dir: "auto" });
    const mark = element("mark", { textContent: text });
    if (each === this.decisive) mark.className = "cp-decides";
    return [mark, field];
  }

  // The text again, each code marked where it stands, with its field: in parts that a browser can draw one at a time.
  // A part ends where a line does, if that is near.
  * parts() {
    let part = [];
    let room = MOST_SIGNS;
    let marks = 0;
    const whole = () => {
      const made = element("span", { className: "cp-part" }, part);
      part = [];
      room = MOST_SIGNS;
      marks = 0;
      return made;
    };
    for (const [text, each] of this.segments()) {
      if (each) {
        part.push(...this.mark(text, each));
        marks += 1;
        room -= text.length;
        continue;
      }
      let rest = text;
      while (rest.length > room || (marks >= MOST_MARKS && rest)) {
        const isFull = room <= 0 || marks >= MOST_MARKS;
        const feed = isFull ? rest.slice(0, AROUND).indexOf("\n") : rest.lastIndexOf("\n", room - 1);
        const cut = feed < 0 ? (isFull ? 0 : room) : feed + 1;
        part.push(rest.slice(0, cut));
        rest = rest.slice(cut);
        yield whole();
      }
      part.push(rest);
      room -= rest.length;
    }
    if (part.length) yield whole();
  }
}
