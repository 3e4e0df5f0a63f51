// The page of an arrangement: all that the texts say of it, each thing with its place.

const fact = (term, ...values) => h("div", {}, h("dt", {}, term), h("dd", {}, values));
const block = (title, ...content) => h("section", {}, h("h2", {}, title), content);
const table = (head, rows, name) => h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": name }, h("table", {}, h("thead", {}, h("tr", {}, head.map((t) => h("th", { scope: "col" }, t)))), h("tbody", {}, rows)));
const later = (promise, draw) => {
  const spot = h("div", { class: "later" }, h("p", { class: "small" }, "Opening …"));
  promise.then((found) => spot.replaceChildren(...[draw(found)].flat(Infinity).filter(Boolean)), () => spot.replaceChildren(h("p", {}, "The facts of a document could not be unpacked; the tables beside this page have them.")));
  return spot;
};

function arrangementPage(id) {
  const a = arrangementOf.get(id);
  if (!a) return null;
  return { title: a.label, content: [
    h("p", { class: "kicker" }, "Arrangement"),
    h("h1", { tabindex: "-1", id: "page-title" }, a.label),
    h("p", { class: "lede" }, statusBadge(a), a.nations.length ? ` · ${listed(a.nations)}` : "", ` · ${plural(a.documents, "document")}, ${plural(a.reports.length, "report")}`),
    h("dl", { class: "facts" },
      fact("Services", a.services.map((service, i) => [i ? ", " : "", cite(label(service), () => reportsOf(a, (r) => (r.services || "").split(";").includes(service)), `${a.label} shares: ${label(service)}`)])),
      fact("Model", cite(label(a.model), () => reportsOf(a, (r) => r.model === a.model), `${a.label}: ${lower(label(a.model))}`)),
      fact("Status", cite(label(a.status), () => reportsOf(a, (r) => r.status === a.status), `${a.label}: ${lower(label(a.status))}`)),
      fact("Began", a.start ? cite(when(a.start), () => dateSources(a, "start"), `${a.label} began: ${when(a.start)}`) : "not told"),
      fact(a.end || a.group === "over" ? "Ended" : "Ends", a.end ? cite(when(a.end), () => dateSources(a, "end"), `${a.label} ended: ${when(a.end)}`) : "not told")),
    block(`Members (${a.members.length})`, membersTable(a)),
    block("Savings claimed", ledger(a)),
    later(Promise.all([...a.told].map(async (doc) => [doc, await factsOf(doc)])), (all) => fromDocuments(a, all)),
  ] };
}

function membersTable(a) {
  const moves = ["joined", "left"].filter((name) => a.members.some((m) => m[name]));
  const titles = { joined: "Joined", left: "Left" };
  return table(["Member", "Part", ...moves.map((name) => titles[name]), "Documents"], a.members.map((m) => memberRow(a, m, moves)), "Members");
}

function memberRow(a, m, moves) {
  const moved = (date, kind, text) => date ? cite(when(date), () => (eventsAt(a, date, [kind]).length ? eventsAt(a, date, [kind]) : memberSources(a, m)), `${m.member} ${text}: ${when(date)}`) : "";
  return h("tr", {}, h("th", { scope: "row" }, toCouncil(m.code, m.member)), h("td", {}, label(m.role)), moves.map((name) => h("td", {}, moved(m[name], `partner_${name}`, name))),
    h("td", {}, cite(plural(m.documents, "document"), () => memberSources(a, m), `${m.member} in ${a.label}`)));
}

// Claims that contradict one another stand side by side; the rest follow by time and status.
function ledger(a) {
  if (!a.savings.length) return h("p", {}, `No text gives a sum${a.savings_note ? `: ${noteWords[a.savings_note]}` : ""}.`);
  const seen = new Set(), clashes = [];
  for (const claim of a.savings) {
    if (!claim.conflicts.length || seen.has(claim.saving_id)) continue;
    const set = [claim];
    for (const c of set) for (const id of c.conflicts) if (savings.has(id) && !set.includes(savings.get(id))) set.push(savings.get(id));
    set.forEach((c) => seen.add(c.saving_id));
    clashes.push(set);
  }
  const rest = a.savings.filter((c) => !seen.has(c.saving_id)).sort(by((c) => c.period, (c) => Object.keys(CLAIMS).indexOf(c.status), (c) => c.first_reported || ""));
  return [
    clashes.map((set) => h("div", { class: "clash-box" }, h("h3", {}, "≠ These cannot all be true"), h("div", { class: "side-by-side" }, set.map((c) => claimCard(a, c))))),
    rest.length ? h("div", { class: "claims" }, rest.map((c) => claimCard(a, c))) : null,
  ];
}
const noteWords = { not_the_aim: "saving was not the aim", not_measured: "it was not measured", too_early: "it is too early to say", disputed: "it is disputed", not_stated: "and none says why" };

