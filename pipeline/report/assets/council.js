// The page of a council: what it shares with whom.

function councilPage(code) {
  const c = councils.get(code);
  if (!c) return null;
  const partners = new Map();
  for (const a of c.arrangements) for (const m of a.members) if (m.code !== code) {
    const key = m.code || m.member;
    partners.set(key, { code: m.code, member: m.member, arrangements: [...(partners.get(key)?.arrangements || []), a] });
  }
  const together = [...partners.values()].sort(by((p) => -p.arrangements.length, (p) => plainly(p.member)));
  const kind = c.council_type ? label(c.council_type) : "Council";
  return { title: c.council, content: [
    h("p", { class: "kicker" }, "Council"),
    h("h1", { tabindex: "-1", id: "page-title" }, c.council),
    h("p", { class: "lede" }, [c.official && c.official !== c.council ? c.official : null, kind, c.region, c.nation !== c.region ? c.nation : null].filter(Boolean).join(" · ")),
    h("dl", { class: "facts" }, fact("ONS code", h("code", {}, code)), c.abolished && fact("Abolished", when(c.abolished)),
      c.successors.length && fact("Succeeded by", c.successors.map((s_, i) => [i ? ", " : "", toCouncil(s_, councils.get(s_)?.council || s_)]))),
    c.arrangements.length ? block(`What it shares (${c.arrangements.length})`, table(["Arrangement", "With", "Services", "Status", "When", "Its part"], [...c.arrangements].sort(mostTold).map((a) => sharedRow(c, a)), "Arrangements"), h("p", { class: "small" }, h("a", { href: address("map", "", { council: code }) }, "Show these on the map"))) : block("What it shares", h("p", {}, "No text tells of an arrangement.")),
    together.length ? block(`With whom (${together.length})`, ...batched(together, 24, (p) => h("li", {}, toCouncil(p.code, p.member), h("span", { class: "small" }, ` ${p.arrangements.length}`)), { attributes: { class: "chips" }, noun: "partners" })) : null,
    block(`Documents that name it (${c.documents.length})`, c.documents.length ? batched(c.documents.map((n) => documents[n]).sort(by((d) => d.published || "", (d) => d.n)), 12, (d) => h("li", {}, toDocument(d), h("span", { class: "small" }, ` ${when(d.published)} `), cite("show where", () => mentionsOf(code, [d.n]), `${c.council} in ${d.label}`)), { attributes: { class: "plain-list lines" }, noun: "documents" }) : h("p", {}, "No text names it by itself; it belongs to a group that one names.")),
  ] };
}

function sharedRow(c, a) {
  const own = a.members.find((m) => m.code === c.code);
  return h("tr", {}, h("th", { scope: "row" }, toArrangement(a)), h("td", {}, some(a.members.filter((m) => m.code !== c.code).map((m) => m.member))), h("td", {}, a.services.map(label).join(", ")), h("td", {}, statusBadge(a)),
    h("td", {}, lived(a)), h("td", {}, cite(label(own.role), () => memberSources(a, own), `${c.council} in ${a.label}`)));
}
