// The review page, second part: every verb on a key, one request after the other, and what to do when one fails.
(() => {
  const review = window.review;
  if (!review) return;
  const { page, list, byId } = review;
  const queue = []; // verbs pressed while an answer is awaited; they run on what that answer left
  const asker = document.getElementById("review-said");
  let busy = false;
  let deciding = ""; // the draft being accepted or rejected: the next open one follows
  let failed = null; // the request to send again
  let focusNext = "";

  const urlOf = (id, verb = "") => page.dataset.draftsUrl.replace("/0/", `/${id}/`) + (verb ? `${verb}/` : "");
  const here = () => byId(review.current);

  // ── requests ──────────────────────────────────────────────────────────────────────────────
  function send(request) {
    busy = true;
    failed = null;
    // A small element asks: the class that htmx gives it while it waits must not restyle the whole list.
    const { method, url, values = {}, target = asker, swap = "none", source = asker } = request;
    window.review.lastRequest = request;
    return window.htmx.ajax(method, url, { source, target, swap, values }).catch(() => {});
  }

  function post(verb, values = {}) {
    const card = here();
    if (card) send({ method: "POST", url: urlOf(review.current, verb), values: { version: card.dataset.version, ...values } });
  }

  function form(verb, field = "") {
    const card = here();
    if (!card) return;
    focusNext = field;
    send({ method: "GET", url: urlOf(review.current, verb), target: card, swap: "outerHTML" });
  }

  function decide(verb) {
    deciding = review.current;
    post(verb);
  }

  // ── verbs ─────────────────────────────────────────────────────────────────────────────────
  function create() {
    const range = review.chosenRange();
    if (!range || range.start === range.end) return window.toast("info", page.dataset.noSelection);
    window.getSelection().removeAllRanges();
    return send({ method: "POST", url: page.dataset.createUrl, values: range });
  }

  function split() {
    const card = here();
    const range = review.chosenRange();
    const inside = card && range && range.start > Number(card.dataset.start) && range.start < Number(card.dataset.end);
    if (inside) post("split", { offset: range.start });
    else form("places", "[data-choice]");
  }

  function merge() {
    const alive = review.cards().filter((card) => card.dataset.state !== "rejected").sort((a, b) => a.dataset.order - b.dataset.order);
    const other = alive[alive.indexOf(here()) + 1];
    if (!other) return window.toast("info", page.dataset.noNext);
    return post("merge", { other: other.dataset.draft });
  }

  function turn(name) {
    const button = document.querySelector(`[data-${name}]`);
    if (button && !button.disabled) send({ method: "POST", url: button.dataset.url, values: { step: button.dataset[name] } });
  }

  function choose(key) {
    const button = here()?.querySelector(`[data-choice="${key}"]`);
    if (button) act(button);
  }

  function openAccept() {
    const dialog = document.getElementById("accept-dialog");
    if (document.querySelector("[data-open-accept]").disabled || dialog.open) return;
    dialog.showModal();
    preview();
  }

  function release() {
    const button = document.querySelector("[data-release]");
    if (button.disabled) return window.toast("info", document.getElementById("release-obstacle")?.textContent || "");
    return button.click();
  }

  function toggleSort() {
    review.sorter.value = review.sorter.value === "order" ? "doubt" : "order";
    review.sorter.dispatchEvent(new Event("change"));
  }

  const ACTS = {
    accept: () => decide("accept"),
    reject: () => decide("reject"),
    restore: () => post("restore"),
    confirm: () => post("confirm"),
    swap: () => post("swap"),
    up: () => post("up"),
    down: () => post("down"),
    group: () => post("group"),
    edit: () => form("edit", "[name=text]"),
    stages: () => form("stages", "[name=stages]"),
    split,
    merge,
    lead: (button) => post("lead", { organisation: button.dataset.organisation }),
    "split-at": (button) => post("split", { offset: button.dataset.offset }),
  };

  function act(button) {
    if (!button.hidden && !busy) ACTS[button.dataset.act](button);
  }

  // A verb works only where its button would stand.
  const able = (name) => () => {
    const button = here()?.querySelector(`[data-act="${name}"]`);
    if (button && !button.hidden) ACTS[name](button);
  };

  const KEYS = {
    j: () => review.step(1),
    k: () => review.step(-1),
    ArrowDown: () => review.step(1),
    ArrowUp: () => review.step(-1),
    a: able("accept"),
    x: able("reject"),
    u: () => (here()?.dataset.state === "proposed" ? turn("undo") : able("restore")()),
    c: able("confirm"),
    e: able("edit"),
    s: able("split"),
    t: able("stages"),
    m: able("merge"),
    w: able("swap"),
    J: able("down"),
    K: able("up"),
    o: () => form("edit", "[data-name=leads] [role=combobox]"),
    p: () => form("edit", "[data-name=coordinating] [role=combobox]"),
    d: () => form("edit", "[name=due_on]"),
    n: create,
    z: () => turn("undo"),
    Z: () => turn("redo"),
    A: openAccept,
    R: release,
    v: toggleSort,
    i: () => review.nextView?.(),
    ",": () => review.turnPage?.(-1),
    ".": () => review.turnPage?.(1),
    "[": () => review.nextPile(-1),
    "]": () => review.nextPile(1),
  };

  function verbOf(key) {
    if (/^[1-9]$/.test(key)) return () => choose(key);
    if (key === "g") return here()?.querySelector('[data-act="group"]') ? ACTS.group : null;
    return KEYS[key];
  }

  const typing = (target) => target.matches("textarea, select, input:not([type=checkbox], [type=radio])") || target.isContentEditable;
  const inForm = () => here()?.matches("form.draft-form");

  function cancel(card) {
    card.dispatchEvent(new CustomEvent("review:cancelled", { bubbles: true }));
    send({ method: "GET", url: urlOf(card.dataset.draft) });
  }

  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
    const open = target.closest(".draft-form") || here()?.closest(".draft-form");
    if (event.key === "Escape" && open && target.getAttribute("aria-expanded") !== "true") {
      event.preventDefault();
      return cancel(open);
    }
    if (typing(target) || target.closest("[data-chip]") || (inForm() && !/^[jk]$/.test(event.key))) return;
    if (event.key.startsWith("Arrow") && !list.contains(target)) return; // arrows scroll the text where the text has the focus
    if (!verbOf(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (busy) queue.push(event.key);
    else verbOf(event.key)();
  }, true);

  // ── mouse ─────────────────────────────────────────────────────────────────────────────────
  document.addEventListener("click", (event) => {
    const card = event.target.closest("#drafts > [data-draft]");
    if (card && card.dataset.draft !== review.current) review.select(card.dataset.draft, { focus: !typing(event.target) });
    const button = event.target.closest("[data-act]");
    if (button) return act(button);
    if (event.target.closest("[data-undo]")) return busy || turn("undo");
    if (event.target.closest("[data-redo]")) return busy || turn("redo");
    if (event.target.closest("[data-open-accept]")) return openAccept();
    if (event.target.closest("[data-cancel]")) return cancel(card);
    if (event.target.closest("[data-retry]")) retry();
  });

  // ── accept all ────────────────────────────────────────────────────────────────────────────
  function preview() {
    const place = document.getElementById("accept-preview");
    const { calm, warned, lacking } = document.getElementById("accept-above").selectedOptions[0].dataset;
    const both = document.getElementById("accept-warned").checked;
    const taken = Number(calm) + (both ? Number(warned) : 0);
    const said = (name, count) => (Number(count) ? place.dataset[name].replace("{n}", count) : "");
    const left = [both ? "" : said("warned", warned), said("lacking", lacking)].filter(Boolean);
    place.textContent = [taken ? said("takes", taken) : place.dataset.none, ...left].join(" ");
    place.closest("form").querySelector("[value=ok]").disabled = !taken;
  }

  document.addEventListener("input", (event) => {
    if (event.target.closest("#accept-dialog")) preview();
  });

  document.addEventListener("submit", (event) => {
    const asked = event.target.closest("[data-accept-form]");
    if (!asked) return;
    const values = { ...Object.fromEntries(new FormData(asked)), version: document.getElementById("review-bar").dataset.version };
    send({ method: "POST", url: asked.dataset.url, values });
  });

  document.addEventListener("keydown", (event) => {
    // A list of choices keeps Enter for itself; here it means yes.
    if (event.key !== "Enter" || !event.target.matches("#accept-above")) return;
    event.preventDefault();
    event.target.form.requestSubmit(event.target.form.querySelector("[value=ok]"));
  });

  // ── answers ───────────────────────────────────────────────────────────────────────────────
  // Other parts of the page may ask for something too; only steps of the review are answered here.
  const mine = (event) => event.detail.elt === asker || Boolean(event.detail.elt?.closest?.("#drafts, .draft-form"));

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!mine(event)) return;
    busy = true;
    const own = event.target.closest?.("form.draft-form");
    if (own) window.review.lastRequest = { form: own.id };
  });

  function trouble(kind) {
    const box = document.getElementById("review-trouble");
    const words = box.querySelector("[data-trouble-words]");
    failed = window.review.lastRequest;
    words.textContent = words.dataset[kind];
    box.hidden = false;
    box.querySelector("[data-retry]").focus({ preventScroll: true });
    queue.length = 0;
    deciding = "";
  }

  function retry() {
    const again = failed;
    if (document.querySelector("[data-trouble-words]").textContent === document.querySelector("[data-trouble-words]").dataset.gone) return window.location.reload();
    if (again?.form) document.getElementById(again.form)?.requestSubmit();
    else if (again) send(again);
  }

  document.addEventListener("htmx:sendError", (event) => mine(event) && trouble("lost"));
  document.addEventListener("htmx:timeout", (event) => mine(event) && trouble("lost"));
  document.addEventListener("htmx:responseError", (event) => mine(event) && event.detail.xhr.status >= 500 && trouble("broken"));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!mine(event)) return undefined;
    if (!event.detail.successful && event.detail.xhr.status !== 422) {
      queue.length = 0;
      if (event.detail.xhr.status >= 400 && event.detail.xhr.status < 500) trouble("gone");
      return finishRequest(true);
    }
    document.getElementById("review-trouble").hidden = true;
    if (event.detail.xhr.status === 204) finishRequest(true); // refused: a toast says why, nothing is swapped
    return undefined;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.matches?.(".draft-form")) finishRequest(false);
  });

  let wanted = null;
  document.addEventListener("review-step", (event) => {
    wanted = event.detail.select;
    if (event.detail.said) document.getElementById("review-said").textContent = event.detail.said;
    finishRequest(false);
  });

  function finishRequest(refused) {
    if (!refused) review.refresh();
    const done = deciding;
    const target = wanted;
    deciding = "";
    wanted = null;
    busy = false;
    if (!refused) land(done, target);
    const key = queue.shift();
    if (key) verbOf(key)?.();
  }

  // Where the focus belongs after an answer: never on nothing.
  function land(done, target) {
    const next = done && byId(done)?.dataset.state !== "proposed" ? review.nextOpen(done) : null;
    if (target && byId(target)) return review.select(target);
    if (next) return review.select(next.dataset.draft);
    const own = here();
    const card = own && !own.hidden ? own : review.shown()[0];
    if (!card) return list.focus({ preventScroll: true });
    const field = focusNext && card.matches(".draft-form") ? card.querySelector(focusNext) : null;
    focusNext = field ? "" : focusNext;
    if (field) field.focus();
    else if (card.matches(".draft-form") && card.querySelector(".errorlist, .error, .callout-bad")) card.querySelector("[aria-invalid=true]")?.focus();
    else if (!card.contains(document.activeElement)) review.select(card.dataset.draft, { reveal: false, follow: false });
    return undefined;
  }
})();
