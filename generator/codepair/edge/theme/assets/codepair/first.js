// Light or dark, before anything is painted: every page waits for this file, so nothing else is in it.
(function () {
  "use strict";
  var root = document.documentElement;
  var system = matchMedia("(prefers-color-scheme: dark)");
  var schemes = ["default", "slate"];
  var choice = null;
  try {
    choice = localStorage.getItem("codepair.scheme");
  } catch (error) {
    // Storage may be forbidden; a choice then holds for one page.
  }
  if (schemes.indexOf(choice) < 0) choice = null;

  function apply() {
    if (document.body) document.body.dataset.mdColorScheme = choice || schemes[+system.matches];
    root.dataset.scheme = choice || "system";
  }

  root.classList.remove("no-js");
  root.classList.add("js");
  apply();
  // The body is given its scheme as soon as there is one: that is before a browser paints it.
  if (!document.body) {
    new MutationObserver(function (_, observer) {
      if (!document.body) return;
      observer.disconnect();
      apply();
    }).observe(root, { childList: true });
  }
  system.addEventListener("change", apply);

  // The other scheme first, then the system's as the reader's own choice, then back to whatever the system says.
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest(".cp-scheme");
    if (!button) return;
    var of = schemes[+system.matches];
    choice = choice === null ? schemes[+!system.matches] : choice === of ? null : of;
    apply();
    try {
      if (choice === null) localStorage.removeItem("codepair.scheme");
      else localStorage.setItem("codepair.scheme", choice);
    } catch (error) {
      // As above.
    }
    button.dispatchEvent(new CustomEvent("codepair-scheme", { bubbles: true, detail: root.dataset.scheme }));
  });
})();
