// A field that takes several organisations: type, choose with the arrows and Enter, remove with the cross.
(() => {
  const WAIT = 150; // milliseconds after the last key before asking
  let timer = 0;

  function parts(element) {
    const picker = element.closest("[data-picker]");
    return picker && { picker, input: picker.querySelector("[role=combobox]"), list: picker.querySelector("[role=listbox]") };
  }

  function close({ input, list }) {
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function option(field, row, index) {
    const item = document.createElement("li");
    const kind = document.createElement("span");
    item.id = `${field.list.id}-${index}`;
    item.className = "found-item";
    item.setAttribute("role", "option");
    item.dataset.pick = row.id;
    item.dataset.label = row.name;
    kind.className = "muted small";
    kind.textContent = ` ${row.kind}`;
    item.append(row.name, kind);
    return item;
  }

  function show(field, rows) {
    const items = rows.map((row, index) => option(field, row, index));
    if (!items.length) items.push(told(field.picker.dataset.nothing));
    field.list.replaceChildren(...items);
    field.list.hidden = false;
    field.input.setAttribute("aria-expanded", "true");
    mark(field, 0);
  }

  function told(words) {
    const none = document.createElement("li");
    none.className = "found-item muted";
    none.setAttribute("role", "presentation");
    none.textContent = words;
    return none;
  }

  async function ask(field) {
    const typed = field.input.value.trim();
    if (!typed || !field.picker.dataset.url) return close(field);
    try {
      const answer = await fetch(`${field.picker.dataset.url}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
      if (answer.ok && field.input.value.trim() === typed) show(field, await answer.json());
    } catch {
      field.list.replaceChildren(told(field.picker.dataset.failed));
      field.list.hidden = false;
    }
  }

  function mark(field, index) {
    const options = [...field.list.querySelectorAll("[role=option]")];
    options.forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    const chosen = options[index];
    if (!chosen) return;
    field.input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  function pick(field, item) {
    const picked = field.picker.querySelector(".picked");
    const known = picked.querySelector(`input[value="${item.dataset.pick}"]`);
    const { name } = field.picker.dataset;
    if (!known) picked.append(chip(field.picker, name, item.dataset.pick, item.dataset.label));
    field.input.value = "";
    close(field);
    field.input.focus();
    field.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function chip(picker, name, id, label) {
    const entry = document.createElement("li");
    const hidden = document.createElement("input");
    const words = document.createElement("span");
    const remove = document.createElement("button");
    entry.className = "who";
    entry.tabIndex = -1;
    entry.dataset.chip = id;
    hidden.type = "hidden";
    hidden.name = name;
    hidden.value = id;
    words.textContent = label;
    remove.type = "button";
    remove.className = "btn btn-quiet btn-icon btn-small";
    remove.dataset.unpick = "";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `${picker.dataset.remove} ${label}`);
    entry.append(hidden, words, remove);
    return entry;
  }

  function move(field, by) {
    const options = [...field.list.querySelectorAll("[role=option]")];
    if (!options.length) return;
    const at = options.findIndex((item) => item.getAttribute("aria-selected") === "true");
    mark(field, (at + by + options.length) % options.length);
  }

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-picker] [role=combobox]")) return;
    clearTimeout(timer);
    const field = parts(event.target);
    timer = setTimeout(() => ask(field), WAIT);
  });

  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.("[data-picker] [role=combobox]") || event.ctrlKey) return;
    const field = parts(event.target);
    const chosen = field.list.querySelector("[aria-selected=true]");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(field, event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && chosen) pick(field, chosen);
    else if (event.key === "Enter" && event.target.value.trim()) event.stopPropagation();
    else if (event.key === "Escape" && !field.list.hidden) close(field);
    else if (event.key === "Backspace" && !event.target.value) return field.picker.querySelector(".picked > li:last-child")?.remove();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // The press, not the click: the field must not lose the focus in between.
  document.addEventListener("mousedown", (event) => {
    const item = event.target.closest?.("[data-pick]");
    if (!item) return;
    event.preventDefault();
    pick(parts(item), item);
  });

  document.addEventListener("click", (event) => {
    const remove = event.target.closest("[data-unpick]");
    if (!remove) return;
    const field = parts(remove);
    remove.closest("li").remove();
    field.input.focus();
    field.input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("[data-picker] [role=combobox]")) setTimeout(() => close(parts(event.target)), 120);
  });

  window.picker = { chip };
})();
