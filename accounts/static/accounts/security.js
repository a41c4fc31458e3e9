// Security keys: a browser without them offers none, and a broken-off ceremony is told in the page's own words.
(function () {
  "use strict";

  document.addEventListener("DOMContentLoaded", function () {
    if (!window.PublicKeyCredential) return;
    document.querySelectorAll("[data-needs-key]").forEach(function (part) { part.hidden = false; });
  });

  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    document.querySelectorAll("[data-key-error]").forEach(function (part) { part.hidden = false; });
  });
})();
