// Evidence: every number, name and date opens the sentence that it was read from.

const AROUND = 320; // characters shown on both sides of a sentence
const SOURCES = 5; // shown at a time

// A button that opens evidence. `sources` is a list of {doc, table, at}, or a function that gives one, now or later.
function cite(content, sources, about, attributes = {}) {
  const open = async () => evidence(about, typeof sources === "function" ? await sources() : sources);
  return h("button", { type: "button", class: "cite", "aria-haspopup": "dialog", ...attributes, on: { click: open } }, content);
}

function evidence(about, sources) {
  const dialog = $("evidence");
  $("evidence-title").textContent = about;
  const body = $("evidence-body");
  body.replaceChildren();
  if (!sources.length)
    body.append(h("p", {}, "No single place in the texts says this: it follows from several reports, or from a known group of councils."));
  else {
    if (sources.length > 1) body.append(h("p", { class: "small" }, `${count(sources.length)} places in the texts say it.`));
    const draw = (source) => {
      const item = h("li", {}, h("p", { class: "small" }, "Opening …"));
      shown(source).then((parts) => item.replaceChildren(...parts), () => item.replaceChildren(h("p", {}, "This text could not be unpacked; look into texts/.")));
      return item;
    };
    body.append(...batched(sources, SOURCES, draw, { tag: "ol", attributes: { class: "sources" }, noun: "places" }));
  }
  if (!dialog.open) dialog.showModal();
  $("evidence-title").focus();
  dialog.scrollTop = 0;
}

async function shown({ doc, table, at }) {
  const [facts, text] = await Promise.all([factsOf(doc), textOf(doc)]);
  const fact = facts[table][at];
  const d = documents[doc];
  const file = `texts/${encodeURIComponent(d.doc_id)}.txt`;
  return [
    h("blockquote", {}, quoted(fact, text)),
    h("p", { class: "source" }, h("a", { href: address("document", d.doc_id), on: { click: () => $("evidence").close() } }, d.label),
      h("span", { class: "small" }, [d.publisher, when(d.published), fact.page && `page ${fact.page}`, article(d, fact)].filter(Boolean).map((part) => ` · ${part}`))),
    reading(table, fact),
    h("p", { class: "small" }, "Rule ", h("code", {}, fact.rule_id), ` · characters ${count(fact.char_start)} to ${count(fact.char_end)} of `, h("a", { href: file }, file), " · table ", h("a", { href: `${table}.csv` }, `${table}.csv`)),
  ];
}

function article(d, fact) {
  const found = (d.articles || []).find(([, , , start, end]) => start <= fact.char_start && fact.char_start < end);
  return found && found[0] ? `in “${found[0]}”` : null;
}

// The sentence with the fact marked, and the words around it.
function quoted(fact, text) {
  const [from, to] = [fact.char_start, fact.char_end];
  const p = text.passage(from);
  const start = Math.min(from, fact.sentence_start ?? from), end = Math.max(to, fact.sentence_end ?? to);
  const before = trimmed(text.slice(Math.max(p.start, start - AROUND), start), start - AROUND > p.start, "start");
  const after = trimmed(text.slice(end, Math.min(p.end, end + AROUND)), end + AROUND < p.end, "end");
  return [
    h("span", { class: "around" }, start - AROUND > 0 && "… ", before),
    h("span", { class: "sentence" }, text.slice(start, from), h("mark", {}, text.slice(from, to)), text.slice(to, end)),
    h("span", { class: "around" }, after, end + AROUND < p.end && " …"),
  ];
}

// Half words at the edge and empty lines are left out.
const trimmed = (text, cut, edge) => {
  const lines = text.replace(/\n\s*\n/g, "\n");
  return !cut ? lines : edge === "start" ? lines.replace(/^\S*\s+/, "") : lines.replace(/\s+\S*$/, "");
};

// What the program made of it.
function reading(table, fact) {
  const rows = {
    figures: () => [["Kind", label(fact.kind)], ["Amount", amount(fact.low, fact.high, fact.qualifier, fact.unit)], ["Time", label(fact.period)], ["Status", label(fact.status)], fact.by && ["By", when(fact.by)]],
    arrangement_reports: () => [["Model", label(fact.model)], ["Status", label(fact.status)], fact.start && ["Start", when(fact.start)], fact.end && ["End", when(fact.end)]],
    arrangement_events: () => [["What happened", label(fact.event)], ["When", when(fact.date)]],
    dates: () => [["Date", when(fact.edtf)], fact.relative && ["Reckoned from", "the document’s date"]],
    factors: () => [["Theme", label(fact.theme)], [label(fact.polarity), fact.polarity === "success" ? "said to help" : "said to hinder"]],
    lessons: () => [["Theme", label(fact.theme)], ["A lesson", `${likely(fact.probability)} (${fact.probability})`]],
    councils: () => [["Council", councils.get(fact.gss_code)?.council ?? fact.gss_code]],
    organisations: () => [["Body", fact.organisation]],
  }[table]();
  return h("dl", { class: "reading" }, rows.filter(Boolean).map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value))));
}

// Reports of an arrangement that fit, the newest document's first; all of them when none does.
async function reportsOf(a, fits = () => true) {
  const found = await Promise.all(a.reports.map(async ({ doc, at }) => ({ doc, at, table: "arrangement_reports", fact: (await factsOf(doc)).arrangement_reports[at] })));
  found.sort((x, y) => compare(documents[y.doc].published || "", documents[x.doc].published || ""));
  const fitting = found.filter(({ fact }) => fits(fact));
  return fitting.length ? fitting : found;
}

const eventsAt = (a, date, kinds) => a.events.filter((e) => e.date === date && (!kinds || kinds.includes(e.event))).map((e) => ({ ...e, table: "arrangement_events" }));

// Where a council is named in the documents that tell of an arrangement.
async function mentionsOf(code, docs) {
  const found = await Promise.all(docs.map(async (doc) => (await factsOf(doc)).councils.flatMap((fact, at) => (fact.gss_code === code ? [{ doc, at, table: "councils" }] : []))));
  return found.flat();
}

async function memberSources(a, member) {
  const inReport = (r) => (member.code ? (r.gss_codes || "").split(";").includes(member.code) : (r.other_members || "").split(";").includes(member.member));
  const reports = (await reportsOf(a, inReport)).filter(({ fact }) => inReport(fact));
  const mentions = member.code ? await mentionsOf(member.code, [...a.told]) : [];
  return [...reports, ...mentions];
}

async function dateSources(a, which) {
  const kinds = which === "start" ? ["live", "agreed", "proposed"] : ["ended", "partner_left", "abandoned"];
  const sources = eventsAt(a, a[which], kinds);
  return sources.length ? sources : reportsOf(a, (r) => r[which] === a[which]);
}
