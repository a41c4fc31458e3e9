// The page of a paper: j and k through clauses, a clause and its tasks light up together, pages of the scan in a dialog.
(() => {
  const list = document.querySelector("[data-points]");
  if (!list) return;
  const points = () => [...list.querySelectorAll("[data-point]")];
  let current = null;

  function lightUp(drafts) {
    list.querySelectorAll("mark.span").forEach((mark) => {
      mark.classList.toggle("span-current", mark.dataset.drafts.split(" ").some((key) => drafts.includes(key)));
    });
    list.querySelectorAll("[data-task]").forEach((task) => {
      task.classList.toggle("point-task-current", drafts.includes(task.dataset.draft));
    });
  }

  function select(point, { drafts, focus = false } = {}) {
    if (current && current !== point) current.removeAttribute("aria-current");
    current = point;
    point.setAttribute("aria-current", "true");
    if (focus) {
      point.focus({ preventScroll: true });
      point.scrollIntoView({ block: "nearest" });
    }
    lightUp(drafts || [...point.querySelectorAll("[data-draft]")].map((each) => each.dataset.draft));
  }

  function step(by) {
    const all = points();
    if (!all.length) return;
    const at = current ? all.indexOf(current) : -1;
    const next = at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by));
    if (next + 4 > all.length) list.querySelector(".points-more")?.click();
    select(all[next], { focus: true });
  }

  list.addEventListener("click", (event) => {
    const point = event.target.closest("[data-point]");
    if (event.target.closest("[data-more]")) event.preventDefault();
    const picture = event.target.closest("[data-page-picture]");
    if (picture) return show(event, picture);
    if (!point || String(window.getSelection())) return undefined;
    const mark = event.target.closest("mark.span");
    const task = event.target.closest("[data-task]");
    const drafts = mark ? mark.dataset.drafts.split(" ") : task?.dataset.draft ? [task.dataset.draft] : undefined;
    return select(point, { drafts });
  });

  function show(event, link) {
    const dialog = document.getElementById("page-picture");
    if (!dialog || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const words = dialog.dataset.alt.replace("{n}", link.dataset.pagePicture);
    const picture = dialog.querySelector("img");
    picture.src = link.href;
    picture.alt = words;
    dialog.querySelector("[data-page-words]").textContent = words;
    dialog.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches?.("input, textarea, select") || document.querySelector("dialog[open]")) return;
    if (event.key !== "j" && event.key !== "k") return;
    event.preventDefault();
    step(event.key === "j" ? 1 : -1);
  }, true);

  const asked = document.getElementById(window.location.hash.slice(1));
  if (asked?.matches("[data-point]")) select(asked, { focus: true });
})();
