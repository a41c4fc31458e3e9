// What every page does in the browser: toasts, confirmations, one submit per form, menus, dialogs, selection, htmx.
(() => {
  const texts = () => document.getElementById("texts").dataset;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // ── toasts ────────────────────────────────────────────────────────────────────────────────
  const SHOWN_FOR = { info: 7000, success: 6000 }; // warnings and errors stay until they are closed

  function symbol(name) {
    const drawn = document.getElementById("toast-icons").content.querySelector(`[data-level="${name}"]`);
    return drawn.firstElementChild.cloneNode(true);
  }

  function toast(level, text) {
    const known = { debug: "info", ok: "success", warn: "warning", bad: "error" }[level] || level || "info";
    const list = document.getElementById("toasts");
    const item = document.createElement("div");
    const words = document.createElement("span");
    const close = document.createElement("button");
    item.className = `toast toast-${known}`;
    words.className = "toast-text";
    words.textContent = text;
    close.type = "button";
    close.className = "btn btn-quiet btn-icon btn-small";
    close.setAttribute("aria-label", list.dataset.close);
    close.append(symbol("close"));
    close.addEventListener("click", () => item.remove());
    item.append(symbol(known), words, close);
    all(".toast", list).filter((shown) => shown.querySelector(".toast-text")?.textContent === text).forEach((shown) => shown.remove());
    list.append(item);
    if (SHOWN_FOR[known]) fade(item, SHOWN_FOR[known]);
  }

  function fade(item, time) {
    let timer = setTimeout(() => item.remove(), time);
    item.addEventListener("pointerenter", () => clearTimeout(timer));
    item.addEventListener("pointerleave", () => {
      timer = setTimeout(() => item.remove(), time / 2);
    });
  }

  function reviveToasts() {
    // A live region speaks only of what is added after the page stands.
    const waiting = all("#toasts > .toast").map((item) => [item.dataset.level, item.textContent.trim(), item.remove()]);
    requestAnimationFrame(() => waiting.forEach(([level, text]) => toast(level, text)));
  }

  document.addEventListener("toast", (event) => toast(event.detail.level, event.detail.text));
  window.toast = toast;

  // ── confirmation ──────────────────────────────────────────────────────────────────────────
  const confirmed = new WeakSet();

  function ask(asker, then) {
    const dialog = document.getElementById("confirm-dialog");
    const yes = dialog.querySelector('[value="ok"]');
    dialog.querySelector("#confirm-text").textContent = asker.dataset.confirm;
    yes.classList.toggle("btn-danger", asker.matches(".btn-danger, :has(.btn-danger)"));
    yes.classList.toggle("btn-primary", !yes.classList.contains("btn-danger"));
    yes.textContent = asker.dataset.confirmLabel || yes.dataset.default;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => dialog.returnValue === "ok" && then(), { once: true });
    dialog.showModal();
    yes.focus();
  }

  function confirmSubmit(event) {
    const form = event.target;
    const asker = event.submitter?.dataset.confirm ? event.submitter : form;
    if (!asker.dataset.confirm || confirmed.has(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(asker, () => {
      confirmed.add(form);
      form.requestSubmit(event.submitter);
      setTimeout(() => confirmed.delete(form));
    });
  }

  function confirmLink(event) {
    const link = event.target.closest("a[data-confirm]");
    if (!link || link.hasAttribute("hx-get") || link.hasAttribute("hx-post")) return;
    event.preventDefault();
    ask(link, () => window.location.assign(link.href));
  }

  function confirmRequest(event) {
    const { elt, issueRequest } = event.detail;
    if (!elt.dataset.confirm || elt.tagName === "FORM") return;
    event.preventDefault();
    ask(elt, () => issueRequest(true));
  }

  document.addEventListener("submit", confirmSubmit, true);
  document.addEventListener("click", confirmLink);
  document.addEventListener("htmx:confirm", confirmRequest);

  // ── one submit per form ───────────────────────────────────────────────────────────────────
  function submitOnce(event) {
    const form = event.target;
    // A button that only fetches a file leaves the page, and so the form, as it is.
    if (!("once" in form.dataset) || event.defaultPrevented || "download" in (event.submitter?.dataset ?? {})) return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = "1";
    // After the browser has read the form: a disabled button would not be sent along.
    setTimeout(() => {
      event.submitter?.setAttribute("aria-busy", "true");
      all('button:not([type="button"])', form).forEach((button) => (button.disabled = true));
    });
  }

  function release(form) {
    if (!form.dataset.sent) return;
    delete form.dataset.sent;
    all('button:not([type="button"])', form).forEach((button) => {
      button.disabled = false;
      button.removeAttribute("aria-busy");
    });
  }

  document.addEventListener("submit", submitOnce, true);
  window.addEventListener("pageshow", () => all("form[data-once]").forEach(release));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-once]");
    if (form) release(form);
  });

  // ── menus and dialogs ─────────────────────────────────────────────────────────────────────
  function closeMenus(except) {
    all("details.menu[open]").forEach((menu) => menu !== except && (menu.open = false));
  }

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details.menu"));
    const opener = event.target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog).showModal();
    if (event.target.closest("[data-close-dialog]")) event.target.closest("dialog").close();
    // The backdrop belongs to the dialog element itself; its padding does too, so the place decides.
    if (event.target.tagName === "DIALOG" && outside(event.target, event)) event.target.close();
  });

  function outside(dialog, event) {
    const box = dialog.getBoundingClientRect();
    const across = event.clientX >= box.left && event.clientX <= box.right;
    return !(across && event.clientY >= box.top && event.clientY <= box.bottom);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    closeMenus();
    menu?.querySelector("summary").focus();
  });

  // ── theme ─────────────────────────────────────────────────────────────────────────────────
  function showTheme() {
    all("[data-theme-value]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.themeValue === window.theme.chosen()));
    });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-value]");
    if (!button) return;
    window.theme.choose(button.dataset.themeValue);
    showTheme();
  });

  // ── passwords ─────────────────────────────────────────────────────────────────────────────
  function reveal(button) {
    const input = button.parentElement.querySelector("input");
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    button.setAttribute("aria-label", shown ? texts().conceal : texts().reveal);
  }

  function capsHint(event) {
    const field = event.target.closest?.(".field");
    if (!field || !event.target.closest(".control-join") || !event.getModifierState) return;
    let hint = field.querySelector("[data-caps]");
    if (!hint) {
      hint = document.createElement("div");
      hint.className = "hint caps-hint";
      hint.dataset.caps = "";
      hint.setAttribute("role", "status");
      field.append(hint);
    }
    hint.textContent = event.getModifierState("CapsLock") ? texts().caps : "";
  }

  document.addEventListener("keyup", capsHint);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reveal]");
    if (button) reveal(button);
  });

  // ── selection of rows ─────────────────────────────────────────────────────────────────────
  function countSelected(table) {
    const rows = all("input[data-select-row]", table);
    const chosen = rows.filter((row) => row.checked).length;
    all("input[data-select-all]", table).forEach((box) => {
      box.checked = chosen > 0 && chosen === rows.length;
      box.indeterminate = chosen > 0 && chosen < rows.length;
    });
    const form = table.closest("form") || document;
    all("[data-selected-count]", form).forEach((place) => (place.textContent = String(chosen)));
    all("[data-needs-selection]", form).forEach((button) => (button.disabled = chosen === 0));
  }

  document.addEventListener("change", (event) => {
    const table = event.target.closest("table");
    if (!table || !event.target.matches("[data-select-all], [data-select-row]")) return;
    if (event.target.matches("[data-select-all]")) {
      all("input[data-select-row]:not(:disabled)", table).forEach((row) => (row.checked = event.target.checked));
    }
    countSelected(table);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-auto-submit]")) event.target.form.requestSubmit();
  });

  // ── tables that fit keep their heads in sight (see tables.css), wider ones scroll by keyboard ──
  const measured = new ResizeObserver((entries) => entries.forEach(({ target }) => fit(target.closest(".table-wrap"))));

  function fit(wrap) {
    if (!wrap) return; // the table was taken out of the page
    const table = wrap.querySelector("table");
    const fits = table !== null && table.offsetWidth <= wrap.clientWidth;
    wrap.classList.toggle("table-fits", fits);
    if (wrap.hasAttribute("role")) return;
    if (fits) wrap.removeAttribute("tabindex");
    else wrap.tabIndex = 0;
  }

  // ── htmx ──────────────────────────────────────────────────────────────────────────────────
  let running = 0;

  function busy(change) {
    running = Math.max(0, running + change);
    document.getElementById("load-bar").classList.toggle("busy", running > 0);
  }

  document.addEventListener("htmx:beforeRequest", () => busy(1));
  document.addEventListener("htmx:afterRequest", () => busy(-1));
  document.addEventListener("htmx:sendError", () => toast("error", texts().offline));
  document.addEventListener("htmx:timeout", () => toast("error", texts().serverDown));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) toast("error", texts().serverDown);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // The session ended: the sign-in page belongs in the window, not in a corner of the page.
    const login = new URL(document.body.dataset.login, window.location.href).pathname;
    const address = event.detail.xhr.responseURL;
    if (!address || new URL(address).pathname !== login) return;
    event.detail.shouldSwap = false;
    window.location.assign(`${login}?next=${encodeURIComponent(window.location.pathname + window.location.search)}`);
  });

  function enhance(root) {
    all("[data-reveal][hidden], [data-theme-choice][hidden], [data-open-keys][hidden]", root).forEach((part) => {
      part.hidden = false;
    });
    all("dialog[data-open]", root).forEach((dialog) => dialog.open || dialog.showModal());
    all("table:has(input[data-select-row])", root).forEach(countSelected);
    all(".table-wrap", root).forEach((wrap) => {
      fit(wrap);
      // A table grows without its frame when the letters of the page arrive, or a row is changed.
      [wrap, ...wrap.children].forEach((part) => measured.observe(part));
    });
  }

  reviveToasts();
  showTheme();
  enhance(document);
  document.addEventListener("htmx:afterSettle", (event) => enhance(event.target));
})();
