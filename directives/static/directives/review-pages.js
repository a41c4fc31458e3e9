// The review page, fourth part: the picture of the page beside the recognised text, in step with the current proposal.
(() => {
  const review = window.review;
  const sheet = document.getElementById("page-sheet");
  if (!review || !sheet) return;
  const VIEWS = ["text", "picture", "both"];
  const KEPT = "review-view"; // the way of looking that the person chose last, for the next paper
  const pane = sheet.closest(".paper-pane");
  const bar = document.getElementById("page-turn");
  const picture = sheet.querySelector("img");
  const starts = sheet.dataset.starts.split(",").map(Number);
  let page = -1;
  let share = 0; // how far down the page the current proposal begins, as a guess out of the lines before it

  const urlOf = (number) => sheet.dataset.url.replace(/\/0\/$/, `/${number + 1}/`);
  const seen = () => pane.dataset.view !== "text";

  function say(name) {
    picture.hidden = name !== "picture";
    sheet.querySelector("[data-wait]").hidden = name !== "wait";
    sheet.querySelector("[data-lost]").hidden = name !== "lost";
  }

  function show(number) {
    const wanted = Math.min(Math.max(number, 0), starts.length - 1);
    if (wanted !== page) {
      page = wanted;
      say("wait");
      picture.alt = sheet.dataset.alt.replace("{n}", page + 1);
      picture.src = urlOf(page);
      bar.querySelector("[data-page-number]").textContent = page + 1;
      bar.querySelectorAll("[data-turn]").forEach((button) => {
        button.disabled = page + Number(button.dataset.turn) !== Math.min(Math.max(page + Number(button.dataset.turn), 0), starts.length - 1);
      });
    } else if (!picture.hidden) settle();
  }

  function settle() {
    sheet.scrollTop = share * picture.offsetHeight - sheet.clientHeight / 2;
  }

  picture.addEventListener("load", () => {
    say("picture");
    settle();
    if (page + 1 < starts.length) new Image().src = urlOf(page + 1); // the next page is wanted soon
  });
  picture.addEventListener("error", () => say("lost"));

  // ── in step with the proposals ────────────────────────────────────────────────────────────
  function follow(start) {
    const after = starts.findIndex((at) => at > start);
    const number = (after < 0 ? starts.length : Math.max(after, 1)) - 1;
    const text = [...review.paper.textContent]; // counted in characters, as the server counts
    const end = starts[number + 1] ?? text.length;
    share = height(text.slice(starts[number], start)) / Math.max(height(text.slice(starts[number], end)), 1);
    if (seen()) show(number);
  }

  // Printed lines of a text; short ones (letterhead, signature) often stand side by side, so two of them count as one.
  function height(letters) {
    const lines = letters.join("").split("\n");
    return lines.reduce((sum, line) => sum + (line.length < 45 ? 0.5 : Math.ceil(line.length / 85)), 0);
  }

  const currentStart = () => Number(review.byId(review.current)?.dataset.start || 0);
  document.addEventListener("review:selected", (event) => follow(event.detail.start));

  // ── ways of looking ───────────────────────────────────────────────────────────────────────
  function look(name) {
    const view = VIEWS.includes(name) ? name : "text";
    pane.dataset.view = view;
    sheet.hidden = bar.hidden = view === "text";
    review.paper.hidden = view === "picture";
    pane.querySelectorAll("[data-view]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.view === view)));
    try {
      window.localStorage.setItem(KEPT, view);
    } catch { /* a browser that keeps nothing shows the text first */ }
    if (seen()) follow(currentStart());
    if (view !== "picture" && review.current) review.select(review.current, { focus: false, reveal: false });
  }

  function zoom(button) {
    const large = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(large));
    sheet.toggleAttribute("data-large", large);
    settle();
  }

  const turn = (by) => {
    share = 0;
    if (seen()) show(page + by);
  };

  document.addEventListener("click", (event) => {
    const view = event.target.closest("button[data-view]");
    if (view) return look(view.dataset.view);
    const turned = event.target.closest("[data-turn]");
    if (turned) return turn(Number(turned.dataset.turn));
    const zoomed = event.target.closest("[data-zoom]");
    return zoomed ? zoom(zoomed) : undefined;
  });

  Object.assign(review, {
    nextView: () => look(VIEWS[(VIEWS.indexOf(pane.dataset.view) + 1) % VIEWS.length]),
    turnPage: turn,
  });

  let kept = "text";
  try {
    kept = window.localStorage.getItem(KEPT) || "text";
  } catch { /* as above */ }
  look(kept);
})();
