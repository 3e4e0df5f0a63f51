// Lists of arrangements and documents.

const membersOf = (a) => a.members.map((m) => m.member);
const some = (names, most = 5) => (names.length > most + 1 ? `${names.slice(0, most).join(", ")} and ${names.length - most} more` : listed(names));
const toArrangement = (a, text = a.label) => h("a", { href: address("arrangement", a.arrangement_id) }, text);
const toCouncil = (code, text) => (councils.has(code) ? h("a", { href: address("council", code) }, text) : text);
const toDocument = (d, text = d.label) => h("a", { href: address("document", d.doc_id) }, text);
const mostTold = by((a) => -a.documents, (a) => plainly(a.label), (a) => a.n);

// What it was to save and saves a year, where the tables say one sum; opens the claims of that sum.
function yearly(a) {
  const one = (value, word, statuses) => {
    if (value === undefined) return null;
    const claims = a.savings.filter((c) => statuses.includes(c.status) && (c.annual_low_gbp ?? c.annual_high_gbp) === value);
    const sum_ = claims.length ? amount(claims[0].annual_low_gbp, claims[0].annual_high_gbp, claims[0].qualifier) : pounds(value);
    return cite(`${word} ${sum_} a year`, claims.flatMap(figuresOf), `${a.label}: ${word} ${sum_} a year`);
  };
  return [one(a.savings_expected_gbp, "promised", ["expected", "missed"]), one(a.savings_achieved_gbp, "delivered", ["achieved"])];
}

// When it began and ended; opens the sentences that say so.
function lived(a) {
  const sources = async () => [...(a.start ? await dateSources(a, "start") : []), ...(a.end ? await dateSources(a, "end") : [])];
  return lifetime(a) ? cite(lifetime(a), sources, `${a.label}: ${lifetime(a)}`) : null;
}

const dotted = (parts) => parts.filter(Boolean).flatMap((part, i) => (i ? [" · ", part] : [part]));

function card(a, light) {
  return h("li", { class: "card", on: light && { pointerenter: () => light(a), pointerleave: () => light(null), focusin: () => light(a), focusout: () => light(null) } },
    h("p", { class: "name" }, toArrangement(a), " ", statusBadge(a)),
    a.name && h("p", { class: "members" }, some(membersOf(a))),
    h("p", { class: "small" }, dotted([a.services.map(label).slice(0, 4).join(", ") + (a.services.length > 4 ? " …" : ""), lived(a), ...yearly(a), plural(a.documents, "document")])));
}

function drawList(body, found, light) {
  const codes = (found.chosen.council || "").split(",").filter((c) => councils.has(c));
  const heading = codes.length ? `What ${listed(codes.map((c) => councils.get(c).council))} ${codes.length > 1 ? "share" : "shares"}` : "Arrangements";
  body.replaceChildren(
    h("h3", {}, heading, h("span", { class: "number" }, ` ${count(found.arrangements.length)}`)),
    codes.length ? h("p", { class: "small" }, codes.map((c, i) => [i ? " · " : "", h("a", { href: address("council", c) }, `All about ${councils.get(c).council}`)])) : h("p", { class: "small" }, "Those that most documents tell of come first."),
    ...(found.arrangements.length ? batched([...found.arrangements].sort(mostTold), 8, (a) => card(a, light), { attributes: { class: "cards" }, noun: "arrangements" }) : [h("p", {}, "No arrangement fits these filters.")]));
}

function drawDocuments(body, found) {
  const inside = new Set(found.arrangements.map((a) => a.n));
  const list = found.filtered ? documents.filter((d) => [...d.arrangements].some((n) => inside.has(n))) : documents;
  const row = (d) => h("li", { class: "card" }, h("p", { class: "name" }, toDocument(d), d.status === "partial" && h("span", { class: "status planned" }, "◐ read in part")),
    h("p", { class: "small" }, [d.publisher, when(d.published), d.pages && plural(d.pages, "page"), plural(d.words, "word"), plural(d.arrangements.size, "arrangement")].filter(Boolean).join(" · ")));
  body.replaceChildren(h("p", { class: "small" }, found.filtered ? `${plural(list.length, "document")} that tell of these arrangements.` : `${plural(list.length, "document")} read.`),
    ...batched([...list].sort(by((d) => plainly(d.label))), 12, row, { attributes: { class: "cards columns" }, noun: "documents" }));
}
