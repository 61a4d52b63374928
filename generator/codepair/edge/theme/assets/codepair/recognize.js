// A text and recognizers in, what stands in it out; runs in a worker or in a page, needs no library. A worker is told
// addresses of recognizers once, then texts; it answers each in their order, with the first of what it found.
// What is read, found, kept and what decides is written in codepair/recognizing/findings.py, which does the same: a
// test holds that both find the same in every text that the tests have. Positions count UTF-16 code units.
(function (scope) {
  "use strict";

  var LONGEST_LINE = 2000, PIECE = 16384, OTHER = "\x1a";
  var PLAIN = {};
  function read_as(characters, letter) {
    for (var i = 0; i < characters.length; i++) PLAIN[characters[i]] = letter;
  }
  read_as("\r\v\f\x85\u2028\u2029", "\n");
  read_as("\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\ufeff", " ");
  read_as("\u2018\u2019\u02bc", "'");
  read_as("\u201c\u201d\u201e", '"');
  read_as("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-");

  function plain(text) {
    return text
      .replace(/\x1b\[[0-9;]{0,40}[A-Za-z]/g, function (found) { return " ".repeat(found.length); })
      .replace(/[^\t\n\x20-\x7e]/g, function (unit) { return PLAIN[unit] || OTHER; });
  }

  // Yields [start, piece]: what is searched at a time.
  function pieces(text) {
    var found = [], begin = 0, start = 0;
    while (start < text.length) {
      var feed = text.indexOf("\n", start), stop = feed < 0 ? text.length : feed + 1;
      var is_long = stop - start > LONGEST_LINE;
      if (begin < start && (is_long || stop - begin > PIECE)) {
        found.push([begin, text.slice(begin, start)]);
        begin = start;
      }
      while (is_long && stop - begin > LONGEST_LINE) {
        var space = text.lastIndexOf(" ", begin + LONGEST_LINE - 1);
        var cut = space <= begin ? begin + LONGEST_LINE : space + 1;
        found.push([begin, text.slice(begin, cut)]);
        begin = cut;
      }
      start = stop;
    }
    if (begin < text.length) found.push([begin, text.slice(begin)]);
    return found;
  }

  function notation(written) {
    return written.toLowerCase().replace(/[^a-z0-9]+/g, "").replace(/^0+(?=[0-9])/, "");
  }

  function prepared(known) {
    var ranked = [];
    known.forEach(function (of) {
      var fields = {};
      of.fields.forEach(function (field) { fields[field.id] = field; });
      of.recognizers.forEach(function (recognizer) {
        ranked.push({
          of: of,
          field: fields[recognizer.field],
          recognizer: recognizer,
          groups: recognizer.groups || [],
          needs: recognizer.needs || [],
          expression: new RegExp(recognizer.expression, "gm"),
          rank: ranked.length
        });
      });
    });
    return ranked;
  }

  function own(table, name) {
    return Object.prototype.hasOwnProperty.call(table, name) ? table[name] : null;
  }

  function lead_of(of, field, written) {
    var name = notation(written), found = own(field.values, name);
    if (found) return { value: found.value, address: found.address || null, possible: found.possible || [] };
    var has_codes = !field.indirect || !Object.keys(field.values).length;
    var address = has_codes ? own(of.codes, name) : null;
    return address || /^[0-9]+$/.test(name) ? { value: written, address: address, possible: [] } : null;
  }

  function candidates(offset, piece, ranked) {
    var found = [], small = piece.toLowerCase();
    ranked.forEach(function (each) {
      var match;
      if (each.needs.length && !each.needs.some(function (part) { return small.indexOf(part) >= 0; })) return;
      each.expression.lastIndex = 0;
      while ((match = each.expression.exec(piece)) !== null) {
        var held = null;
        for (var i = 0; i < each.groups.length && held === null; i++) {
          if (match[each.groups[i]] !== undefined) held = match[each.groups[i]];
        }
        var lead = lead_of(each.of, each.field, held !== null ? held : each.recognizer.means || "");
        if (!lead) continue;
        var whole = match[0], bare = whole.replace(/^[ \t]+/, "");
        var start = match.index + whole.length - bare.length;
        var end = start + bare.replace(/[ \t]+$/, "").length;
        var line = offset + (start ? piece.lastIndexOf("\n", start - 1) : -1) + 1;
        found.push({ start: offset + start, end: offset + end, line: line, lead: lead, by: each });
      }
    });
    return found;
  }

  function goes_first(one, other) {
    return other.by.field.weight - one.by.field.weight || (other.end - other.start) - (one.end - one.start) ||
      one.start - other.start || one.by.rank - other.by.rank;
  }

  function without_overlaps(found) {
    var kept = [];
    found.sort(goes_first).forEach(function (each) {
      var low = 0, high = kept.length;
      while (low < high) {
        var middle = (low + high) >> 1;
        if (kept[middle].start <= each.start) low = middle + 1; else high = middle;
      }
      if ((low === 0 || kept[low - 1].end <= each.start) && (low === kept.length || each.end <= kept[low].start)) {
        kept.splice(low, 0, each);
      }
    });
    return kept;
  }

  // Whether one says more than another: its level, its field's weight, the last line, the first place in it.
  function says_more(one, other) {
    function level(each) {
      var found = own(each.by.of.levels, each.lead.address);
      return found === null ? 2 : found;
    }
    return (level(one) - level(other) || one.by.field.weight - other.by.field.weight || one.line - other.line ||
      other.start - one.start) > 0;
  }

  function finding(each) {
    return {
      start: each.start,
      end: each.end,
      protocol: each.by.of.id,
      field: each.by.field.id,
      value: each.lead.value,
      address: each.lead.address,
      possible: each.lead.possible,
      recognizer: each.by.recognizer.id
    };
  }

  // Returns {findings, decisive}: the position of the finding that decides, or -1.
  function recognize(text, known) {
    var ranked = known.ranked || (known.ranked = prepared(known));
    var found = [], direct = {}, decisive = -1;
    pieces(plain(text)).forEach(function (piece) {
      found.push.apply(found, without_overlaps(candidates(piece[0], piece[1], ranked)));
    });
    found.forEach(function (each) {
      if (each.lead.address && !each.by.field.indirect) direct[each.by.of.id] = true;
    });
    found.forEach(function (each, position) {
      if (each.by.field.indirect && direct[each.by.of.id]) {
        each.lead = { value: each.lead.value, address: null, possible: [] };
      }
      if (each.lead.address && (decisive < 0 || says_more(each, found[decisive]))) decisive = position;
    });
    return { findings: found.map(finding), decisive: decisive };
  }

  scope.codepair_recognize = recognize;

  if (typeof WorkerGlobalScope !== "undefined" && scope instanceof WorkerGlobalScope) {
    var told = null, MOST = 500;
    // A page shows no more than it can draw at once: the first, and what decides.
    var shortened = function (found) {
      var first = found.findings.slice(0, MOST);
      if (found.decisive >= MOST) first.push(found.findings[found.decisive]);
      return { findings: first, decisive: Math.min(found.decisive, MOST), total: found.findings.length };
    };
    scope.onmessage = function (event) {
      if (event.data.known) {
        told = Promise.all(event.data.known.map(function (url) {
          return fetch(url).then(function (response) { return response.json(); });
        }));
        // Expressions are compiled before the first text comes.
        told.then(function (known) { recognize("", known); });
      } else {
        told.then(function (known) { scope.postMessage(shortened(recognize(event.data.text, known))); })
          .catch(function (error) { setTimeout(function () { throw error; }); });
      }
    };
  }
})(typeof self === "undefined" ? globalThis : self);
