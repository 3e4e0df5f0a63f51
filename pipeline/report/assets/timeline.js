// When arrangements begin and end, as finely as the texts say.

const dated = (a) => a.starts || a.ends || a.events.length;
const span = (() => {
  const years = arrangements.flatMap((a) => [...(a.starts || []), ...(a.ends || []), ...a.events.flatMap((e) => [e.from, e.to])]);
  if (!years.length) return [2000, 2020];
  return [Math.floor(Math.min(...years)), Math.floor(Math.max(...years)) + 1];
})();
const years = (year) => ((year - span[0]) / (span[1] - span[0])) * 96 + 2; // percent
const COARSE = 0.12; // years: what is dated more coarsely than some six weeks has a hatched edge

const happened = { proposed: "◇", agreed: "◆", live: "▶", expanded: "+", reduced: "−", partner_joined: "→", partner_left: "←", reviewed: "○", ended: "■", abandoned: "✕", published: "·", other: "·" };

function ticks() {
  const step = [1, 2, 5, 10, 20].find((n) => (span[1] - span[0]) / n <= 8) || 50;
  const found = [];
  for (let y = Math.ceil(span[0] / step) * step; y <= span[1]; y += step) found.push(y);
  return found;
}

function bar(a) {
  const parts = [];
  const piece = (from, to, kind) => to > from && parts.push(s("rect", { class: `life ${a.group} ${kind}`, x: `${from}%`, width: `${Math.max(0.4, to - from)}%`, y: 6, height: 10, rx: kind ? 0 : 2 }));
  const [begin, end] = [a.starts, a.ends];
  if (begin || end) {
    const from = begin ? years(begin[1]) : 0;
    const last = a.group === "over" ? Math.min(98, years(Math.max(a.newest || 0, begin ? begin[1] : 0) + 1)) : 98.6;
    const to = end ? years(end[0]) : last;
    if (begin && begin[1] - begin[0] > COARSE) piece(years(begin[0]), Math.min(from, to), "coarse");
    piece(begin ? from : Math.max(0, to - 8), Math.max(to, from), begin && end ? "" : begin ? "" : "open");
    if (end && end[1] - end[0] > COARSE) piece(to, years(end[1]), "coarse");
    if (!end) parts.push(at(a.group === "over" ? to : 99.8, a.group === "over" ? s("text", { class: "unknown", y: 5, x: 3 }, "?") : s("path", { class: `head ${a.group}`, d: "M-8 -6L0 0L-8 6" })));
    if (!begin) parts.push(at(Math.max(0, to - 8), s("text", { class: "unknown", y: 5, x: -9 }, "?")));
  }
  return s("svg", { class: "bar", "aria-hidden": "true", height: 22 }, ticks().map((y) => s("line", { class: "grid", x1: `${years(y)}%`, x2: `${years(y)}%`, y1: 0, y2: "100%" })), parts);
}

// Events of one day and kind are one button, however many documents tell of them.
function eventButtons(a) {
  const grouped = new Map();
  for (const e of a.events) grouped.set(`${e.event} ${e.date}`, [...(grouped.get(`${e.event} ${e.date}`) || []), e]);
  const spots = [...grouped.values()].sort(by(([e]) => e.from, ([e]) => e.event));
  return spots.map((same) => {
    const [e] = same;
    const text = `${label(e.event)}, ${when(e.date)}`;
    return cite(h("span", { "aria-hidden": "true" }, happened[e.event] || "·"), same.map((x) => ({ ...x, table: "arrangement_events" })), `${a.label}: ${lower(text)}`,
      { class: "cite event", title: text, "aria-label": text, css: { left: `${years((e.from + e.to) / 2)}%` } });
  });
}

function lifeRow(a) {
  return h("li", { class: "life-row" }, h("div", { class: "who" }, h("p", { class: "name" }, toArrangement(a)), h("p", { class: "small" }, statusBadge(a), " ", lived(a) || "no beginning told")),
    h("div", { class: "lane" }, bar(a), eventButtons(a)));
}

function drawTimeline(body, found) {
  const list = found.arrangements.filter(dated);
  const without = found.arrangements.length - list.length;
  const first = (a) => a.starts?.[0] ?? Math.min(...a.events.map((e) => e.from), a.ends?.[0] ?? Infinity);
  const scale = h("div", { class: "axis years", "aria-hidden": "true" }, ticks().map((y) => h("span", { css: { left: `${years(y)}%` } }, String(y))));
  const key = ["agreed", "live", "partner_joined", "partner_left", "ended", "abandoned"].map((e) => h("li", {}, h("span", { class: "glyph", "aria-hidden": "true" }, happened[e]), lower(label(e))));
  body.replaceChildren(
    h("p", { class: "small" }, `A full bar is the time that the texts give; a hatched edge is a date told only as a year or a few months; an arrow runs on, “?” is an end or a beginning that no text gives. ${without ? `${plural(without, "arrangement")} without any date ${without === 1 ? "is" : "are"} left out.` : ""}`),
    h("ul", { class: "legend", "aria-label": "What the signs mean" }, key),
    ...(list.length ? [h("div", { class: "life-row head" }, h("div", {}), scale), ...batched(list.sort(by(first, (a) => plainly(a.label), (a) => a.n)), 15, lifeRow, { attributes: { class: "lives" }, noun: "arrangements" })] : [h("p", {}, "No dated arrangement fits these filters.")]));
}
