// Where a person is and what they filter by: all of it in the address, so that a view can be linked to.

const FILTERS = ["service", "nation", "model", "status", "year", "theme", "council"];

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function place() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const [view, ...id] = path.split("/");
  const chosen = Object.fromEntries([...new URLSearchParams(query || "")].filter(([k, v]) => FILTERS.includes(k) && v));
  return { view: view || "", id: decoded(id.join("/")), chosen };
}

function address(view, id, chosen = place().chosen) {
  const query = new URLSearchParams(FILTERS.filter((k) => chosen[k]).map((k) => [k, chosen[k]])).toString();
  return `#/${view}${id === undefined || id === "" ? "" : `/${encodeURIComponent(id)}`}${query ? `?${query}` : ""}`;
}

// Filters change without leaving the part of the page that is looked at.
function choose(changes) {
  const { view, id, chosen } = place();
  location.hash = address(FRONT.has(view) ? view : "", FRONT.has(view) ? id : "", { ...chosen, ...changes });
}
const FRONT = new Set(["", "map", "savings", "timeline", "factors", "lessons", "documents"]);

// The year until which an arrangement counts: its end, else, when it is over, that of the newest text about it.
const until = (a) => (a.ends ? Math.floor(a.ends[1]) : a.group === "over" ? a.newest ?? null : null);

function lasting(a, year) {
  if (!a.starts) return false;
  const last = until(a);
  return Math.floor(a.starts[0]) <= year && (last === null || year <= last);
}

const TESTS = {
  service: (a, v) => a.services.includes(v),
  nation: (a, v) => a.nations.includes(v),
  model: (a, v) => a.model === v,
  status: (a, v) => a.status === v,
  year: (a, v) => lasting(a, Number(v)),
  theme: (a, v) => a.themes.has(v),
  council: (a, v) => v.split(",").every((code) => a.gss_codes.includes(code)),
};

// What the filters leave: arrangements, and the factors and lessons of these. What belongs to no arrangement stays
// where nothing but the theme is chosen.
function matching(chosen) {
  const tests = Object.entries(chosen).map(([name, value]) => (a) => TESTS[name](a, value));
  const all = (list) => (a) => list.every((test) => test(a));
  const kept = arrangements.filter(all(tests));
  const loose = Object.keys(chosen).every((name) => name === "theme");
  const others = new Set(arrangements.filter(all(Object.entries(chosen).filter(([k]) => k !== "theme").map(([k, v]) => (a) => TESTS[k](a, v)))));
  const fits = (fact) => (!chosen.theme || fact.theme === chosen.theme) && (fact.of === null ? loose : others.has(arrangements[fact.of]));
  const undated = chosen.year
    ? arrangements.filter((a) => !a.starts && all(Object.entries(chosen).filter(([k]) => k !== "year").map(([k, v]) => (b) => TESTS[k](b, v)))(a)).length
    : 0;
  return {
    chosen, undated, loose,
    filtered: Object.keys(chosen).length > 0,
    arrangements: kept,
    factors: factors.filter(fits),
    lessons: lessons.filter(fits),
  };
}
