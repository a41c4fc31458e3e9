// The search box of every page: results under it while typing, chosen by arrows; recent words stay in this browser.
(() => {
  const KEPT = "recent-searches";
  const MOST = 8;
  const form = document.querySelector("form.search");
  const panel = document.getElementById("search-panel");
  if (!form || !panel) return;
  const input = form.querySelector("input[name=q]");
  let chosen = -1;

  const options = () => [...panel.querySelectorAll("[role=option]")];

  // ── recent words ──────────────────────────────────────────────────────────────────────────
  function recent() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT) || "[]");
      return Array.isArray(kept) ? kept.filter((words) => typeof words === "string").slice(0, MOST) : [];
    } catch {
      return []; // a browser that keeps nothing, or another's data under this name
    }
  }

  function remember(words) {
    const typed = words.trim().slice(0, 200);
    if (typed.length < 2) return;
    try {
      localStorage.setItem(KEPT, JSON.stringify([typed, ...recent().filter((old) => old !== typed)].slice(0, MOST)));
    } catch {
      // a browser that keeps nothing searches all the same
    }
  }

  function row(words, index) {
    const link = document.createElement("a");
    link.className = "search-option";
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.id = `recent-${index}`;
    link.tabIndex = -1;
    link.href = `${form.action}?q=${encodeURIComponent(words)}`;
    link.textContent = words;
    return link;
  }

  function forget() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "search-option search-every";
    button.textContent = panel.dataset.forget;
    button.addEventListener("click", () => {
      localStorage.removeItem(KEPT);
      close();
      input.focus();
    });
    return button;
  }

  function showRecent() {
    const kept = recent();
    if (!kept.length) return close();
    const title = document.createElement("div");
    const list = document.createElement("div");
    title.className = "search-group";
    title.textContent = panel.dataset.recent;
    list.id = "search-options";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", panel.dataset.recent);
    list.append(...kept.map(row));
    panel.replaceChildren(title, list, forget());
    open();
  }

  // ── the list ──────────────────────────────────────────────────────────────────────────────
  function open() {
    choose(-1);
    panel.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function close() {
    choose(-1);
    panel.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function choose(index) {
    const found = options();
    chosen = found.length ? index : -1;
    found.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    if (chosen < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", found[chosen].id);
    found[chosen].scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const found = options();
    if (!found.length) return;
    if (panel.hidden) return open();
    choose(chosen + by < -1 ? found.length - 1 : chosen + by >= found.length ? -1 : chosen + by);
  }

  function pressed(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      remember(input.value);
      options()[chosen].click();
    } else if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Tab") {
      close();
    }
  }

  input.addEventListener("keydown", pressed);
  input.addEventListener("focus", () => (input.value.trim() ? options().length && open() : showRecent()));
  input.addEventListener("input", () => input.value.trim().length < 2 && showRecent());
  form.addEventListener("submit", () => remember(input.value));
  panel.addEventListener("click", (event) => event.target.closest("a") && remember(input.value));
  panel.addEventListener("htmx:afterSwap", () => {
    // An answer that comes after the box was emptied or left is not shown.
    if (document.activeElement !== input) return close();
    if (input.value.trim().length < 2) showRecent();
    else open();
  });
  document.addEventListener("pointerdown", (event) => form.contains(event.target) || close());
})();