function claimCard(a, c) {
  const yearlySum = c.period !== "per_year" && (c.annual_low_gbp !== undefined || c.annual_high_gbp !== undefined);
  const first = figuresOf(c)[0];
  const written = h("span", {}, sum(c));
  if (first) factsOf(first.doc).then(async (facts) => (written.textContent = (await textOf(first.doc)).slice(facts.figures[first.at].char_start, facts.figures[first.at].char_end)), () => {});
  return h("div", { class: `claim-card ${c.status}` },
    h("p", { class: "sum" }, cite([sum(c), " ", h("span", { class: "per" }, period(c))], figuresOf(c), `${a.label}: ${claimWords(c)}`)),
    h("p", {}, s("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" }, sign(c.status)), " ", label(c.status), c.by && `, by ${when(c.by)}`),
    h("p", { class: "small" }, "Written “", written, "”", c.first_reported && ` · first told ${when(c.first_reported)}`, ` · ${plural(c.documents, "document")}`, yearlySum && ` · ${amount(c.annual_low_gbp, c.annual_high_gbp, c.qualifier)} a year`));
}

function fromDocuments(a, all) {
  const own = (name) => all.flatMap(([doc, facts]) => facts[name].map((f, at) => ({ ...f, doc, at, table: name })).filter((f) => f.arrangement_id === a.arrangement_id));
  const costs = own("figures").filter((f) => f.kind !== "saving");
  const reports = own("arrangement_reports").sort(by((r) => documents[r.doc].published || "", (r) => r.doc, (r) => r.at));
  const steps = [...a.events].sort(by((e) => e.from, (e) => e.to, (e) => e.doc));
  const helping = a.factors.filter((f) => f.polarity === "success"), hindering = a.factors.filter((f) => f.polarity === "barrier");
  return [
    block("History", steps.length ? h("ol", { class: "history" }, batchless(steps, a)) : h("p", {}, "No dated step is told.")),
    costs.length ? block("Costs, investment and other amounts", h("ul", { class: "amounts" }, costs.map((f) => h("li", {}, cite([h("b", {}, amount(f.low, f.high, f.qualifier, f.unit)), ` ${label(f.kind).toLowerCase()}`, f.period !== "unspecified" && `, ${period(f)}`], [f], `${a.label}: ${label(f.kind).toLowerCase()}`), h("span", { class: "small" }, ` ${documents[f.doc].label}`))))) : null,
    a.factors.length ? block("What is said to help or hinder it", h("div", { class: "two" }, [["success", "Helps", helping], ["barrier", "Hinders", hindering]].map(([p, title, list]) => h("div", {}, h("h3", { class: p }, `${title} (${list.length})`), list.length ? sentences("factors", list, "sentences", (f) => `${label(f.theme)} · `, a) : h("p", { class: "small" }, "No sentence."))))) : null,
    a.lessons.length ? block("Lessons", sentences("lessons", [...a.lessons].sort(by((f) => -f.probability)), "lessons", (f) => `${label(f.theme)} · ${likely(f.probability)} (${f.probability.toFixed(2)}) · `, a)) : null,
    block("The documents that tell of it, and why their reports were joined", table(["Document", "Published", "Calls it", "Status then", "Why it belongs here"], reports.map((r) => reportRow(a, r)), "Reports")),
  ];
}

// Steps of one day and kind together.
function batchless(steps, a) {
  return [...grouped(steps.map((e) => ({ ...e, key: `${e.date} ${e.event}` })), "key").values()].map((same) =>
    h("li", {}, h("span", { class: "date" }, when(same[0].date)), " ", cite(label(same[0].event), same.map((e) => ({ ...e, table: "arrangement_events" })), `${a.label}: ${lower(label(same[0].event))}, ${when(same[0].date)}`), same.length > 1 && h("span", { class: "small" }, ` ${same.length} places`)));
}

function reportRow(a, r) {
  const d = documents[r.doc];
  const other = r.joined_to && documentOf.get(r.joined_to.replace(/\.[^.]*$/, ""));
  return h("tr", {}, h("th", { scope: "row" }, toDocument(d)), h("td", {}, when(d.published)), h("td", {}, cite(r.name || "no name", [r], `${a.label} in ${d.label}`)), h("td", {}, label(r.status)),
    h("td", {}, r.reason || "", other && other !== d && h("span", { class: "small" }, " · joined to ", toDocument(other))));
}
