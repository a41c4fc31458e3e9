// The review page: which draft is selected, its spans in the text, and every verb on a key.
(() => {
  const page = document.querySelector("[data-review]");
  if (!page) return;
  const paper = () => document.getElementById("paper");
  const list = () => document.getElementById("drafts");
  const cards = () => [...list().querySelectorAll("[data-draft]")];
  const shown = () => cards().filter((card) => card.getClientRects().length > 0);
  const byId = (id) => list().querySelector(`[data-draft="${id}"]`);
  const decided = []; // drafts in the order in which they were decided, for undo
  let current = "";
  let focusNext = ""; // what to focus in the form that is being fetched

  // ── selection of a draft ──────────────────────────────────────────────────────────────────
  function marksOf(id) {
    return [...paper().querySelectorAll(`mark[data-drafts~="${id}"]`)];
  }

  function paint() {
    cards().forEach((card) => {
      if (card.dataset.draft === current) card.setAttribute("aria-current", "true");
      else card.removeAttribute("aria-current");
      marksOf(card.dataset.draft).forEach((mark) => (mark.dataset.state = card.dataset.state));
    });
    const chosen = new Set(marksOf(current));
    paper().querySelectorAll("mark.span").forEach((mark) => mark.classList.toggle("span-current", chosen.has(mark)));
  }

  function scrollTo(pane, element) {
    const box = pane.getBoundingClientRect();
    const place = element.getBoundingClientRect();
    if (place.top >= box.top + 40 && place.bottom <= box.bottom - 40) return;
    pane.scrollTop += place.top - box.top - box.height / 4;
  }

  function select(id, { focus = true, follow = true, reveal = true } = {}) {
    const card = byId(id);
    if (!card) return;
    current = String(id);
    paint();
    if (focus && !card.contains(document.activeElement)) card.focus({ preventScroll: true });
    if (reveal) {
      scrollTo(list().closest(".drafts-pane"), card);
      card.scrollIntoView({ block: "nearest" });
    }
    const mark = marksOf(id)[0];
    if (mark && follow) scrollTo(paper(), mark);
  }

  function step(by) {
    const visible = shown();
    if (!visible.length) return;
    const at = visible.findIndex((card) => card.dataset.draft === current);
    const next = at < 0 ? 0 : Math.min(visible.length - 1, Math.max(0, at + by));
    select(visible[next].dataset.draft);
  }

  function nextOpen(id) {
    const visible = shown();
    const at = visible.findIndex((card) => card.dataset.draft === id);
    const open = (card) => card.dataset.state === "proposed" && card.dataset.draft !== id;
    return visible.slice(at + 1).find(open) || visible.find(open);
  }

  // ── places in the text, counted in characters as the server counts them ───────────────────
  function offsetOf(node, offset) {
    const before = document.createRange();
    before.selectNodeContents(paper());
    before.setEnd(node, offset);
    return [...before.toString()].length;
  }

  function chosenRange() {
    const selection = window.getSelection();
    if (!selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!paper().contains(range.commonAncestorContainer)) return null;
    return { start: offsetOf(range.startContainer, range.startOffset), end: offsetOf(range.endContainer, range.endOffset) };
  }

  // ── verbs ─────────────────────────────────────────────────────────────────────────────────
  function press(verb) {
    const button = byId(current)?.querySelector(`[data-act="${verb}"]`);
    if (button && !button.disabled) button.click();
  }

  function post(url, values) {
    const card = byId(current);
    window.htmx.ajax("POST", url, { source: card || list(), target: "#drafts", swap: "innerHTML", values });
  }

  function create() {
    const range = chosenRange();
    if (!range || range.start === range.end) return window.toast("info", page.dataset.noSelection);
    post(page.dataset.createUrl, range);
    window.getSelection().removeAllRanges();
  }

  function split() {
    const card = byId(current);
    const button = card?.querySelector('[data-act="split"]');
    if (!button) return;
    const range = chosenRange();
    const inside = range && range.start > Number(card.dataset.start) && range.start < Number(card.dataset.end);
    if (inside) post(button.dataset.splitUrl, { offset: range.start });
    else button.click();
  }

  function merge() {
    const card = byId(current);
    const button = card?.querySelector('[data-act="merge"]');
    if (!button) return;
    const visible = cards().filter((other) => other.dataset.state !== "rejected");
    const other = visible[visible.indexOf(card) + 1];
    if (!other) return window.toast("info", page.dataset.noNext);
    post(button.dataset.mergeUrl, { other: other.dataset.draft });
  }

  function undo() {
    const own = byId(current);
    const id = own && own.dataset.state !== "proposed" ? current : decided.pop();
    const button = id && byId(id)?.querySelector('[data-act="restore"]');
    if (!button) return window.toast("info", page.dataset.nothingToUndo);
    current = id;
    button.click();
  }

  function edit(field) {
    focusNext = field;
    press("edit");
  }

  function choose(number) {
    byId(current)?.querySelectorAll('[data-act="lead"]')[number - 1]?.click();
  }

  const VERBS = {
    j: () => step(1),
    k: () => step(-1),
    a: () => press("accept"),
    x: () => press("reject"),
    e: () => edit("[name=text]"),
    o: () => edit("[role=combobox]"),
    d: () => edit("[name=due_on]"),
    c: () => press("confirm"),
    g: () => press("group"),
    s: split,
    m: merge,
    n: create,
    u: undo,
    A: () => document.querySelector("[data-accept-all]:not(:disabled)")?.click(),
  };

  function typing(target) {
    return target.matches("textarea, select, input:not([type=checkbox], [type=radio])") || target.isContentEditable;
  }

  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
    const form = target.closest(".draft-form") || byId(current)?.closest(".draft-form");
    if (event.key === "Escape" && form && target.getAttribute("aria-expanded") !== "true") {
      event.preventDefault();
      form.querySelector("[data-cancel]").click();
      return;
    }
    if (typing(target)) return;
    const verb = VERBS[event.key] || (/^[1-9]$/.test(event.key) && (() => choose(Number(event.key))));
    if (!verb) return;
    event.preventDefault();
    event.stopPropagation();
    verb();
  }, true);

  // ── mouse ─────────────────────────────────────────────────────────────────────────────────
  page.addEventListener("click", (event) => {
    const card = event.target.closest("[data-draft]");
    if (card && card.dataset.draft !== current) select(card.dataset.draft, { focus: false });
    if (event.target.closest('[data-act="merge"]')) merge();
    const mark = event.target.closest("mark.span");
    if (mark && !String(window.getSelection())) select(mark.dataset.drafts.split(" ").pop(), { follow: false });
  });

  // ── piles ─────────────────────────────────────────────────────────────────────────────────
  function showPile(name) {
    list().dataset.pile = name;
    document.querySelectorAll("[data-pile][aria-pressed]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.pile === name));
    });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-pile]");
    if (!button) return;
    showPile(button.dataset.pile);
    const first = shown()[0];
    if (first) select(first.dataset.draft, { focus: false });
  });

  // ── after an answer ───────────────────────────────────────────────────────────────────────
  let waiting = "";
  document.addEventListener("htmx:beforeRequest", (event) => {
    const button = event.detail.elt;
    const verb = button.dataset?.act;
    waiting = verb === "accept" || verb === "reject" ? button.closest("[data-draft]").dataset.draft : "";
    if (button.closest?.("[data-draft]")) current = button.closest("[data-draft]").dataset.draft;
  });

  function moveOn(id) {
    const card = byId(id);
    if (!card || card.dataset.state === "proposed") return false;
    decided.push(id);
    const next = nextOpen(id);
    if (next) select(next.dataset.draft);
    return Boolean(next);
  }

  document.addEventListener("htmx:afterSettle", (event) => {
    showPile(list().dataset.pile);
    const done = waiting;
    waiting = "";
    paint();
    if (done && moveOn(done)) return;
    const card = byId(current);
    if (!card) return;
    const field = focusNext && card.matches(".draft-form") && card.querySelector(focusNext);
    focusNext = field ? "" : focusNext;
    if (field) field.focus();
    else if (event.target.id !== "review-bar" && !card.contains(document.activeElement)) card.focus({ preventScroll: true });
  });

  document.addEventListener("select-draft", (event) => select(event.detail.id));

  const first = cards().find((card) => card.dataset.state === "proposed") || cards()[0];
  if (first) select(first.dataset.draft, { follow: false, reveal: false });
})();
