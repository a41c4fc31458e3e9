// Security keys: buttons are tied to the ceremonies of allauth's script; a browser without keys offers none, and a
// ceremony that was broken off is told in the page's own words.
(function () {
  "use strict";

  function tie(button) {
    const ids = { credential: button.dataset.keyAnswer, passwordless: button.dataset.keyPasswordless, data: "js_data" };
    ids[button.dataset.keyPart] = button.id;
    window.allauth.webauthn.forms[button.dataset.keyForm]({ ids: ids });
  }

  document.addEventListener("DOMContentLoaded", function () {
    if (!window.PublicKeyCredential) return;
    document.querySelectorAll("[data-key-form]").forEach(tie);
    document.querySelectorAll("[data-needs-key]").forEach(function (part) { part.hidden = false; });
  });

  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    document.querySelectorAll("[data-key-error]").forEach(function (part) { part.hidden = false; });
  });
})();
