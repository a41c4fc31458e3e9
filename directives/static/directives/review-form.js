// The review page, third part: the form of a proposal. Deadlines as they are typed, chips by keyboard, nothing typed is lost.
(() => {
  const review = window.review;
  if (!review) return;
  const WAIT = 150; // milliseconds after the last key before asking what a deadline means
  let timer = 0;

  // ── what a typed deadline means ───────────────────────────────────────────────────────────
  async function explain(input) {
    const box = input.closest("[data-deadline]");
    const words = box.querySelector("[data-deadline-words]");
    const typed = input.value.trim();
    if (!typed) return say(words, "", "");
    let answer;
    try {
      answer = await fetch(`${box.dataset.deadline}?typed=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
    } catch {
      return undefined; // the line is cut: the words are checked when the form is saved
    }
    if (!answer.ok || input.value.trim() !== typed) return undefined;
    const meant = await answer.json();
    say(words, meant.words, meant.tone);
    if (meant.precision && meant.precision !== "none") box.querySelector("[name=precision]").value = meant.precision;
    return undefined;
  }

  function say(place, text, tone) {
    place.textContent = text;
    place.dataset.tone = tone;
  }

  // ── how often: only the answers that fit the pace ─────────────────────────────────────────
  function showRepeat(box) {
    const pace = box.querySelector("[name=recurrence]").value;
    box.querySelectorAll("[data-pace]").forEach((part) => {
      part.hidden = !part.dataset.pace.split(" ").some((name) => pace.includes(name));
    });
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-deadline] [name=due_on]")) {
      clearTimeout(timer);
      timer = setTimeout(() => explain(event.target), WAIT);
    }
    const form = event.target.closest("form[data-keep]");
    if (form) keep(form);
  });
  document.addEventListener("change", (event) => {
    const repeat = event.target.closest("[data-repeat]");
    if (repeat) showRepeat(repeat);
    const form = event.target.closest("form[data-keep]");
    if (form) keep(form);
  });

  // ── chips ─────────────────────────────────────────────────────────────────────────────────
  const other = { leads: "coordinating", coordinating: "leads" };

  function moveChip(chip, by) {
    const next = by > 0 ? chip.nextElementSibling : chip.previousElementSibling;
    if (next) next[by > 0 ? "after" : "before"](chip);
    chip.focus();
  }

  function switchSide(chip) {
    const form = chip.closest("form");
    const name = chip.querySelector("input").name;
    const target = form.querySelector(`[data-picker][data-name="${other[name]}"] .picked`);
    if (!target) return;
    const known = target.querySelector(`[data-chip="${chip.dataset.chip}"]`);
    if (known) known.remove();
    chip.querySelector("input").name = other[name];
    target.append(chip);
    chip.focus();
  }

  function dropChip(chip) {
    const picker = chip.closest("[data-picker]");
    const next = chip.nextElementSibling || chip.previousElementSibling || picker.querySelector("[role=combobox]");
    chip.remove();
    next.focus();
  }

  document.addEventListener("keydown", (event) => {
    const input = event.target.closest?.("[data-picker] [role=combobox]");
    if (input && !input.value && event.key === "ArrowLeft") {
      input.closest("[data-picker]").querySelector(".picked > li:last-child")?.focus();
      return event.preventDefault();
    }
    const chip = event.target.matches?.("[data-chip]") ? event.target : null;
    if (!chip || event.ctrlKey || event.metaKey) return undefined;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by && event.altKey) moveChip(chip, by);
    else if (by) (by > 0 ? chip.nextElementSibling || chip.closest("[data-picker]").querySelector("[role=combobox]") : chip.previousElementSibling || chip).focus();
    else if (event.key === "w" || event.key === "W") switchSide(chip);
    else if (event.key === "Delete" || event.key === "Backspace") dropChip(chip);
    else if (event.key.length === 1 && !event.altKey) return chip.closest("[data-picker]").querySelector("[role=combobox]").focus(); // a name is being typed
    else return undefined;
    keep(review.byId(review.current));
    return event.preventDefault();
  });

  // ── nothing typed is lost: it stays in the window until it is saved or given up ───────────
  const nameOf = (form) => `review:${review.page.dataset.paper}:${form.dataset.draft}:${form.querySelector("[name=stages]") ? "stages" : "edit"}`;
  const fieldsOf = (form) => [...form.querySelectorAll("[name]:not([type=hidden])")];

  function keep(form) {
    if (!form?.matches("form[data-keep]")) return;
    const values = fieldsOf(form).map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]);
    const chips = [...form.querySelectorAll("[data-chip]")].map((chip) => [chip.querySelector("input").name, chip.dataset.chip, chip.querySelector("span").textContent]);
    store(nameOf(form), JSON.stringify({ values, chips }));
  }

  function store(name, text) {
    try {
      if (text === null) sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, text);
    } catch {
      // A full or forbidden store only means that a reload forgets.
    }
  }

  function recall(form) {
    const text = sessionStorage.getItem(nameOf(form));
    if (!text) return;
    const { values, chips } = JSON.parse(text);
    values.forEach(([name, value]) => {
      const field = form.querySelector(`[name="${name}"]`);
      if (field?.type === "checkbox") field.checked = value;
      else if (field) field.value = value;
    });
    form.querySelectorAll(".picked").forEach((picked) => picked.replaceChildren());
    chips.forEach(([name, id, label]) => {
      const picker = form.querySelector(`[data-picker][data-name="${name}"]`);
      picker?.querySelector(".picked").append(window.picker.chip(picker, name, id, label));
    });
    const notice = form.querySelector("[data-kept]");
    if (notice) notice.hidden = false;
  }

  function opened(form) {
    // After a refusal the form comes back with what was typed; nothing has to be recalled.
    if (!form.querySelector(".errorlist, .callout-bad")) recall(form);
    form.querySelectorAll("[data-repeat]").forEach(showRepeat);
  }

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.matches?.("form[data-keep]")) opened(event.target);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    // After the swap the form is off the page, and htmx names an element above it instead.
    const form = event.detail.requestConfig?.elt?.closest("form[data-keep]");
    if (form && event.detail.successful && event.detail.xhr.status === 200) store(nameOf(form), null);
  });
  document.addEventListener("review:cancelled", (event) => {
    if (event.target.matches("form[data-keep]")) store(nameOf(event.target), null);
  });
  document.addEventListener("click", (event) => {
    const forget = event.target.closest("[data-forget]");
    if (!forget) return;
    const form = forget.closest("form");
    store(nameOf(form), null);
    window.htmx.ajax("GET", form.getAttribute("hx-post"), { source: document.body, target: form, swap: "outerHTML" });
  });
})();
