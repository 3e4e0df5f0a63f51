// The page of a document: what is known of it, how much of it was read, and its text with the facts marked.

const KINDS = [["councils", "Councils"], ["organisations", "Other bodies"], ["figures", "Figures"], ["dates", "Dates"], ["factors", "Factors"], ["lessons", "Lessons"], ["arrangement_reports", "Arrangements"], ["arrangement_events", "Events"]];
const MARKED = ["figures", "councils", "organisations", "dates", "factors"]; // the first wins where they overlap

function documentPage(id) {
  const d = documentOf.get(id);
  if (!d) return null;
  const file = `texts/${encodeURIComponent(d.doc_id)}.txt`;
  const share = d.characters_read ? Math.round((100 * d.characters_kept) / d.characters_read) : 100;
  return { title: d.label, content: [
    h("p", { class: "kicker" }, "Document"),
    h("h1", { tabindex: "-1", id: "page-title" }, d.label),
    h("p", { class: "lede" }, [d.publisher, d.author !== d.publisher ? d.author : null, when(d.published)].filter(Boolean).join(" · ")),
    d.status === "partial" && h("div", { class: "notice" }, h("p", {}, h("b", {}, "Read in part or with faults. "), d.pages_without_text && `Without text: page ${d.pages_without_text.replaceAll(";", ", ")}. `, d.warnings && `${d.warnings.replaceAll(";", "; ")}.`)),
    h("dl", { class: "facts" }, fact("File", h("code", {}, d.source)), fact("Kind", d.media_type), d.pages && fact("Pages", count(d.pages)), fact("Words", count(d.words)),
      fact("Read", `${share}% of ${count(d.characters_read)} characters kept`), d.status !== "partial" && d.warnings && fact("Left out", d.warnings.replaceAll(";", "; ")), fact("Text", h("a", { href: file }, file)), fact("SHA-256", h("code", { class: "hash" }, d.sha256))),
    d.arrangements.size ? block(`Arrangements it tells of (${d.arrangements.size})`, batched([...d.arrangements].map((n) => arrangements[n]).sort(mostTold), 10, (a) => card(a), { attributes: { class: "cards columns" }, noun: "arrangements" })) : null,
    later(Promise.all([factsOf(d.n), textOf(d.n)]), ([facts, text]) => [
      block("Facts found", h("dl", { class: "counts small-counts" }, KINDS.map(([name, title]) => h("div", {}, h("dt", {}, title), h("dd", {}, facts[name].length ? cite(count(facts[name].length), facts[name].map((_, at_) => ({ doc: d.n, table: name, at: at_ })), `${title} in ${d.label}`) : "0"))))),
      block("Text, with facts marked", h("p", { class: "legend" }, MARKED.map((name) => h("mark", { class: name }, KINDS.find(([k]) => k === name)[1].toLowerCase()))), marked(d, facts, text)),
    ]),
  ] };
}

// The text cut where facts begin and end; a stretch belongs to the first kind that covers it.
function marked(d, facts, text) {
  const spans = MARKED.flatMap((table_, rank) => facts[table_].map((f, at_) => ({ from: f.char_start, to: f.char_end, rank, table: table_, at: at_ }))).sort(by((x) => x.rank, (x) => x.from));
  const taken = [];
  for (const span_ of spans) if (!taken.some((t) => t.from < span_.to && span_.from < t.to)) taken.push(span_);
  taken.sort(by((x) => x.from));
  const whole = text.passages.length === 1 && text.passages[0].start === 0;
  const parts = text.passages.map((p) => {
    const out = [];
    let last = p.start;
    for (const t of taken.filter((t_) => p.start <= t_.from && t_.to <= p.end)) {
      out.push(text.slice(last, t.from), markOf(d, t, text));
      last = t.to;
    }
    return h("div", { class: "text" }, out, text.slice(last, p.end));
  });
  return [!whole && h("p", { class: "notice" }, "Only the passages with facts are on this page; the whole text stands beside it."), parts.flatMap((p, i) => (i ? [h("p", { class: "cut" }, "[…]"), p] : [p]))];
}

function markOf(d, t, text) {
  const words = text.slice(t.from, t.to);
  const open = () => evidence(`“${words.length > 60 ? `${words.slice(0, 60)}…` : words}”`, [{ doc: d.n, table: t.table, at: t.at }]);
  return h("mark", { class: t.table, role: "button", tabindex: "0", on: { click: open, keydown: (e) => (e.key === "Enter" || e.key === " ") && (e.preventDefault(), open()) } }, words);
}
