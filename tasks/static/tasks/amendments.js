// Tasks of a changed paper: J and K walk, 1 keeps, 2 moves, 3 withdraws, 0 leaves for later; buttons for all at once.
(() => {
  const form = document.querySelector("[data-amendment]");
  if (!form) return;
  const rows = [...form.querySelectorAll("[data-ruling]")];
  const CHOICES = { 1: "keep", 2: "move", 3: "withdraw", 0: "" };
  let current = -1;

  function choose(row, value) {
    const radio = row.querySelector(`input[type="radio"][value="${value}"]`);
    if (radio) radio.checked = true;
    warn();
  }

  // What cannot be taken back is asked about once more.
  function warn() {
    if (form.querySelector('input[value="withdraw"]:checked')) form.dataset.confirm = form.dataset.withdraws;
    else delete form.dataset.confirm;
  }

  form.addEventListener("change", warn);

  // A refusal brings the page back: what was chosen must not have to be chosen again.
  const KEPT = `amendment:${window.location.pathname}`;
  const fields = () => [...form.querySelectorAll('input[type="radio"]:checked, select')];

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(fields().map((field) => [field.name, field.value])));
    } catch {
      // A full or forbidden store only means that a refusal forgets.
    }
  });

  function recall() {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) || "[]");
    sessionStorage.removeItem(KEPT);
    kept.forEach(([name, value]) => {
      const radio = form.querySelector(`input[name="${name}"][value="${value}"]`);
      const select = form.querySelector(`select[name="${name}"]`);
      if (radio) radio.checked = true;
      else if (select) select.value = value;
    });
    warn();
  }

  recall();

  function go(step) {
    if (!rows.length) return;
    rows[current]?.removeAttribute("aria-current");
    current = Math.min(Math.max(current + step, 0), rows.length - 1);
    rows[current].setAttribute("aria-current", "true");
    rows[current].focus({ preventScroll: true });
    rows[current].scrollIntoView({ block: "nearest" });
  }

  form.querySelectorAll("[data-all]").forEach((button) => {
    button.addEventListener("click", () => rows.forEach((row) => choose(row, button.dataset.all)));
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("dialog, textarea, select, input[type=text]")) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      go(event.key === "j" ? 1 : -1);
    } else if (event.key in CHOICES && current >= 0) {
      event.preventDefault();
      choose(rows[current], CHOICES[event.key]);
      go(1);
    }
  });
})();
