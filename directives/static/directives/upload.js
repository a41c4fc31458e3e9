// The drop zone shows that files may be let go over it; the browser's own file field does the rest.
(() => {
  const zone = document.querySelector("[data-drop-zone]");
  if (!zone) return;
  const over = (shown) => () => zone.classList.toggle("drop-over", shown);
  ["dragenter", "dragover"].forEach((name) => zone.addEventListener(name, over(true)));
  ["dragleave", "drop"].forEach((name) => zone.addEventListener(name, over(false)));
})();
