// The wizard of reorganisations: fields of the chosen kind only, and one receiver for all rows that are ticked.
(() => {
  const form = document.querySelector("[data-decision]");
  const chosen = () => form.querySelector("[name=kind]:checked")?.value ?? "";

  function show() {
    form.querySelectorAll("[data-kinds]").forEach((part) => {
      part.hidden = !part.dataset.kinds.split(" ").includes(chosen());
    });
  }

  if (form) {
    form.addEventListener("change", show);
    show();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-share-all]");
    if (!button) return;
    const part = button.closest("[data-share]");
    const wanted = part.querySelector("[data-share-with]").value;
    const rows = [...part.querySelectorAll("tbody tr")];
    const ticked = rows.filter((row) => row.querySelector("[data-select-row]")?.checked);
    (ticked.length ? ticked : rows).forEach((row) => {
      const select = row.querySelector("select");
      if (select && [...select.options].some((option) => option.value === wanted)) select.value = wanted;
    });
  });
})();
