(function () {
  "use strict";
  // What exists, as {protocol: {codes: [slugs in order], pairs: null for all, or [slugs]}}.
  var box = document.querySelector(".cp-notfound");
  var paths = JSON.parse(box.dataset.paths);
  var sections = Array.prototype.slice.call(box.querySelectorAll("section"));
  var parts = decodeURIComponent(location.pathname).toLowerCase().replace(/\/(index\.html)?$/, "").split("/");
  var last = parts.pop();
  if (parts[parts.length - 1] === "compare") parts.pop();
  var name = parts.pop();
  if (parts[parts.length - 1] === "compare") parts.pop();
  var prefixes = sections.map(function (part) { return part.dataset.prefix.replace("/", ""); });
  var all = location.pathname.toLowerCase().split("/");
  var shown = 0;
  prefixes.forEach(function (prefix, index) { if (prefix && all.indexOf(prefix) >= 0) shown = index; });
  sections.forEach(function (part, index) { part.hidden = index !== shown; });
  document.documentElement.lang = sections[shown].lang;
  document.title = box.querySelector("h1").textContent = sections[shown].dataset.title;

  var protocol = Object.prototype.hasOwnProperty.call(paths, name) && paths[name];
  var sides = protocol ? last.split("-vs-") : [];
  if (sides.length !== 2) return;
  // "422" or "422-session-interval-too-small": the longest code that the text starts with.
  var found = sides.map(function (side) {
    return protocol.codes.reduce(function (best, code) {
      var fits = side === code || side.indexOf(code + "-") === 0;
      return fits && (best === null || code.length > best.length) ? code : best;
    }, null);
  });
  if (found[0] === null || found[1] === null || found[0] === found[1]) return;
  found.sort(function (a, b) { return protocol.codes.indexOf(a) - protocol.codes.indexOf(b); });
  var pair = found.join("-vs-");
  if (protocol.pairs && protocol.pairs.indexOf(pair) < 0) return;
  var target = parts.concat([name, pair, ""]).join("/");
  if (target !== location.pathname) location.replace(target + location.search + location.hash);
})();
