// The page as a whole: what the address says is shown.

const map = startMap($("map-body"));
const active = () => Object.keys(place().chosen).length;
let drawn = null; // the filters that the front was drawn with
let shownView = null;
const left = new Map(); // how far down, and where the focus was, when a view of the front was left

function drawFront(chosen) {
  const key = JSON.stringify(chosen);
  if (drawn === key) return;
  drawn = key;
  const found = matching(chosen);
  map.draw(found);
  drawList($("list-body"), found, map.light);
  drawSavings($("savings-body"), found);
  drawTimeline($("timeline-body"), found);
  drawFactors($("factors-body"), found);
  drawLessons($("lessons-body"), found);
  drawDocuments($("documents-body"), found);
  const undated = found.undated ? `; ${plural(found.undated, "more has", "more have")} no known beginning and count in no year` : "";
  $("matched").textContent = found.filtered ? `${count(found.arrangements.length)} of ${plural(arrangements.length, "arrangement")} fit${undated}` : `All ${plural(arrangements.length, "arrangement")}`;
  drawControls(chosen);
}

function drawControls(chosen) {
  for (const select of document.querySelectorAll("#filters select")) select.value = chosen[select.name] || "";
  const n = active();
  $("active").textContent = n ? `(${n} in use)` : "";
  $("clear").disabled = !n;
  const codes = (chosen.council || "").split(",").filter(Boolean);
  $("chosen").replaceChildren(...(codes.length ? [h("button", { type: "button", class: "chip", on: { click: () => choose({ council: "" }) } }, `Council: ${listed(codes.map((c) => councils.get(c)?.council || c))} `, h("span", { "aria-hidden": "true" }, "✕"), h("span", { class: "sr" }, "remove this filter"))] : []));
}

const PAGES = { arrangement: arrangementPage, council: councilPage, document: documentPage };

function route() {
  const { view, id, chosen } = place();
  if (shownView !== null && !$("home").hidden) left.set(shownView, { y: scrollY, focus: document.activeElement });
  if ($("evidence").open) $("evidence").close();
  const front = !PAGES[view] && view !== "about";
  const made_ = PAGES[view]?.(id);
  $("home").hidden = !front;
  $("intro").hidden = !front;
  $("filters").hidden = !front;
  document.querySelector(".matched").hidden = !front;
  $("about").hidden = view !== "about";
  $("page").hidden = !PAGES[view];
  for (const link of document.querySelectorAll("nav a")) {
    const name = link.getAttribute("href").split("?")[0].slice(2);
    link.setAttribute("href", address(name, "", chosen));
    if (name === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (PAGES[view]) {
    const page = made_ || { title: "Not here", content: [h("h1", { tabindex: "-1", id: "page-title" }, "Not here"), h("p", {}, "These tables know nothing of that name. It may stand in a newer or an older set.")] };
    $("page").replaceChildren(h("p", { class: "back" }, h("a", { href: address("", "") }, "← Overview")), ...[page.content].flat(Infinity).filter(Boolean));
    title(page.title);
  } else {
    title(view === "about" ? "About" : null);
    if (front) drawFront(chosen);
  }
  arrive(view, id);
}

const NAME = document.title;
const title = (of) => (document.title = of ? `${of} · sharedfacts` : NAME);

// After a change of place the reader is put there, or back where they were; after a change of filter they stay.
function arrive(view, id) {
  const now = `${view}/${id}`, again = history.state !== null; // only an entry that was seen before has a state
  if (!again) history.replaceState({ seen: true }, "");
  if (shownView === now) return;
  const first = shownView === null, back = again && !PAGES[view] && left.get(now);
  shownView = now;
  if (back) {
    back.focus?.focus({ preventScroll: true });
    scrollTo(0, back.y);
  } else if (view || !first) land(view);
}

function land(view) {
  const heading = PAGES[view] ? $("page-title") : $(`${view}-title`);
  if (!heading) return scrollTo(0, 0);
  heading.setAttribute("tabindex", "-1");
  heading.focus({ preventScroll: true });
  heading.closest("section, article").scrollIntoView({ block: "start" });
}

for (const select of document.querySelectorAll("#filters select")) select.addEventListener("change", () => choose({ [select.name]: select.value }));
$("clear").addEventListener("click", () => choose(Object.fromEntries(FILTERS.map((name) => [name, ""]))));
$("close").addEventListener("click", () => $("evidence").close());
$("evidence").addEventListener("click", (event) => event.target === $("evidence") && $("evidence").close());
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  $("main").focus();
});
const narrow = matchMedia("(max-width: 760px)");
const fold = () => ($("filters").open = !narrow.matches);
narrow.addEventListener("change", fold);
fold();
history.scrollRestoration = "manual";
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#/']");
  if (link?.getAttribute("href") === location.hash) land(place().view); // no change of address, so nothing else would
});
addEventListener("hashchange", route);
startFinding();
route();
document.documentElement.dataset.ready = String(Math.round(performance.now()));
