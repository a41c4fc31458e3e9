// Keyboard: data-key shortcuts (one key, or two in a row such as "g n"), rows by j and k, and the list behind "?".
(() => {
  const PAUSE = 1200; // milliseconds between the two keys of a pair
  const NAMES = { enter: "Enter", escape: "Esc", arrowleft: "←", arrowright: "→", arrowup: "↑", arrowdown: "↓", " ": "␣" };
  let first = "";
  let timer = 0;

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  function isTyping(target) {
    if (target.isContentEditable || target.matches("textarea, select")) return true;
    return target.matches("input") && !["checkbox", "radio", "button", "submit", "file"].includes(target.type);
  }

  function isReachable(element) {
    if (element.disabled || element.getAttribute("aria-disabled") === "true") return false;
    return element.closest("#nav") !== null || element.getClientRects().length > 0;
  }

  function reachable() {
    const dialog = all("dialog[open]").pop();
    const found = all("[data-key]", dialog || document).filter(isReachable);
    // What the page itself offers wins over the frame around it.
    const own = found.filter((element) => element.closest("#content"));
    return [...own, ...found.filter((element) => !own.includes(element))];
  }

  function find(keys) {
    return reachable().find((element) => element.dataset.key.toLowerCase() === keys);
  }

  function use(element) {
    if (element.matches("input, select, textarea")) {
      element.focus();
      element.select?.();
    } else {
      element.click();
    }
  }

  function press(event) {
    const key = event.key.toLowerCase();
    const found = find(first ? `${first} ${key}` : key) || find(key);
    const begins = !first && !found && reachable().some((element) => element.dataset.key.startsWith(`${key} `));
    clearTimeout(timer);
    first = begins ? key : "";
    if (begins) timer = setTimeout(() => (first = ""), PAUSE);
    if (!found) return begins;
    event.preventDefault();
    use(found);
    return true;
  }

  // ── rows ──────────────────────────────────────────────────────────────────────────────────
  const rows = () => all("[data-row-link]").filter((row) => row.getClientRects().length > 0);

  const current = () => document.activeElement?.closest("[data-row-link]");

  // A letter on a chosen row takes the verb of that row; what is not allowed there says why.
  function verb(key) {
    const found = current() && all("[data-row-key]", current()).find((part) => part.dataset.rowKey === key);
    if (!found) return false;
    if (found.dataset.reason) window.toast("warn", found.dataset.reason);
    else found.click();
    return true;
  }

  function arrow(key) {
    if (!["ArrowDown", "ArrowUp"].includes(key) || !(current() || document.querySelector("[data-row-arrows]"))) return 0;
    return key === "ArrowDown" ? 1 : -1;
  }

  function open(row, fresh) {
    const href = row.dataset.rowLink || row.querySelector("a[href]")?.href;
    if (!href) return;
    if (fresh) window.open(href, "_blank", "noopener");
    else window.location.assign(href);
  }

  function step(by) {
    const list = rows();
    if (!list.length) return;
    const at = list.findIndex((row) => row.contains(document.activeElement));
    const next = list[Math.min(list.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    next.tabIndex = -1;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row-link]");
    if (!row || event.target.closest("a, button, input, select, textarea, label, summary")) return;
    if (String(window.getSelection())) return; // somebody is copying text
    open(row, event.ctrlKey || event.metaKey);
  });

  // ── the list of keys ──────────────────────────────────────────────────────────────────────
  function label(element) {
    const words = element.dataset.keyLabel || element.getAttribute("aria-label") || element.textContent;
    return words.replace(/\s+/g, " ").trim();
  }

  function written(keys) {
    const parts = keys.split(" ").filter(Boolean).map((key) => {
      const shown = document.createElement("kbd");
      shown.textContent = NAMES[key.toLowerCase()] || (key.length === 1 ? key.toUpperCase() : key);
      return shown;
    });
    const then = ` ${document.getElementById("texts").dataset.then} `;
    return parts.flatMap((part, index) => (index ? [then, part] : [part]));
  }

  function line(keys, words) {
    const term = document.createElement("dt");
    const meaning = document.createElement("dd");
    term.append(...written(keys));
    meaning.textContent = words;
    term.dataset.found = meaning.dataset.found = "";
    return [term, meaning];
  }

  function showKeys() {
    const dialog = document.getElementById("keys-dialog");
    const list = document.getElementById("keys-list");
    if (dialog.open) return;
    all("[data-found]", list).forEach((part) => part.remove());
    const seen = new Set();
    const found = reachable().filter((element) => !seen.has(element.dataset.key) && seen.add(element.dataset.key));
    all("[data-keys-rows]", list).forEach((part) => (part.hidden = rows().length === 0));
    all("[data-keys-send]", list).forEach((part) => (part.hidden = !document.querySelector("form textarea")));
    list.append(...found.flatMap((element) => line(element.dataset.key, label(element))));
    const verbs = all("[data-row-key]", document).filter((part) => !seen.has(`row ${part.dataset.rowKey}`) && seen.add(`row ${part.dataset.rowKey}`));
    list.append(...verbs.flatMap((part) => line(part.dataset.rowKey, `${label(part)} (${list.dataset.onRow})`)));
    dialog.showModal();
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-keys]")) showKeys();
  });

  function withoutModifier(event) {
    if (event.key === "?") return showKeys();
    if (!first && !document.querySelector("dialog[open]") && verb(event.key)) return event.preventDefault();
    if (press(event)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
    if (arrow(event.key)) {
      event.preventDefault();
      step(arrow(event.key));
    }
    if (event.key === "Enter" && event.target.matches("[data-row-link]")) open(event.target, false);
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const target = event.target instanceof Element ? event.target : document.body;
    const form = target.form || target.closest("form"); // what is no field of its own (a chip) has only the latter
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) return form.requestSubmit();
    if (event.key === "Escape" && isTyping(target)) return target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target)) return;
    withoutModifier(event);
  });

  // An address that names a row goes on with that row.
  const named = window.location.hash ? document.getElementById(window.location.hash.slice(1)) : null;
  if (named?.matches("[data-row-link]")) {
    named.tabIndex = -1;
    named.focus({ preventScroll: true });
    named.scrollIntoView({ block: "center" });
  }

  all("[data-key]").forEach((element) => {
    if (element.dataset.key.length === 1) element.setAttribute("aria-keyshortcuts", element.dataset.key);
  });
})();
