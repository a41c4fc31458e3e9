// Differences of a reading: J and K walk, A takes the new one, X keeps the old one, with Shift all at once.
(() => {
  const form = document.querySelector("[data-reading]");
  if (!form) return;
  const rows = [...form.querySelectorAll("[data-diff]")];
  let current = -1;

  // What a person may have typed is replaced one by one only, never with all the rest.
  const chooseAll = (value) => rows.forEach((row) => value === "new" && "typed" in row.dataset ? undefined : choose(row, value));

  function choose(row, value) {
    const radio = row.querySelector(`input[value="${value}"]`);
    if (radio) radio.checked = true;
  }

  function go(step) {
    if (!rows.length) return;
    rows[current]?.removeAttribute("aria-current");
    current = Math.min(Math.max(current + step, 0), rows.length - 1);
    rows[current].setAttribute("aria-current", "true");
    rows[current].focus({ preventScroll: true });
    rows[current].scrollIntoView({ block: "nearest" });
  }

  function decide(value) {
    if (current < 0) return go(1);
    choose(rows[current], value);
    go(1);
  }

  form.querySelectorAll("[data-all]").forEach((button) => {
    button.addEventListener("click", () => chooseAll(button.dataset.all));
  });

  const keys = {
    j: () => go(1),
    k: () => go(-1),
    a: () => decide("new"),
    x: () => decide("old"),
    A: () => chooseAll("new"),
    X: () => chooseAll("old"),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("dialog, textarea, select, input[type=text]")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  if (rows.length) go(1);
})();
