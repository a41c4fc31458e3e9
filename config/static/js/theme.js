// Runs before the first paint: the chosen theme, else the one of the machine, so that nothing flashes.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try {
      return localStorage.getItem("theme") || "";
    } catch {
      return ""; // storage is closed in some private windows
    }
  }

  function paint() {
    root.dataset.theme = chosen() || (dark.matches ? "dark" : "light");
  }

  window.theme = {
    chosen,
    choose(value) {
      try {
        if (value) localStorage.setItem("theme", value);
        else localStorage.removeItem("theme");
      } catch {
        // Without storage the choice holds for this page only.
      }
      root.dataset.theme = value || (dark.matches ? "dark" : "light");
    },
  };
  dark.addEventListener("change", paint);
  window.addEventListener("storage", paint);
  paint();
})();
