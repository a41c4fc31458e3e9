// The drop zone shows that files may be let go over it; the browser's own file field does the rest. What the server would
// refuse is said before it is sent: a scan of 60 MB takes minutes on its way.
(() => {
  const zone = document.querySelector("[data-drop-zone]");
  if (!zone) return;
  const over = (shown) => () => zone.classList.toggle("drop-over", shown);
  ["dragenter", "dragover"].forEach((name) => zone.addEventListener(name, over(true)));
  ["dragleave", "drop"].forEach((name) => zone.addEventListener(name, over(false)));

  const field = zone.querySelector("input[type=file]");
  const refused = zone.querySelector("[data-refused]");

  function amiss(files) {
    if (files.length > Number(zone.dataset.mostFiles)) return zone.dataset.tooMany;
    const large = files.filter((file) => file.size > Number(zone.dataset.mostBytes));
    return large.length ? `${zone.dataset.tooLarge} ${large.map((file) => file.name).join(", ")}` : "";
  }

  // Before the form is sent by the change itself: a field that is not valid keeps it back.
  field.addEventListener("change", () => {
    const told = amiss([...field.files]);
    field.setCustomValidity(told);
    refused.textContent = told;
    refused.hidden = !told;
  });
})();
