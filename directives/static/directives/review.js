// The review page, first part: which proposal is current, its marks in the text, piles, order, the two panes.
(() => {
  const page = document.querySelector("[data-review]");
  if (!page) return;
  const paper = document.getElementById("paper");
  const list = document.getElementById("drafts");
  const tools = document.getElementById("draft-tools").content.firstElementChild;
  const SETTLE = 250; // milliseconds in which scrolling by script is not taken for scrolling by hand
  let current = "";
  let marks = new Map(); // key of a draft: its marks in the text
  let steered = 0; // when a script last scrolled a pane

  const cards = () => [...list.querySelectorAll(":scope > [data-draft]")];
  const byId = (id) => (id ? document.getElementById(`draft-${id}`) : null);
  const inPile = (card, pile) => pile === "all" || card.matches(".draft-form") || card.dataset.piles.split(" ").includes(pile);
  const shown = () => cards().filter((card) => !card.hidden);

  // ── marks ─────────────────────────────────────────────────────────────────────────────────
  function readMarks() {
    marks = new Map();
    paper.querySelectorAll("mark.span").forEach((mark) => {
      mark.dataset.drafts.split(" ").forEach((id) => marks.set(id, [...(marks.get(id) || []), mark]));
    });
  }

  // Words that the reading of a scan is not sure of; browsers without this interface show the list in the header only.
  function markUnsure() {
    const words = JSON.parse(paper.dataset.unsure || "[]");
    if (!words.length || !window.Highlight) return;
    const ranges = [];
    const walker = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) words.forEach((word) => ranges.push(...placesOf(word, walker.currentNode)));
    CSS.highlights.set("unsure", new window.Highlight(...ranges));
  }

  function placesOf(word, node) {
    const found = [];
    for (let at = node.data.indexOf(word); at >= 0; at = node.data.indexOf(word, at + word.length)) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + word.length);
      found.push(range);
    }
    return found;
  }

  function paint(id) {
    const card = byId(id);
    const own = marks.get(String(id)) || [];
    const chosen = String(id) === current;
    own.forEach((mark) => {
      if (card) mark.dataset.state = card.dataset.state;
      mark.classList.toggle("span-current", chosen);
    });
    if (!card) return;
    if (chosen) card.setAttribute("aria-current", "true");
    else card.removeAttribute("aria-current");
  }

  // ── the one row of buttons, which stands in the current card ──────────────────────────────
  function equip(card) {
    if (!card || card.matches(".draft-form")) return tools.remove();
    if (tools.parentElement !== card) card.append(tools);
    tools.querySelector("details").open = false;
    tools.querySelectorAll("[data-when]").forEach((button) => {
      const fits = button.dataset.when.split(" ").includes(card.dataset.state);
      button.hidden = !fits || ("undated" in button.dataset && "dated" in card.dataset);
    });
  }

  // The list cuts off what hangs out of it: a menu that opens at its foot is brought into sight.
  tools.querySelector("details").addEventListener("toggle", ({ target }) => {
    if (target.open) target.querySelector(".menu-panel").scrollIntoView({ block: "nearest" });
  });

  // ── choosing a draft ──────────────────────────────────────────────────────────────────────
  function scrollTo(pane, element) {
    const whole = pane.getBoundingClientRect();
    const place = element.getBoundingClientRect();
    // On a narrow screen the panes do not scroll, the page does.
    const box = { top: Math.max(whole.top, 0), bottom: Math.min(whole.bottom, window.innerHeight), height: whole.height };
    if (place.top >= box.top + 8 && place.bottom <= box.bottom - 8) return;
    steered = Date.now();
    if (pane.scrollHeight <= pane.clientHeight + 1) return element.scrollIntoView({ block: "center" });
    pane.scrollTop += place.top - box.top - Math.min(box.height / 4, 120);
    return undefined;
  }

  function select(id, { focus = true, follow = true, reveal = true } = {}) {
    const card = byId(id);
    if (!card) return;
    const before = current;
    current = String(id);
    if (before && before !== current) paint(before);
    paint(current);
    equip(card);
    if (focus && !card.contains(document.activeElement)) card.focus({ preventScroll: true });
    if (reveal) {
      scrollTo(list, card);
      // Cards above were measured by guess until they came into sight.
      requestAnimationFrame(() => current === card.dataset.draft && scrollTo(list, card));
    }
    const mark = marks.get(current)?.[0];
    if (mark && follow) scrollTo(paper, mark);
    document.dispatchEvent(new CustomEvent("review:selected", { detail: { start: Number(card.dataset.start) } }));
  }

  function step(by) {
    const visible = shown();
    if (!visible.length) return;
    const at = visible.findIndex((card) => card.dataset.draft === current);
    const next = at < 0 ? 0 : Math.min(visible.length - 1, Math.max(0, at + by));
    select(visible[next].dataset.draft);
  }

  // The next one to decide: below the one just decided, else the first that is left.
  function nextOpen(id) {
    const all = cards();
    const at = all.findIndex((card) => card.dataset.draft === String(id));
    const open = (card) => !card.hidden && card.dataset.state === "proposed" && card.dataset.draft !== String(id);
    return all.slice(at + 1).find(open) || all.find(open);
  }

  // ── piles and order ───────────────────────────────────────────────────────────────────────
  function showPile(name) {
    list.dataset.pile = name;
    let left = 0;
    cards().forEach((card) => {
      // The current card stays in sight after a decision took it off the pile.
      const fits = inPile(card, name) || (card.dataset.draft === current && card.contains(document.activeElement));
      card.hidden = !fits;
      left += fits;
    });
    document.querySelectorAll("[data-pile][aria-pressed]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.pile === name));
    });
    document.getElementById("pile-empty").textContent = left || !cards().length ? "" : page.dataset.emptyPile;
    remember();
  }

  function choosePile(name) {
    current = "";
    cards().forEach((card) => card.removeAttribute("aria-current"));
    paper.querySelectorAll(".span-current").forEach((mark) => mark.classList.remove("span-current"));
    document.activeElement?.blur();
    showPile(name);
    const first = shown()[0];
    if (first) select(first.dataset.draft);
  }

  function nextPile(by) {
    const names = [...document.querySelectorAll("button[data-pile]")].map((button) => button.dataset.pile);
    choosePile(names[(names.indexOf(list.dataset.pile) + by + names.length) % names.length]);
  }

  const sorter = document.getElementById("sort-drafts");
  const byOrder = (a, b) => a.dataset.order - b.dataset.order;
  const byDoubt = (a, b) => a.dataset.confidence - b.dataset.confidence || byOrder(a, b);

  function sort() {
    const before = cards();
    const after = [...before].sort(sorter.value === "doubt" ? byDoubt : byOrder);
    if (before.every((card, at) => card === after[at])) return;
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    list.append(...after);
    focused?.focus({ preventScroll: true });
  }

  sorter.addEventListener("change", () => {
    sort();
    remember();
    // Whoever asks for the least sure ones first wants to begin with them.
    const first = sorter.value === "doubt" ? shown().find((card) => card.dataset.state === "proposed") : null;
    if (first) select(first.dataset.draft, { focus: list.contains(document.activeElement) });
    else if (byId(current)) select(current, { focus: false });
  });

  function remember() {
    const address = new URL(window.location.href);
    const wanted = { pile: list.dataset.pile === "all" ? "" : list.dataset.pile, sort: sorter.value === "order" ? "" : sorter.value };
    Object.entries(wanted).forEach(([name, value]) => (value ? address.searchParams.set(name, value) : address.searchParams.delete(name)));
    if (address.href !== window.location.href) window.history.replaceState(window.history.state, "", address);
  }

  // ── after a change ────────────────────────────────────────────────────────────────────────
  function renumber() {
    const orders = document.getElementById("review-orders").dataset.orders;
    if (!orders) return;
    delete document.getElementById("review-orders").dataset.orders;
    orders.split(" ").forEach((pair) => {
      const [id, order] = pair.split(":");
      const card = byId(id);
      if (!card || card.dataset.order === order) return;
      card.dataset.order = order;
      const shownOrder = card.querySelector(".draft-order");
      if (shownOrder) shownOrder.textContent = order;
    });
    list.querySelector("[data-empty]")?.remove();
    readMarks();
    markUnsure();
    cards().forEach((card) => (marks.get(card.dataset.draft) || []).forEach((mark) => (mark.dataset.state = card.dataset.state)));
    sort();
  }

  function refresh() {
    renumber();
    showPile(list.dataset.pile);
    if (!byId(current)) current = "";
    if (current) select(current, { focus: false, reveal: false, follow: false });
  }

  // ── places in the text, counted in characters as the server counts them ───────────────────
  function offsetOf(node, offset) {
    const before = document.createRange();
    before.selectNodeContents(paper);
    before.setEnd(node, offset);
    return [...before.toString()].length;
  }

  function chosenRange() {
    const selection = window.getSelection();
    if (!selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!paper.contains(range.commonAncestorContainer)) return null;
    return { start: offsetOf(range.startContainer, range.startOffset), end: offsetOf(range.endContainer, range.endOffset) };
  }

  // ── the panes: tabs on a narrow screen, scrolling in step on a wide one ───────────────────
  function showPane(name) {
    page.dataset.pane = name;
    document.querySelectorAll(".pane-tabs [data-show-pane]").forEach((tab) => {
      tab.setAttribute("aria-pressed", String(tab.dataset.showPane === name));
    });
    if (current) select(current, { focus: name === "drafts" });
  }

  function firstIn(pane, elements) {
    const top = pane.getBoundingClientRect().top;
    return elements.find((element) => element.getBoundingClientRect().bottom > top + 24);
  }

  let waiting = 0;
  function inStep(pane, follow) {
    pane.addEventListener("scroll", () => {
      if (Date.now() - steered < SETTLE) return;
      clearTimeout(waiting);
      waiting = setTimeout(follow, 120);
    }, { passive: true });
  }

  inStep(paper, () => {
    const mark = firstIn(paper, [...paper.querySelectorAll("mark.span")]);
    const card = mark && byId(mark.dataset.drafts.split(" ")[0]);
    if (card && !card.hidden && sorter.value === "order") scrollTo(list, card);
  });
  inStep(list, () => {
    const card = firstIn(list, shown());
    const mark = card && marks.get(card.dataset.draft)?.[0];
    if (mark && sorter.value === "order") scrollTo(paper, mark);
  });

  document.addEventListener("click", (event) => {
    const pane = event.target.closest("[data-show-pane]");
    if (pane) return showPane(pane.dataset.showPane);
    const pile = event.target.closest("button[data-pile]");
    if (pile) return choosePile(pile.dataset.pile);
    const mark = event.target.closest("#paper mark.span");
    if (!mark || String(window.getSelection())) return;
    const id = mark.dataset.drafts.split(" ").pop();
    const narrow = getComputedStyle(page.querySelector(".drafts-pane")).display === "none";
    if (narrow) showPane("drafts");
    if (byId(id)?.hidden) showPile("all");
    select(id, { follow: false });
  });

  window.review = {
    page, paper, list, cards, shown, byId, select, step, nextOpen, nextPile, refresh, sort, sorter, chosenRange, equip,
    get current() { return current; },
    set current(id) { current = String(id); },
  };

  readMarks();
  markUnsure();
  const asked = new URLSearchParams(window.location.search);
  if (asked.get("sort") === "doubt") sorter.value = "doubt";
  sort();
  const known = document.querySelector(`button[data-pile="${CSS.escape(asked.get("pile") || "all")}"]`);
  showPile(known ? known.dataset.pile : "all");
  const first = shown().find((card) => card.dataset.state === "proposed") || shown()[0];
  if (first) select(first.dataset.draft, { reveal: false });
})();
