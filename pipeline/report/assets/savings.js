// Promised against delivered: each mark is one claim. Sums a year and sums over a period never share a scale's panel.

const PANELS = [
  ["A year", (c) => c.period === "per_year"],
  ["Over a period, to date or once", (c) => ["over_period", "to_date", "one_off"].includes(c.period)],
  ["Time not said", (c) => c.period === "unspecified"],
];
const CLAIMS = { expected: "promised", achieved: "delivered", missed: "not kept", unspecified: "unclear" };
const sums = (c) => [c.low_gbp, c.high_gbp].filter((v) => v > 0);
const decades = (() => {
  const all = [...savings.values()].flatMap(sums);
  if (!all.length) return [4, 8];
  const [low, high] = [Math.floor(Math.log10(Math.min(...all))), Math.ceil(Math.log10(Math.max(...all)))];
  return [low, Math.max(high, low + 1)];
})();
const across = (value) => ((Math.log10(value) - decades[0]) / (decades[1] - decades[0])) * 92 + 4; // percent

// The sign of a claim: hollow is a promise, full a result, a cross a promise not kept.
function sign(status) {
  if (status === "missed") return s("path", { class: "sign missed", d: "M-4 -4L4 4M-4 4L4 -4" });
  if (status === "unspecified") return s("rect", { class: "sign unspecified", x: -4, y: -4, width: 8, height: 8 });
  return s("circle", { class: `sign ${status}`, r: 4.5 });
}
const at = (percent, ...children) => s("svg", { x: `${percent}%`, y: "50%", overflow: "visible", width: 1, height: 1 }, ...children);

function track(claim) {
  const { low_gbp: low, high_gbp: high, status } = claim;
  const grid = [];
  for (let d = decades[0]; d <= decades[1]; d++) grid.push(s("line", { class: "grid", x1: `${across(10 ** d)}%`, x2: `${across(10 ** d)}%`, y1: -26, y2: 22 }));
  const line = (from, to, open) => s("line", { class: `span ${status}${open ? " open" : ""}`, x1: `${from}%`, x2: `${to}%`, y1: "50%", y2: "50%" });
  const arrow = (percent, turn) => at(percent, s("path", { class: `head ${status}`, d: turn > 0 ? "M-5 -4L0 0L-5 4" : "M5 -4L0 0L5 4" }));
  const marks_ = [];
  if (low > 0 && high > 0 && low !== high) marks_.push(line(across(low), across(high)), at(across(low), sign(status)), at(across(high), sign(status)));
  else if (low > 0 && !(high > 0)) marks_.push(line(across(low), Math.min(99, across(low) + 16), true), arrow(Math.min(99, across(low) + 16), 1), at(across(low), sign(status)));
  else if (high > 0 && !(low > 0)) marks_.push(line(Math.max(1, across(high) - 16), across(high), true), arrow(Math.max(1, across(high) - 16), -1), at(across(high), sign(status)));
  else if (low > 0) marks_.push(at(across(low), sign(status)));
  return s("svg", { class: "track", "aria-hidden": "true", height: 18 }, grid, marks_);
}

const figuresOf = (claim) => claim.figures.map(([doc, at]) => ({ doc, at, table: "figures" }));
const sum = (c) => amount(c.low_gbp, c.high_gbp, c.qualifier);
const claimWords = (c) => [`${sum(c)} ${period(c)}`, CLAIMS[c.status], c.by && `by ${when(c.by)}`].filter(Boolean).join(", ");

function claimRow(a, c) {
  const clash = c.conflicts.length > 0;
  const button = cite([h("span", { class: "claim" }, h("b", {}, sum(c)), ` ${period(c)} `, h("span", { class: `tag ${c.status}` }, CLAIMS[c.status]), clash && h("span", { class: "tag clash" }, "≠ contradicted")), track(c)],
    figuresOf(c), `${a.label}: ${claimWords(c)}`, { class: "cite claim-row" });
  return h("li", {}, button);
}

const step = (n) => (n >= 1e3 && n < 1e6 ? `£${n / 1e3}k` : pounds(n));
function axis() {
  const labels = [];
  for (let d = decades[0]; d <= decades[1]; d++) labels.push(h("span", { class: (d - decades[0]) % 2 ? "odd" : null, css: { left: `${across(10 ** d)}%` } }, step(10 ** d)));
  return h("div", { class: decades[1] - decades[0] > 5 ? "axis crowded" : "axis", "aria-hidden": "true" }, labels);
}

const claimOrder = by((c) => Object.keys(CLAIMS).indexOf(c.status), (c) => c.first_reported || "", (c) => c.low_gbp ?? c.high_gbp ?? 0);

function ledgerRow(a) {
  const cells = PANELS.map(([title, fits]) => {
    const own = a.savings.filter(fits).sort(claimOrder);
    return h("div", { class: own.length ? "panel" : "panel none" }, own.length ? [h("p", { class: "panel-name" }, title), axis(), h("ul", {}, own.map((c) => claimRow(a, c)))] : h("p", { class: "dash" }, h("span", { class: "sr" }, `${title}: no claim`), h("span", { "aria-hidden": "true" }, "–")));
  });
  return h("li", { class: "ledger" }, h("div", { class: "who" }, h("p", { class: "name" }, toArrangement(a)), h("p", { class: "small" }, statusBadge(a))), cells);
}

function signKey() {
  const item = (status, text) => h("li", {}, s("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" }, sign(status)), text);
  const open = h("li", {}, s("svg", { class: "track sample", width: 40, height: 14, viewBox: "-8 -7 40 14", "aria-hidden": "true" }, s("line", { class: "span expected open", x1: 0, x2: 24, y1: 0, y2: 0 }), s("path", { class: "head expected", d: "M20 -4L25 0L20 4" }), sign("expected")), "open: “more than”, “up to”");
  return h("ul", { class: "legend", "aria-label": "What the marks mean" }, item("expected", "promised"), item("achieved", "delivered"), item("missed", "promised, not kept"), item("unspecified", "the text does not say which"), open);
}

function drawSavings(body, found) {
  const list = found.arrangements.filter((a) => a.savings.length);
  const has = (a, status) => a.savings.some((c) => c.status === status);
  const both = (a) => has(a, "achieved") && (has(a, "expected") || has(a, "missed"));
  const without = found.arrangements.length - list.length;
  body.replaceChildren(
    h("p", { class: "small" }, `Each mark is one claim, on a scale where every step is ten times the one before. Sums a year and sums over a period are never put together, and nothing is added up. ${without ? `Of ${plural(without, "arrangement")} no text gives a sum.` : ""}`),
    signKey(),
    ...(list.length ? [h("div", { class: "ledger head", "aria-hidden": "true" }, h("div", {}), PANELS.map(([title]) => h("div", {}, h("p", {}, title), axis()))),
      ...batched(list.sort(by((a) => !both(a), (a) => -a.savings.length, (a) => plainly(a.label), (a) => a.n)), 10, ledgerRow, { attributes: { class: "ledgers" }, noun: "arrangements" })] : [h("p", {}, "No claims of savings fit these filters.")]));
}
