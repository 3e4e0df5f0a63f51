// What the page knows: the index from the start, facts and text of a document when somebody asks.

const ready = document.readyState === "loading"
  ? new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }))
  : Promise.resolve();

async function unpacked(id) {
  if (id !== "data") await ready; // the parser may still be in the middle of it
  const bytes = Uint8Array.from(atob($(id).textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

if (typeof DecompressionStream === "undefined") return void ($("too-old").hidden = false);
const data = await unpacked("data");
const documents = data.documents.map((d, n) => ({ ...d, n, label: d.title || d.source, arrangements: new Set() }));
const arrangements = data.arrangements.map((a, n) => ({
  ...a, n, members: [], savings: [], events: [], factors: [], lessons: [], reports: [], told: new Set(),
}));
const councils = new Map(data.councils.map((c) => [c.code, { ...c, arrangements: [] }]));
const arrangementOf = new Map(arrangements.map((a) => [a.arrangement_id, a]));
const documentOf = new Map(documents.map((d) => [d.doc_id, d]));
const GROUPS = { live: "live", proposed: "planned", agreed: "planned", ended: "over", abandoned: "over" };

const named = (names) => (row) => Object.fromEntries(names.map((name, i) => [name, row[i]]));
const members = data.members.map(named(["of", "code", "member", "role", "joined", "left", "documents"]));
const events = data.events.map(named(["of", "doc", "at", "event", "date", "from", "to"]));
const factors = data.factors.map(named(["of", "doc", "at", "theme", "polarity"]));
const lessons = data.lessons.map(named(["of", "doc", "at", "theme", "probability"]));
const savings = new Map(data.savings.map((s) => [s.saving_id, s]));
for (const [name, facts] of Object.entries({ members, events, factors, lessons, savings: savings.values() }))
  for (const fact of facts) if (fact.of !== null) arrangements[fact.of][name].push(fact);
for (const m of members) if (m.code) councils.get(m.code).arrangements.push(arrangements[m.of]);
for (const [of, doc, at] of data.reports) {
  arrangements[of].reports.push({ doc, at });
  arrangements[of].told.add(doc);
  documents[doc].arrangements.add(of);
}
for (const a of arrangements) {
  a.group = GROUPS[a.status];
  a.themes = new Set([...a.factors, ...a.lessons].map((f) => f.theme));
}

const kept = new Map(); // what was unpacked last, by id
function once(id, make) {
  if (!kept.has(id)) {
    if (kept.size > 200) kept.delete(kept.keys().next().value);
    kept.set(id, unpacked(id).then(make));
  }
  return kept.get(id);
}

// The facts of a document by table: {figures: [{char_start, char_end, …}], …}.
const factsOf = (doc) => once(`facts-${doc}`, ({ rows, joins }) => {
  const facts = {};
  for (const [table, names] of Object.entries(data.columns)) facts[table] = rows[table].map(named(names));
  facts.arrangement_reports.forEach((report, i) => ([report.joined_to, report.reason] = joins[i]));
  return facts;
});

// A text, or the passages that are kept of it. Offsets count code points, of which JavaScript's strings know nothing.
class Text {
  constructor(passages) {
    this.passages = passages.map(([start, text]) => {
      const points = /[\u{10000}-\u{10ffff}]/u.test(text) ? Array.from(text) : text;
      return { start, end: start + points.length, points };
    });
  }
  passage(at) {
    return this.passages.find((p) => p.start <= at && at < p.end) || { start: 0, end: 0, points: "" };
  }
  slice(start, end) {
    const p = this.passage(start);
    const part = p.points.slice(Math.max(0, start - p.start), Math.max(0, end - p.start));
    return typeof part === "string" ? part : part.join("");
  }
}
const textOf = (doc) => once(`text-${doc}`, (passages) => new Text(passages));
