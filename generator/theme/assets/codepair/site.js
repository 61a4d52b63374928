// Search, the light and dark switch, and the language menu. Nothing is fetched before the search is opened.
(function () {
  "use strict";

  document.querySelectorAll(".cp-scheme").forEach(function (button) {
    button.addEventListener("click", function () {
      var scheme = document.body.dataset.mdColorScheme === "slate" ? "default" : "slate";
      document.body.dataset.mdColorScheme = scheme;
      try {
        localStorage.setItem("codepair.scheme", scheme);
      } catch (error) {
        // Storage may be forbidden; the choice then holds for this page.
      }
    });
  });

  var menu = document.querySelector(".cp-menu");
  if (menu) {
    document.addEventListener("click", function (event) {
      if (!menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
  }

  var openers = Array.prototype.slice.call(document.querySelectorAll(".cp-search-open"));
  if (!openers.length) return;
  var wordsUrl = new URL(openers[0].dataset.search, location.href);
  var dialog = null;
  var engine = null;

  function element(tag, properties, children) {
    var made = Object.assign(document.createElement(tag), properties);
    (children || []).forEach(function (child) { made.append(child); });
    return made;
  }

  // The words and the index are fetched once, when the search is opened first.
  function load() {
    return fetch(wordsUrl)
      .then(function (response) { return response.json(); })
      .then(function (settings) {
        var index = new URL(settings.index, wordsUrl).href;
        return import(index).then(function (pagefind) {
          var root = new URL("../", index).pathname;
          return Promise.resolve(pagefind.options({
            baseUrl: root,
            excerptLength: 24,
            ranking: { metaWeights: { title: 8, gloss: 8 } }
          }))
            .then(function () { return pagefind.init(); })
            .then(function () { return pagefind; });
        }).then(
          function (pagefind) { return { words: settings.words, protocols: settings.protocols, pagefind: pagefind }; },
          function () { return { words: settings.words, pagefind: null }; }
        );
      });
  }

  function build(words) {
    var status = element("p", { role: "status" });
    var list = element("ol");
    list.setAttribute("aria-label", words.Results);
    var input = element("input", {
      type: "search",
      name: "q",
      autocomplete: "off",
      spellcheck: false,
      placeholder: words["Code, phrase or words, such as 486, busy or 202 vs 422"]
    });
    input.setAttribute("aria-label", words["Search for a code or a comparison"]);
    var close = element("button", { type: "button", textContent: words.Close });
    var form = element("form", { role: "search" }, [input, close]);
    var box = element("dialog", { className: "cp-search" }, [form, status, list]);
    box.setAttribute("aria-label", words.Search);
    document.body.append(box);
    return { box: box, form: form, input: input, close: close, status: status, list: list };
  }

  function show(view, loaded) {
    var latest = 0;
    var words = loaded.words;

    function excerpt(html) {
      // Pagefind escapes the text and marks hits with <mark>; only these marks are kept.
      var parts = html.split(/<\/?mark>/);
      return parts.map(function (part, index) {
        var text = new DOMParser().parseFromString(part, "text/html").body.textContent;
        return index % 2 ? element("mark", { textContent: text }) : document.createTextNode(text);
      });
    }

    function folded(text) {
      return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
    }

    // Pagefind takes tone marks as equal; who typed them means them. Then come codes that have the words in their
    // title or gloss, in the order of the protocols.
    function exactFirst(results, terms) {
      var wanted = terms.trim().toLowerCase();
      var bare = " " + folded(wanted) + " ";
      function rank(result) {
        var head = (result.meta.title + " " + (result.meta.gloss || "")).normalize("NFC").toLowerCase();
        if (head.indexOf(wanted) >= 0) return 0;
        return (" " + folded(head) + " ").indexOf(bare) >= 0 ? 1 : 2;
      }
      function protocol(result) {
        return loaded.protocols.findIndex(function (name) { return result.url.indexOf("/" + name + "/") >= 0; });
      }
      return results
        .map(function (result, index) {
          var first = rank(result);
          return [first, first < 2 ? protocol(result) : 0, index, result];
        })
        .sort(function (a, b) { return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]; })
        .map(function (entry) { return entry[3]; });
    }

    function isComparison(result) {
      return result.url.indexOf("-vs-") >= 0;
    }

    function search() {
      var query = view.input.value.trim();
      var ticket = ++latest;
      if (!query) {
        view.list.replaceChildren();
        view.status.textContent = "";
        return;
      }
      if (!loaded.pagefind) {
        view.status.textContent = words["The search could not be loaded."];
        return;
      }
      view.status.textContent = words["Searching…"];
      // Codes first; but who types two of them looks for their comparison.
      var terms = query.normalize("NFC").replace(/\bvs\b/gi, " ");
      var two = terms !== query.normalize("NFC") || (query.match(/\d+/g) || []).length > 1;
      loaded.pagefind.search(terms)
        .then(function (found) {
          return Promise.all(found.results.slice(0, 32).map(function (result) { return result.data(); }));
        })
        .then(function (found) {
          var pairs = found.filter(isComparison);
          var codes = found.filter(function (result) { return !isComparison(result); });
          var kinds = two ? [pairs, codes] : [codes, pairs];
          var first = exactFirst(kinds[0], terms).slice(0, 6);
          return first.concat(exactFirst(kinds[1], terms).slice(0, 12 - first.length));
        })
        .then(function (results) {
          if (ticket !== latest) return;
          view.status.textContent = results.length ? "" : words["Nothing found"];
          view.list.replaceChildren.apply(view.list, results.map(function (result) {
            var title = element("b", { textContent: result.meta.title });
            var text = element("span", {}, excerpt(result.excerpt));
            return element("li", {}, [element("a", { href: result.url }, [title, text])]);
          }));
        });
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
    view.close.addEventListener("click", function () { view.box.close(); });
    view.form.addEventListener("submit", function (event) {
      event.preventDefault();
      var first = view.list.querySelector("a");
      if (first) first.click();
    });
    view.box.addEventListener("keydown", function (event) {
      if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
      if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
    });
    view.box.addEventListener("click", function (event) {
      if (event.target === view.box) view.box.close();
    });
    if (view.input.value) search();
  }

  function open() {
    if (dialog) {
      if (!dialog.box.open) dialog.box.showModal();
      dialog.input.select();
      return;
    }
    engine = engine || load().then(function (loaded) {
      dialog = build(loaded.words);
      show(dialog, loaded);
      dialog.box.showModal();
      dialog.input.focus();
    });
  }

  openers.forEach(function (button) { button.addEventListener("click", open); });
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
