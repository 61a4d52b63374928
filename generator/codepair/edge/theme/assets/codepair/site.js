// Search, choosing two codes, the codes beside a page, the language menu. first.js does light and dark.
// Nothing is fetched before one of them is used.
(function () {
  "use strict";

  // Scripts that a site adds for Material wait for this; on pages without the theme's own script it comes at once.
  if (!window.document$) window.document$ = { subscribe: function (next) { next(document); } };

  function remember(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch (error) {
      // Storage may be forbidden; the language is then offered again.
    }
  }

  var menu = document.querySelector(".cp-menu");
  if (menu) {
    document.addEventListener("click", function (event) {
      if (!menu.contains(event.target)) menu.open = false;
      var chosen = event.target.closest && event.target.closest(".cp-menu a");
      if (chosen) remember("codepair.language", chosen.lang);
    });
    menu.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
  }

  // A heading leads to itself: from there a reader takes the address of a part. On pages of others the theme cares.
  var headings = document.getElementById("__config") ? [] : document.querySelectorAll("article :is(h2, h3)[id]");
  headings.forEach(function (heading) {
    if (heading.querySelector("a")) return;
    heading.append(element("a", { href: "#" + heading.id }, Array.prototype.slice.call(heading.childNodes)));
  });

  // What is folded is opened for who is led to it, and for paper.
  function reveal() {
    var id = location.hash.slice(1);
    var to = id && document.getElementById(id);
    for (var box = to && to.parentElement; box; box = box.parentElement) if (box.localName === "details") box.open = true;
    if (to) to.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  if (location.hash && document.querySelector("details :target")) reveal();
  var unfolded = [];
  addEventListener("beforeprint", function () {
    unfolded = Array.prototype.slice.call(document.querySelectorAll("article details:not([open])"));
    unfolded.forEach(function (one) { one.open = true; });
  });
  addEventListener("afterprint", function () {
    unfolded.forEach(function (one) { one.open = false; });
  });

  var openers = Array.prototype.slice.call(document.querySelectorAll(".cp-search-open"));
  if (!openers.length) return;
  var tag = document.querySelector(".cp-menu summary").dataset.tag;
  var dataUrl = new URL("words." + tag + ".json", document.currentScript.src);
  var dialog = null;

  function element(tag, properties, children) {
    var made = Object.assign(document.createElement(tag), properties);
    (children || []).forEach(function (child) { made.append(child); });
    return made;
  }

  function attributes(node, values) {
    Object.keys(values).forEach(function (name) { node.setAttribute(name, values[name]); });
    return node;
  }

  function once(make) {
    var made = null;
    return function () {
      made = made || make();
      return made;
    };
  }

  // Letters that Unicode leaves whole, and what is typed for them; the index has the same (folding.py).
  var LETTERS = {
    đ: "d", ð: "d", ɖ: "d", ɗ: "d", ħ: "h", ı: "i", ɨ: "i", ł: "l", ƚ: "l", ø: "o", ɔ: "o", ŧ: "t", ŋ: "n", ƀ: "b",
    ɓ: "b", ǥ: "g", ɣ: "g", ƙ: "k", ĸ: "k", ə: "e", ǝ: "e", ɛ: "e", ʉ: "u", ƶ: "z", ȼ: "c", ɍ: "r", ɏ: "y", ƴ: "y",
    ß: "ss", æ: "ae", œ: "oe", þ: "th", ĳ: "ij", ſ: "s", ʻ: "", ʼ: "", "’": ""
  };
  var LETTER = new RegExp("[" + Object.keys(LETTERS).join("") + "]", "g");

  function typed(text) {
    return text.normalize("NFC").toLowerCase().replace(LETTER, function (letter) { return LETTERS[letter]; });
  }

  // Marks and case apart, "Bận" and "ban" are one word, and so are "Điểm" and "diem".
  function folded(text) {
    return typed(text).normalize("NFD").replace(/[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g, "");
  }

  // -- the codes and the words of this language, fetched on first use

  function json(address) {
    return fetch(address).then(function (response) { return response.json(); });
  }

  // The words of this language, and which protocols there are; codes are those of the protocols loaded until now.
  var load = once(function () {
    return json(dataUrl).then(function (settings) {
      settings.protocols.forEach(function (protocol, rank) {
        protocol.rank = rank;
        protocol.load = once(function () {
          return json(new URL(protocol.codes, dataUrl)).then(function (found) { take(loaded, protocol, found); });
        });
      });
      var loaded = { settings: settings, words: settings.words, codes: [], base: new URL(settings.base, dataUrl).href };
      return loaded;
    });
  });

  // The codes of a protocol, in their place among those of the others.
  function take(loaded, protocol, found) {
    protocol.classes = found.classes;
    protocol.current = found.current;
    protocol.all = found.all;
    protocol.pairs = found.pairs;
    loaded.codes = loaded.codes.concat(found.codes.map(function (row, place) {
      return {
        protocol: protocol, rank: protocol.rank, place: place, code: row[0], phrase: row[1], gloss: row[2], number: row[3],
        group: row[4], slug: row[5], also: row[6],
        name: protocol.name + " " + row[0] + (row[1] ? " " + row[1] : ""),
        text: " " + folded([protocol.name, row[0], row[0].replace(/_/g, " "), row[3], row[1], row[2]].join(" ")),
        called: " " + folded(row[6].replace(/,/g, "")),
        exact: " " + [row[0], row[1], row[2]].join(" ").normalize("NFC").toLowerCase()
      };
    })).sort(function (a, b) { return a.rank - b.rank || a.place - b.place; });
  }

  // The words and the codes of some protocols; of all, if none is named.
  function loadCodes(choose) {
    return load().then(function (loaded) {
      var chosen = choose ? loaded.settings.protocols.filter(function (one) { return choose(one, loaded); }) : [];
      var wanted = chosen.length ? chosen : loaded.settings.protocols;
      return Promise.all(wanted.map(function (one) { return one.load(); })).then(function () { return loaded; });
    });
  }

  function codeUrl(loaded, one) {
    return loaded.base + one.protocol.id + "/" + one.slug + "/";
  }

  function acrossSlug(pair) {
    return pair[0] + "-" + pair[1] + "-vs-" + pair[2] + "-" + pair[3];
  }

  // The comparison of two codes: its address and the two in their order; null if it has no page.
  function comparison(loaded, one, other) {
    if (one === other) return null;
    var isFirst = one.protocol === other.protocol ? one.place < other.place : one.rank < other.rank;
    var first = isFirst ? one : other;
    var second = isFirst ? other : one;
    if (one.protocol !== other.protocol) {
      var pair = [first.protocol.id, first.slug, second.protocol.id, second.slug];
      var isThere = loaded.settings.across.some(function (each) { return each.join("/") === pair.join("/"); });
      return isThere ? { url: loaded.base + "compare/" + acrossSlug(pair) + "/", first: first, second: second } : null;
    }
    var slug = first.slug + "-vs-" + second.slug;
    var current = one.protocol.current;
    var isEvery = one.protocol.all && current[one.place] && current[other.place];
    var exists = isEvery || one.protocol.pairs.indexOf(slug) >= 0;
    return exists ? { url: loaded.base + one.protocol.id + "/" + slug + "/", first: first, second: second } : null;
  }

  // Codes that a text may mean, the likeliest first: by number or name, then by its words, whole ones before parts, then by
  // what people call it.
  function matching(loaded, text) {
    var exact = text.normalize("NFC").trim().toLowerCase();
    var terms = folded(text).split(/\s+/).filter(Boolean);
    if (!terms.length) return loaded.codes;
    // Who types no marks may mean any: only marks that were typed tell words apart.
    var isPlain = exact === folded(exact);
    var found = [];
    loaded.codes.forEach(function (one) {
      if (!fits(one.text, terms)) {
        if (fits(one.text + one.called, terms)) found.push([6, one]);
        return;
      }
      var code = folded(one.code);
      var last = terms[terms.length - 1];
      var rank = code === last || one.number === last ? 0
        : code.indexOf(last) === 0 ? 1
          : ((isPlain ? one.text : one.exact) + " ").indexOf(" " + exact + " ") >= 0 ? 2
            : (one.text + " ").indexOf(" " + terms.join(" ") + " ") >= 0 ? 3
              : one.exact.indexOf(exact) >= 0 ? 4 : 5;
      found.push([rank, one]);
    });
    return found
      .sort(function (a, b) { return a[0] - b[0] || a[1].rank - b[1].rank || a[1].place - b[1].place; })
      .map(function (item) { return item[1]; });
  }

  // Codes named in a search, "486", "sip 422 202", "UNAVAILABLE": those that each word may be. Among other words a name is
  // a word like them, such as "refused", unless it is written as the code is. `isBare` says that there are no others.
  function named(loaded, text) {
    var tokens = text.replace(/\bvs\b/gi, " ").replace(/[:.!?)"]+(?=\s|$)/g, " ").split(/[\s,;/("]+/).filter(Boolean);
    var protocols = loaded.settings.protocols.filter(function (protocol) {
      return tokens.some(function (token) { return folded(token) === folded(protocol.name); });
    });
    var isMixed = false;
    var groups = tokens.map(function (token) {
      var bare = folded(token);
      var group = loaded.codes.filter(function (one) {
        var fits = folded(one.code) === bare || one.number === bare;
        return fits && (!protocols.length || protocols.indexOf(one.protocol) >= 0);
      });
      isMixed = isMixed || !(group.length || protocols.some(function (one) { return folded(one.name) === bare; }));
      return { token: token, codes: group };
    });
    var found = groups.map(function (group) {
      return group.codes.filter(function (one) {
        if (!isMixed) return true;
        // The number of a name is nothing without its protocol: "cause 17", "0 results".
        if (one.code !== group.token && one.number === group.token) return protocols.length > 0;
        return /\d/.test(group.token) || one.code === group.token;
      });
    }).filter(function (codes) { return codes.length; });
    found.isBare = !isMixed && found.length > 0;
    return found;
  }

  function versus(pair) {
    var own = pair.first.protocol === pair.second.protocol ? pair.second.protocol.name.length + 1 : 0;
    return pair.first.name + " vs " + pair.second.name.slice(own);
  }

  // -- two fields that choose two codes

  var fields = 0;

  function combobox(loaded, label) {
    var id = "cp-choice-" + ++fields;
    var input = attributes(element("input", {
      id: id, type: "text", autocomplete: "off", spellcheck: false, placeholder: loaded.words["Number, name or words"]
    }), {
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id + "-list"
    });
    var list = attributes(element("ul", { id: id + "-list", hidden: true }), { role: "listbox", "aria-label": label });
    var box = element("div", { className: "cp-choice" }, [
      attributes(element("label", { textContent: label }), { "for": id }), input, list
    ]);
    var field = { box: box, input: input, chosen: null, changed: function () {}, wants: function () { return true; } };
    var shown = [];
    var both = null;
    var active = -1;

    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function mark(index) {
      active = index;
      Array.prototype.forEach.call(list.children, function (option, at) {
        option.setAttribute("aria-selected", String(at === index));
      });
      if (index < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({ block: "nearest" });
    }

    // Codes that what is typed may mean; else two codes, or those of a line that has them with their fields.
    function suggest() {
      var asked = input.value;
      var found = matching(loaded, asked);
      if (found.length) return offer(found.filter(field.wants));
      var groups = named(loaded, asked);
      var pair = null;
      if (groups.length > 1) {
        groups[0].some(function (one) {
          return groups[1].some(function (other) { return comparison(loaded, one, other) && (pair = [one, other]); });
        });
      }
      offer(pair || [], pair);
      if (!pair) field.line(asked).then(function (line) {
        if (line && line.isFound && input.value === asked) offer(line.codes, line.codes.length === 2 && line.codes);
      });
    }

    function offer(found, pair) {
      both = pair;
      shown = found.slice(0, 40);
      list.replaceChildren.apply(list, shown.map(function (one, index) {
        var option = attributes(element("li", { id: id + "-" + index }, [
          attributes(element("code", { textContent: one.code }), { dir: "ltr" }), " ",
          element("b", { textContent: one.phrase || one.protocol.name }),
          element("span", { textContent: one.gloss })
        ]), { role: "option", "aria-selected": "false" });
        option.addEventListener("mousedown", function (event) {
          event.preventDefault();
          choose(one);
        });
        return option;
      }));
      list.hidden = !shown.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      mark(input.value && shown.length ? 0 : -1);
    }

    function choose(one) {
      var pair = both;
      both = null;
      if (pair) return field.take(pair);
      field.chosen = one;
      input.value = one ? one.name : "";
      close();
      field.changed();
    }

    field.choose = choose;
    field.best = function () {
      if (!field.chosen && input.value.trim()) choose(shown[0] || null);
      return field.chosen;
    };
    input.addEventListener("focus", function () {
      input.select();
      // The codes of all protocols, which whoever chooses may mean.
      loadCodes().then(function () {
        if (document.activeElement === input && (!list.hidden || (input.value && !field.chosen))) suggest();
      });
    });
    input.addEventListener("click", suggest);
    input.addEventListener("input", function () {
      field.chosen = null;
      suggest();
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", function (event) {
      var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (list.hidden) suggest();
        if (shown.length) mark((active + step + shown.length + (active < 0 && step < 0 ? 1 : 0)) % shown.length);
      } else if ((event.key === "Home" || event.key === "End") && !list.hidden && event.ctrlKey) {
        event.preventDefault();
        mark(event.key === "Home" ? 0 : shown.length - 1);
      } else if (event.key === "Enter" && !list.hidden && active >= 0) {
        event.preventDefault();
        choose(shown[active]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        event.stopPropagation();
        close();
      } else if (event.key === "Tab" && !list.hidden && active >= 0) {
        choose(shown[active]);
      }
    });
    return field;
  }

  // The codes that this page is about, each with its protocol's id.
  function namedHere(settings) {
    var parts = location.pathname.replace(/\/$/, "").split("/");
    var last = parts.pop();
    var protocol = parts.pop();
    var across = protocol === "compare" && settings.across.find(function (pair) { return acrossSlug(pair) === last; });
    if (across) return [[across[0], across[1]], [across[2], across[3]]];
    return last.split("-vs-").map(function (slug) { return [protocol, slug]; });
  }

  function here(loaded) {
    return namedHere(loaded.settings).map(function (name) {
      return loaded.codes.find(function (one) { return one.protocol.id === name[0] && one.slug === name[1]; });
    }).filter(Boolean);
  }

  function isHere(protocol, loaded) {
    return namedHere(loaded.settings).some(function (name) { return name[0] === protocol.id; });
  }

  function picker(loaded) {
    var words = loaded.words;
    var first = combobox(loaded, words["First code"]);
    var second = combobox(loaded, words["Second code"]);
    var swap = attributes(element("button", { type: "button", className: "cp-swap", textContent: "⇄" }), {
      "aria-label": words.Swap, title: words.Swap
    });
    var go = element("button", { type: "submit", className: "md-button md-button--primary", textContent: words.Compare });
    var status = attributes(element("p"), { role: "status" });
    var form = element("form", { className: "cp-pick" }, [first.box, swap, second.box, go, status]);
    // The other field offers what can be compared with the choice in this one.
    function only(field, other) {
      field.wants = function (one) { return !other.chosen || comparison(loaded, one, other.chosen) !== null; };
      field.changed = function () { status.textContent = ""; };
    }
    only(first, second);
    only(second, first);
    swap.addEventListener("click", function () {
      var was = [first.chosen, second.chosen];
      first.choose(was[1]);
      second.choose(was[0]);
      first.input.focus();
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var one = first.best();
      var other = second.best();
      if (!one || !other) {
        status.textContent = words["Choose two codes."];
        (one ? second : first).input.focus();
        return;
      }
      var found = comparison(loaded, one, other);
      if (found) location.assign(found.url);
      else status.textContent = words["These two codes have no comparison."];
    });
    function take(codes) {
      codes.forEach(function (one, index) { [first, second][index].choose(one); });
    }
    first.take = second.take = take;
    take(here(loaded));
    // A text or a line is answered here as well, and its codes are chosen.
    return { form: form, first: first, second: second, answer: function () { first.line = second.line = answerTexts(form, take); } };
  }

  var pickDialog = once(function () {
    return loadCodes(isHere).then(function (loaded) {
      var pick = picker(loaded);
      var close = element("button", { type: "button", textContent: loaded.words.Close });
      var title = element("h2", { id: "cp-pick-title", textContent: loaded.words["Compare two codes"] });
      var box = element("dialog", { className: "cp-search cp-pick-box" }, [title, close, pick.form]);
      box.setAttribute("aria-labelledby", "cp-pick-title");
      document.body.append(box);
      pick.answer();
      close.addEventListener("click", function () { box.close(); });
      box.addEventListener("click", function (event) {
        if (event.target === box) box.close();
      });
      return { box: box, pick: pick };
    });
  });

  document.querySelectorAll(".cp-pick-open").forEach(function (link) {
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || document.querySelector(".cp-pick-here")) return;
      event.preventDefault();
      pickDialog().then(function (made) {
        if (!made.box.open) made.box.showModal();
        (made.pick.first.chosen ? made.pick.second : made.pick.first).input.focus();
      });
    });
  });

  document.querySelectorAll(".cp-pick-here").forEach(function (place) {
    loadCodes().then(function (loaded) {
      var pick = picker(loaded);
      place.append(pick.form);
      pick.answer();
    });
  });

  // -- all codes of the protocol at hand: below its link, or beside the page where there is room

  function filtering(label, change) {
    var input = element("input", { type: "search", autocomplete: "off", spellcheck: false, placeholder: label });
    input.setAttribute("aria-label", label);
    input.addEventListener("input", function () {
      change(folded(input.value).split(/\s+/).filter(Boolean));
    });
    return input;
  }

  function fits(text, terms) {
    return terms.every(function (term) { return text.indexOf(" " + term) >= 0; });
  }

  function codesOf(loaded, protocol) {
    var own = here(loaded);
    var all = loaded.codes.filter(function (one) { return one.protocol === protocol; });

    function item(one) {
      var link = element("a", { href: codeUrl(loaded, one) }, [
        attributes(element("bdi", {}, [element("b", { textContent: one.code }), one.phrase ? " " + one.phrase : ""]), { dir: "ltr" })
      ]);
      var at = own.indexOf(one);
      if (at >= 0) link.setAttribute("aria-current", own.length === 1 ? "page" : "true");
      if (at >= 0 && own.length === 2) link.className = at ? "cp-b" : "cp-a";
      return { one: one, li: element("li", {}, [link]) };
    }

    var rows = [];
    var folds = [];
    var order = protocol.classes.map(function (_, group) { return group; }).concat(-1);
    order.forEach(function (group) {
      var listed = all.filter(function (one) { return one.group === group; }).map(item);
      if (!listed.length) return;
      rows = rows.concat(listed);
      var name = group < 0 ? loaded.words["Other codes"] : protocol.classes[group];
      var isOwn = listed.some(function (row) { return own.indexOf(row.one) >= 0; });
      var list = element("ul", {}, listed.map(function (row) { return row.li; }));
      var fold = element("details", { open: isOwn || listed.length === all.length }, [
        element("summary", {}, [element("bdi", { textContent: name }), " (" + listed.length + ")"]), list
      ]);
      fold.dataset.open = fold.open ? "1" : "";
      folds.push({ box: fold, rows: listed });
    });
    var input = filtering(loaded.words["Filter the codes"], function (terms) {
      rows.forEach(function (row) { row.li.hidden = !fits(row.one.text + row.one.called, terms); });
      folds.forEach(function (fold) {
        var left = fold.rows.some(function (row) { return !row.li.hidden; });
        fold.box.hidden = !left;
        fold.box.open = terms.length ? left : Boolean(fold.box.dataset.open);
      });
    });
    input.addEventListener("keydown", function (event) {
      if (event.key !== "Enter") return;
      var found = rows.filter(function (row) { return !row.li.hidden; });
      if (input.value && found.length) location.assign(codeUrl(loaded, found[0].one));
    });
    return element("div", {}, [
      input, element("ul", { className: "cp-own" }, own.map(function (one) { return item(one).li; }))
    ].concat(folds.map(function (fold) { return fold.box; })));
  }

  var crumbs = document.querySelector(".cp-crumbs");
  var trail = crumbs ? crumbs.querySelectorAll("li") : [];
  // Between protocols there is none at hand.
  if (trail.length > 1 && !/\/(compare|mappings)\/[^/]+\/?$/.test(location.pathname)) {
    var codes = openers[0].dataset.codes.replace("{protocol}", trail[trail.length - 1].textContent);
    var fold = element("details", {}, [element("summary", { textContent: codes })]);
    var side = attributes(element("nav", { className: "cp-side" }, [fold]), { "aria-label": codes });
    var wide = matchMedia("(min-width: 100em)");
    var fill = once(function () {
      return loadCodes(isHere).then(function (loaded) {
        var protocol = loaded.settings.protocols.find(function (one) { return isHere(one, loaded); });
        var box = codesOf(loaded, protocol);
        fold.append(box);
        var current = box.querySelector("details [aria-current]");
        if (current) box.scrollTop = current.offsetTop - box.offsetTop - box.clientHeight / 3;
      });
    });
    var isAsked = false;
    fold.addEventListener("toggle", function () {
      if (!fold.open) return;
      fill().then(function () {
        if (isAsked) fold.querySelector("input").focus();
      });
    });
    fold.querySelector("summary").addEventListener("click", function () { isAsked = true; });
    fold.open = wide.matches;
    fold.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !fold.open || wide.matches) return;
      event.preventDefault();
      fold.open = false;
      fold.querySelector("summary").focus();
    });
    document.addEventListener("click", function (event) {
      if (!wide.matches && !fold.contains(event.target)) fold.open = false;
    });
    // Beside the trail, whose line it does not change: nothing on the page moves.
    crumbs.after(side);
  }

  // -- the list of a protocol's codes on its page

  document.querySelectorAll(".cp-filter input").forEach(function (input) {
    var groups = Array.prototype.slice.call(document.querySelectorAll(".cp-group"));
    var none = document.querySelector(".cp-none span");
    input.addEventListener("input", function () {
      var terms = folded(input.value).split(/\s+/).filter(Boolean);
      var count = 0;
      groups.forEach(function (group) {
        var left = 0;
        group.querySelectorAll("li").forEach(function (item) {
          item.hidden = !fits(" " + folded(item.textContent).replace(/[_\s]+/g, " "), terms) && !fits(" " + folded(item.textContent), terms);
          left += !item.hidden;
        });
        group.hidden = !left;
        count += left;
      });
      none.hidden = count > 0;
    });
    input.addEventListener("keydown", function (event) {
      var first = document.querySelector(".cp-group:not([hidden]) li:not([hidden]) a");
      if (event.key === "Enter" && input.value && first) first.click();
    });
  });

  // -- a language menu that is long has a filter

  if (menu && menu.querySelectorAll("li").length >= 10) {
    menu.addEventListener("toggle", once(function () {
      return load().then(function (loaded) {
        var items = Array.prototype.slice.call(menu.querySelectorAll("li"));
        var input = filtering(loaded.words["Filter the languages"], function (terms) {
          items.forEach(function (item) {
            var link = item.querySelector("a");
            item.hidden = !fits(" " + folded(link.textContent) + " " + link.lang.toLowerCase(), terms);
          });
        });
        menu.querySelector("ul").prepend(element("li", {}, [input]));
      });
    }));
  }

  // -- light and dark: what the button does is shown, what was chosen is said, too

  document.querySelectorAll(".cp-scheme").forEach(function (button) {
    button.title = button.getAttribute("aria-label");
  });
  document.addEventListener("codepair-scheme", function (event) {
    load().then(function (loaded) {
      var name = { "default": "Colours: light", slate: "Colours: dark", system: "Colours: as the system has them" }[event.detail];
      event.target.title = loaded.words[name];
      event.target.setAttribute("aria-label", loaded.words[name]);
    });
  });

  // -- messages can be copied

  document.querySelectorAll("pre.copy").forEach(function (pre) {
    var button = attributes(element("button", { type: "button", className: "cp-copy", title: openers[0].dataset.copy }), {
      "aria-label": openers[0].dataset.copy
    });
    button.addEventListener("click", function () {
      var message = pre.querySelector("code");
      Promise.all([navigator.clipboard.writeText(message.textContent), load()]).then(function (done) {
        button.title = done[1].words["Copied to clipboard"];
        button.setAttribute("aria-label", button.title);
        button.classList.add("cp-copied");
      }, function () {
        // A browser may refuse: selected, it is copied with one key.
        getSelection().selectAllChildren(message);
      });
    });
    if (navigator.clipboard) pre.append(button);
  });

  // -- the reader's own language is offered on the first page, never chosen

  function offer() {
    var links = Array.prototype.slice.call(document.querySelectorAll(".cp-menu a"));
    var here = links.find(function (link) { return link.hasAttribute("aria-current"); });
    var wanted = (navigator.languages || []).map(function (tag) {
      return links.find(function (link) { return tag.split("-")[0] === link.lang.split("-")[0]; });
    }).find(Boolean);
    var known = null;
    try {
      known = localStorage.getItem("codepair.language");
    } catch (error) {
      // Without storage the offer comes again.
    }
    // Only at the root: who has come to a language's own home has chosen it.
    var isRoot = here && links.every(function (link) { return link.href.indexOf(here.href) === 0; });
    if (!wanted || !isRoot || wanted === here || known) return;
    fetch(String(dataUrl).replace(/[^./]+(?=\.json$)/, wanted.lang))
      .then(function (response) { return response.json(); })
      .then(function (settings) {
        var link = element("a", { href: wanted.href, textContent: wanted.textContent });
        var no = element("button", { type: "button", textContent: settings.words["No, thanks"] });
        var text = settings.words["This site is available in English."];
        var bar = element("aside", { className: "cp-offer", lang: wanted.lang }, [text + " ", link, " ", no]);
        link.addEventListener("click", function () { remember("codepair.language", wanted.lang); });
        no.addEventListener("click", function () {
          remember("codepair.language", here.lang);
          bar.remove();
        });
        document.body.append(bar);
      });
  }

  if (document.querySelector(".cp-home")) offer();

  // -- search

  // What is longer is a text, not a line, in characters.
  var LONGEST = 300;

  var pagefind = once(function () {
    return load().then(function (loaded) {
      var index = new URL(loaded.settings.index, dataUrl).href;
      return Promise.all([import(index), import(new URL("find.js", dataUrl).href)]).then(function (scripts) {
        var engine = scripts[0];
        return Promise.resolve(engine.options({
          baseUrl: new URL(loaded.settings.root, dataUrl).pathname,
          excerptLength: 24,
          ranking: { metaWeights: { title: 8, gloss: 8, folded: 1 } }
        }))
          .then(function () { return engine.init(); })
          .then(function () { return { search: engine.search, finding: scripts[1] }; });
      }).catch(function () { return null; });
    });
  });

  function build(words) {
    var status = attributes(element("p"), { role: "status" });
    var list = element("ol");
    list.setAttribute("aria-label", words.Results);
    var input = element("input", {
      type: "search",
      name: "q",
      autocomplete: "off",
      spellcheck: false,
      placeholder: words["A code, two codes, words or a whole message"] || words["A code, two codes or words"]
    });
    input.setAttribute("aria-label", words["Search a code, two codes or words"]);
    var close = element("button", { type: "button", textContent: words.Close });
    var form = element("form", { role: "search" }, [input, close]);
    var box = element("dialog", { className: "cp-search" }, [form, status, list]);
    box.setAttribute("aria-label", words.Search);
    document.body.append(box);
    function leave() {
      box.close();
    }
    close.addEventListener("click", leave);
    box.addEventListener("click", function (event) {
      if (event.target === box) leave();
    });
    return {
      box: box, form: form, input: input, status: status, list: list, results: list, leave: leave, line: answerTexts(form)
    };
  }

  // The field on a page itself: its results stand below it, over what follows.
  function inPlace(form, words, line) {
    var status = attributes(element("p"), { role: "status" });
    var list = attributes(element("ol"), { "aria-label": words.Results });
    var results = element("div", { className: "cp-found", hidden: true }, [status, list]);
    var input = form.querySelector("input");
    form.append(results);
    function leave() {
      results.hidden = true;
      input.focus();
    }
    document.addEventListener("click", function (event) {
      if (!form.contains(event.target)) results.hidden = true;
    });
    form.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !form.contains(event.relatedTarget)) results.hidden = true;
    });
    return { box: form, form: form, input: input, status: status, list: list, results: results, leave: leave, line: line };
  }

  // A text that is pasted, or a file that is dropped, is answered below the field by a script of its own, and so is a
  // line that has a code with its field. Returns what asks about a line; `chosen` takes the codes of a text.
  function answerTexts(form, chosen) {
    var prepare = once(function () {
      return loadCodes().then(function (loaded) {
        var answers = loaded.settings.answers;
        return answers && import(new URL(answers.script, dataUrl).href).then(function (script) {
          return script.answering(form, {
            loaded: loaded, url: new URL(answers.data, dataUrl).href, root: new URL("../../", dataUrl).href,
            locale: document.documentElement.lang, chosen: chosen, comparison: comparison, versus: versus
          });
        });
      }).catch(function () { return null; });
    });
    function take(event, text, file) {
      var field = event.target;
      var isText = Boolean(file) || text.length > LONGEST || text.trim().indexOf("\n") >= 0;
      if (!file && text.trim().length < 12) return;
      // A field would lay out all of it on one line.
      if (isText) event.preventDefault();
      prepare().then(function (answerer) {
        if (answerer) return file ? answerer.read(file) : answerer.ask(text, isText);
        if (!isText || file) return;
        field.value = text.trim().slice(0, LONGEST);
        field.dispatchEvent(new Event("input"));
      });
    }
    form.addEventListener("focusin", prepare);
    form.addEventListener("paste", function (event) {
      if (event.target.localName === "input" && event.clipboardData) take(event, event.clipboardData.getData("text/plain"));
    });
    form.addEventListener("dragover", function (event) {
      if (Array.prototype.indexOf.call(event.dataTransfer.types, "Files") < 0) return;
      prepare();
      event.preventDefault();
    });
    form.addEventListener("drop", function (event) {
      var file = event.dataTransfer.files[0];
      if (file || event.target.localName === "input") take(event, event.dataTransfer.getData("text/plain"), file);
    });
    return function (text, address) {
      return prepare().then(function (answerer) { return answerer && answerer.line(text, address); });
    };
  }

  document.querySelectorAll(".cp-find").forEach(function (form) {
    var ready = null;
    function prepareField() {
      ready = ready || Promise.all([loadCodes(), pagefind()]).then(function (found) {
        var view = inPlace(form, found[0].words, line);
        form.removeEventListener("submit", early);
        show(view, found[0], found[1]);
        return view;
      });
      return ready;
    }
    // Whoever is faster than the network is not sent anywhere before it has answered.
    function early(event) {
      event.preventDefault();
      prepareField().then(function (view) { view.search(true); });
    }
    var line = answerTexts(form);
    form.addEventListener("focusin", prepareField);
    form.addEventListener("submit", early);
  });

  // What the codes named in a query lead to: a comparison of two, then each of them.
  function direct(loaded, groups) {
    var found = [];
    function add(url, title, text, address) {
      // One number twice is two codes that are named twice.
      if (found.some(function (each) { return each.url === url; })) return;
      found.push({ url: url, title: title, text: text, address: address });
    }
    if (groups.length > 1) {
      groups[0].forEach(function (one) {
        groups[1].forEach(function (other) {
          var pair = comparison(loaded, one, other);
          if (!pair) return;
          add(pair.url, versus(pair), pair.first.gloss + " / " + pair.second.gloss);
        });
      });
    }
    groups.forEach(function (group) {
      group.forEach(function (one) { add(codeUrl(loaded, one), one.name, one.gloss, one.protocol.id + "/" + one.slug); });
    });
    return found.slice(0, 8);
  }

  function show(view, loaded, engine) {
    var latest = 0;
    var words = loaded.words;
    var finding = engine && engine.finding;
    var naming = finding && finding.naming(loaded.codes, folded);
    var byPath = {};
    loaded.codes.forEach(function (one) { byPath[new URL(codeUrl(loaded, one)).pathname] = one; });

    // Where in a text a word begins as one that was typed does; -1 where none does.
    function begins(text, terms) {
      return text.split(/\s+/).findIndex(function (word) {
        var bare = folded(word).replace(/^[^\p{L}\p{N}]+/u, "");
        return terms.some(function (term) { return bare.indexOf(term) === 0; });
      });
    }

    function marked(text, terms) {
      return text.split(/(\s+)/).map(function (word) {
        var fits = word.trim() && begins(word, terms) === 0;
        return fits ? element("mark", { textContent: word }) : document.createTextNode(word);
      });
    }

    function excerpt(result, terms) {
      // Pagefind escapes the text and marks hits with <mark>; only these marks are kept.
      var parts = result.excerpt.split(/<\/?mark>/);
      var words = result.content.split(/\s+/);
      var first = parts.length === 1 ? begins(result.content, terms) : -1;
      // What was found by letters that are typed otherwise has no mark: its place in the text is looked for here.
      if (first > 12) return marked(words.slice(first - 6, first + 18).join(" "), terms);
      return parts.reduce(function (made, part, index) {
        // In an element of its own, or the parser would drop the space that begins it.
        var text = new DOMParser().parseFromString("<p>" + part, "text/html").body.textContent;
        return made.concat(index % 2 ? element("mark", { textContent: text }) : marked(text, terms));
      }, []);
    }

    // What is asked of Pagefind: the words as they were typed, and with the letters that others type for them.
    function variants(terms) {
      // A run without spaces is searched by its beginning, which the index has so long (folding.py).
      var cut = terms.replace(/([\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]{12})(?=\S)/g, "$1 ");
      return [cut.toLowerCase(), typed(cut)].filter(function (one, index, all) { return all.indexOf(one) === index; });
    }

    // Pages and codes that a query means, best first: what is found in texts, and what codes are called. Pagefind takes
    // marks as equal; who typed them means them.
    function ranked(asked, terms, texts) {
      var wanted = terms.trim().toLowerCase();
      var isSpelled = folded(wanted) !== wanted;
      var named = naming.codes(asked);
      var least = Math.max(0.25, 0.4 * Math.max.apply(null, Array.from(named.values())));
      var found = texts.map(function (text) {
        var data = text.data;
        var path = new URL(data.url, location.href).pathname;
        var one = byPath[path];
        var isTold = isSpelled && data.content.normalize("NFC").toLowerCase().indexOf(wanted) >= 0;
        var name = one ? named.get(one) : naming.title(asked, data.meta.title, data.meta.gloss);
        if (one) named.delete(one);
        var value = finding.together(asked, name, text.value + (isTold ? 0.5 : 0), one && folded(one.protocol.name));
        return { path: path, result: data, one: one, value: value };
      });
      named.forEach(function (name, one) {
        if (name >= least) found.push({ path: new URL(codeUrl(loaded, one)).pathname, one: one, value: name });
      });
      return found.sort(function (a, b) {
        return b.value - a.value || (a.one && b.one ? a.one.rank - b.one.rank || a.one.place - b.one.place : 0);
      });
    }

    function isComparison(found) {
      return found.path.indexOf("-vs-") >= 0;
    }

    function item(url, title, text, lang) {
      var link = element("a", { href: url }, [element("b", { textContent: title }), " ", text]);
      if (lang) link.lang = lang;
      return element("li", {}, [link]);
    }

    function search(isMeant) {
      var query = view.input.value.trim().slice(0, LONGEST);
      var ticket = ++latest;
      view.results.hidden = !query;
      if (!query) {
        view.list.replaceChildren();
        view.status.textContent = "";
        return;
      }
      view.status.textContent = words["Searching…"];
      var groups = named(loaded, query);
      var first = groups.isBare ? direct(loaded, groups) : [];
      // Of several codes the reader chooses; what is not nothing but codes may be a line that has one with its field.
      (first.length > 1 ? Promise.resolve() : view.line(query, first.length ? first[0].address : "")).then(function (line) {
        if (ticket === latest) lookUp(first, line || { items: [], said: "", plain: query }, ticket, isMeant);
      });
    }

    function lookUp(first, line, ticket, isMeant) {
      var said = line.said;
      var plain = line.plain;
      if (!first.length && !line.isFound) first = direct(loaded, named(loaded, plain));
      var items = line.items.length ? line.items : first.map(function (one) {
        return item(one.url, one.title, element("span", { textContent: one.text }));
      });
      var known = items.map(function (one) { return new URL(one.querySelector("a").href).pathname; });

      function put(results) {
        view.status.textContent = said || (items.length + results.length ? "" : words["Nothing found"]);
        // What is known already stays where it is: a reader may have gone to it.
        var isThere = items.every(function (one, at) { return view.list.children[at] === one; });
        if (!isThere) view.list.replaceChildren.apply(view.list, items);
        while (view.list.children.length > items.length) view.list.lastElementChild.remove();
        view.list.append.apply(view.list, results);
      }

      put([]);
      if (isMeant === true && items.length) return follow();
      if (!plain) return;
      if (!engine) {
        if (!items.length) said = words["The search could not be loaded."];
        put([]);
        return;
      }
      if (!said) view.status.textContent = words["Searching…"];
      var terms = plain.normalize("NFC").replace(/\bvs\b/gi, " ");
      // Whose signs it has, by the protocols' names.
      var signs = (line.signs || []).map(function (ids) {
        return loaded.settings.protocols.filter(function (one) { return ids.indexOf(one.id) >= 0; })
          .map(function (one) { return folded(one.name); });
      });
      var asked = naming.query(terms, signs);
      finding.texts(engine, asked, variants(terms))
        .then(function (found) {
          return Promise.all(found.map(function (text) {
            return text.result.data().then(function (data) { return { data: data, value: text.value }; });
          }));
        })
        .then(function (texts) {
          if (ticket !== latest) return;
          var rest = ranked(asked, terms, texts).filter(function (one) { return known.indexOf(one.path) < 0; });
          var pairs = rest.filter(isComparison);
          var results = rest.filter(function (one) { return !isComparison(one); }).slice(0, 6);
          results = results.concat(pairs.slice(0, 12 - results.length));
          var typedWords = folded(terms).split(/\s+/).filter(Boolean);
          put(results.map(function (found) {
            var result = found.result;
            var one = found.one;
            if (!result) return item(codeUrl(loaded, one), one.name, element("span", { textContent: one.gloss }));
            // Of a page in another language than the reader's the index says which reader's it is.
            var url = result.meta.lang ? result.url.split("#")[0] : result.url;
            return item(url, result.meta.title, element("span", {}, excerpt(result, typedWords)), result.meta.lang);
          }));
          // What is found beside a line without a code is not what was asked for.
          if (isMeant === true && !said) follow();
        })
        // Without a network there is what is known without the search.
        .catch(function () { if (ticket === latest) put([]); });
    }

    function follow() {
      var first = view.list.querySelector("a");
      if (first) first.click();
    }

    function move(step) {
      var links = Array.prototype.slice.call(view.list.querySelectorAll("a"));
      var stops = [view.input].concat(links);
      var at = stops.indexOf(document.activeElement);
      stops[(at + step + stops.length) % stops.length].focus();
    }

    var waiting = 0;
    view.input.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(search, 120);
    });
    view.form.addEventListener("submit", function (event) {
      event.preventDefault();
      clearTimeout(waiting);
      search(true);
    });
    view.box.addEventListener("keydown", function (event) {
      if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
      if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
      // Once is enough: the browser would empty the field first.
      if (event.key === "Escape") {
        event.preventDefault();
        view.leave();
      }
    });
    view.search = search;
    if (view.input.value) search();
  }

  var prepare = once(function () {
    return Promise.all([loadCodes(), pagefind()]).then(function (ready) {
      dialog = build(ready[0].words);
      show(dialog, ready[0], ready[1]);
    });
  });

  // What is typed or pasted after the search was asked for and before it is there; null at other times.
  var kept = null;

  function keep(event) {
    if (event.type === "paste") kept.pasted = event.clipboardData.getData("text/plain");
    else if (event.key === "Backspace") kept.typed = kept.typed.slice(0, -1);
    else if (event.key === "Enter") kept.isMeant = true;
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) kept.typed += event.key;
    else return;
    event.preventDefault();
  }

  function given() {
    var was = kept;
    kept = null;
    ["keydown", "paste"].forEach(function (name) { document.removeEventListener(name, keep); });
    return was;
  }

  function give(was) {
    var carried = new DataTransfer();
    carried.setData("text/plain", was.pasted);
    var paste = new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true });
    // A text is answered as one; a line goes into the field.
    if (was.pasted && dialog.input.dispatchEvent(paste)) was.typed = was.pasted.trim() + was.typed;
    if (!was.typed) return;
    dialog.input.value = was.typed;
    dialog.input.dispatchEvent(new Event("input"));
    if (was.isMeant) dialog.form.requestSubmit();
  }

  function open() {
    if (!dialog && !kept) {
      kept = { typed: "", pasted: "", isMeant: false };
      ["keydown", "paste"].forEach(function (name) { document.addEventListener(name, keep); });
    }
    prepare().then(function () {
      if (!dialog.box.open) dialog.box.showModal();
      dialog.input.select();
      dialog.input.focus();
      if (kept) give(given());
    }).catch(function (error) {
      given();
      throw error;
    });
  }

  openers.forEach(function (button) {
    attributes(button, { "aria-haspopup": "dialog", "aria-keyshortcuts": "/ Control+K" }).addEventListener("click", open);
  });
  // A browser that searches the site by its OpenSearch description asks the home page.
  var asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    prepare().then(function () {
      dialog.input.value = asked;
      open();
      dialog.input.dispatchEvent(new Event("input"));
    });
  }
  document.addEventListener("keydown", function (event) {
    var typing = /^(input|textarea|select)$/i.test(event.target.tagName) || event.target.isContentEditable;
    var slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    var palette = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "k";
    if (slash || palette) {
      event.preventDefault();
      open();
    }
  });
})();
