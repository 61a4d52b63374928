// The error page: where an address that does not exist was meant to lead, or what comes nearest to it.
(function () {
  "use strict";
  // As soon as all of it is there: before it is painted, so that nothing on it moves.
  new MutationObserver(function (_, observer) {
    if (!document.querySelector(".cp-end")) return;
    observer.disconnect();
    lead();
  }).observe(document.documentElement, { childList: true, subtree: true });

  function lead() {
    var box = document.querySelector(".cp-notfound");
    // What exists, by protocol: its name; codes, as they are in addresses, with what they are as written, the number
    // and the phrase of each, empty if it has none; those without all pairs; pairs.
    var paths = JSON.parse(box.dataset.paths);
    // The comparisons across protocols, as they are in addresses.
    var across = JSON.parse(box.dataset.across);
    var base = box.dataset.base;
    var sections = Array.prototype.slice.call(box.querySelectorAll("section"));
    var address = location.pathname;
    try {
      address = decodeURIComponent(address);
    } catch (error) {
      // A % that encodes nothing stays as it is.
    }
    // What the folders above are called says nothing of the page.
    if (address.indexOf(base) === 0) address = address.slice(base.length);
    var parts = address.toLowerCase().replace(/\s+/g, "-").split("/").filter(function (part) {
      return part && part !== "compare" && part !== "index.html";
    });
    if (parts.length) parts.push(parts.pop().replace(/\.html?$/, ""));

    // The language that was asked for.
    var prefixes = sections.map(function (part) { return part.dataset.prefix.replace("/", ""); });
    var shown = 0;
    prefixes.forEach(function (prefix, index) { if (prefix && parts.indexOf(prefix) >= 0) shown = index; });
    var section = sections[shown];
    sections.forEach(function (part) { part.hidden = part !== section; });
    document.documentElement.lang = section.lang;
    var menu = document.querySelector(".cp-menu summary");
    if (menu) menu.dataset.tag = section.lang;
    document.title = box.querySelector("h1").textContent = section.dataset.title;

    // An address of this site, whatever was asked for: no part of it is taken from where the reader came.
    function target(name, slug) {
      var url = new URL(base + section.dataset.prefix + name + "/" + slug + "/", location.origin);
      return url.origin === location.origin && url.pathname.indexOf(base) === 0 ? url : null;
    }

    function go(name, slug) {
      var url = target(name, slug);
      if (url && url.pathname !== location.pathname) location.replace(url.pathname + location.search + location.hash);
    }

    // "422" or "422-session-interval-too-small": the longest code that the text begins with; else its number.
    function meant(protocol, text) {
      var found = protocol.codes.filter(function (code) {
        return text === code || text.indexOf(code + "-") === 0;
      }).sort(function (one, other) { return other.length - one.length; }).slice(0, 1);
      if (!found.length) found = exactly(protocol, text);
      if (!found.length) found = exactly(protocol, text.split("-")[0]);
      return found.length ? found : spelled(protocol, text);
    }

    // A code, or the number of one or more.
    function exactly(protocol, text) {
      return protocol.codes.filter(function (code, place) {
        return text && (text === code || text === protocol.numbers[place]);
      });
    }

    // What has the letters of a code, its phrase, or both: "not-found", "busy_here", "486busyhere", "14-unavailable".
    function spelled(protocol, text) {
      var plain = letters(text);
      return protocol.codes.filter(function (code, place) {
        var own = letters(code), phrase = letters(protocol.phrases[place].toLowerCase());
        return plain && [own, phrase, own + phrase, protocol.numbers[place] + own].indexOf(plain) >= 0;
      });
    }

    function letters(text) {
      return text.replace(/[^a-z0-9]+/g, "");
    }

    function own(values, key) {
      return Object.prototype.hasOwnProperty.call(values, key) ? values[key] : null;
    }

    function exists(protocol, one, other) {
      var isApart = protocol.apart.indexOf(one) >= 0 || protocol.apart.indexOf(other) >= 0;
      return (protocol.all && !isApart) || protocol.pairs.indexOf(one + "-vs-" + other) >= 0;
    }

    // How many letters must change to make one text of the other.
    function distance(one, other) {
      var row = [];
      for (var at = 0; at <= other.length; at++) row.push(at);
      for (var line = 1; line <= one.length; line++) {
        var corner = row[0];
        row[0] = line;
        for (var column = 1; column <= other.length; column++) {
          var above = row[column];
          row[column] = Math.min(above + 1, row[column - 1] + 1, corner + (one[line - 1] !== other[column - 1]));
          corner = above;
        }
      }
      return row[other.length];
    }

    function nearest(protocol, text) {
      var most = Math.max(1, Math.ceil(text.length / 3));
      return protocol.codes.map(function (code, place) {
        return [distance(text, code), Math.abs(parseInt(text, 10) - parseInt(code, 10)) || 0, place, code];
      }).filter(function (one) { return one[0] <= most; })
        .sort(function (one, other) { return one[0] - other[0] || one[1] - other[1] || one[2] - other[2]; })
        .slice(0, 5)
        .map(function (one) { return one[3]; });
    }

    function offered(name, slug) {
      var protocol = paths[name], place = protocol.codes.indexOf(slug);
      return [protocol.name, protocol.numbers[place], protocol.labels[place], protocol.phrases[place]]
        .filter(Boolean).join(" ");
    }

    // Codes that were all meant by what was asked for: one is opened, of several the reader chooses.
    function choose(named) {
      if (named.length === 1) go(named[0][0], named[0][1]);
      if (named.length > 1) {
        document.title = box.querySelector("h1").textContent = section.dataset.choice;
        section.querySelectorAll(".cp-lead, .cp-near h2").forEach(function (part) { part.hidden = true; });
      }
      suggest(named);
    }

    function suggest(named) {
      var found = named.filter(function (one) { return target(one[0], one[1]); });
      if (!found.length) return;
      var near = section.querySelector(".cp-near");
      found.forEach(function (one) {
        var link = document.createElement("a");
        link.href = target(one[0], one[1]).href;
        link.textContent = offered(one[0], one[1]);
        var item = document.createElement("li");
        item.append(link);
        near.querySelector("ul").append(item);
      });
      near.hidden = false;
    }

    function search(text) {
      section.querySelector("input").value = text.replace(/[-_]+/g, " ").slice(0, 60);
    }

    var last = parts[parts.length - 1] || "";
    var name = parts[parts.length - 2];
    var protocol = name !== undefined && own(paths, name);
    var sides = last.split("-vs-");
    // "grpc-unavailable" or "http-503-service-unavailable": codes with their protocols.
    function meantWithProtocol(text) {
      return Object.keys(paths).reduce(function (all, id) {
        var codes = text.indexOf(id + "-") === 0 ? meant(paths[id], text.slice(id.length + 1)) : [];
        return all.concat(codes.map(function (code) { return [id, code]; }));
      }, []);
    }

    // The codes of all protocols that a way to look for them finds.
    function everywhere(find) {
      return Object.keys(paths).reduce(function (all, id) {
        return all.concat(find(paths[id], last).map(function (code) { return [id, code]; }));
      }, []);
    }

    // Those whose protocol stands before them: "sip-486", "grpc14", "dns_nxdomain".
    function joined(find) {
      return Object.keys(paths).reduce(function (all, id) {
        var rest = last.indexOf(id) === 0 ? last.slice(id.length).replace(/^[-_.:]/, "") : "";
        return all.concat(rest ? find(paths[id], rest).map(function (code) { return [id, code]; }) : []);
      }, []);
    }

    function isFirst(one, place, all) {
      return all.map(String).indexOf(String(one)) === place;
    }

    var ends = sides.length === 2 ? sides.map(meantWithProtocol) : [[], []];
    if (ends[0].length && ends[1].length) {
      ends[0].forEach(function (one) {
        ends[1].forEach(function (other) {
          [[one, other], [other, one]].forEach(function (pair) {
            var slug = pair[0].join("-") + "-vs-" + pair[1].join("-");
            if (across.indexOf(slug) >= 0) go("compare", slug);
          });
        });
      });
      suggest(ends[0].concat(ends[1]));
    } else if (protocol && sides.length === 2) {
      var one = meant(protocol, sides[0]);
      var other = meant(protocol, sides[1]);
      if (one.length === 1 && other.length === 1 && one[0] !== other[0]) {
        var pair = [one[0], other[0]].sort(function (a, b) { return protocol.codes.indexOf(a) - protocol.codes.indexOf(b); });
        if (exists(protocol, pair[0], pair[1])) go(name, pair.join("-vs-"));
      }
      suggest(one.concat(other).map(function (code) { return [name, code]; }));
    } else if (protocol && sides.length > 2) {
      suggest(sides.slice(0, 5).reduce(function (all, side) {
        return all.concat(meant(protocol, side).map(function (code) { return [name, code]; }));
      }, []));
    } else if (protocol) {
      var found = meant(protocol, last);
      (found.length ? choose : suggest)((found.length ? found : nearest(protocol, last)).map(function (code) {
        return [name, code];
      }));
    } else if (last && (parts.length === 1 || prefixes.indexOf(name) >= 0 || base.split("/").indexOf(name) >= 0)) {
      // A code without its protocol, or with it in one word: "486", "busy-here", "sip-486". What begins like a code
      // and goes on as something else is offered and never opened: it may have been a page of another kind.
      var whole = everywhere(exactly);
      if (!whole.length) whole = everywhere(spelled).concat(joined(exactly), joined(spelled)).filter(isFirst);
      if (whole.length) choose(whole);
      else suggest(everywhere(function (of, text) { return meant(of, text).slice(0, 2); }).slice(0, 6));
    }
    if (last) search(last);
  }
})();
