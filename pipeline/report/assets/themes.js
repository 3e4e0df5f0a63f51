// What helps and hinders, and lessons, by theme: counts first, sentences when asked.

const grouped = (facts, key) => {
  const found = new Map();
  for (const f of facts) found.set(f[key], [...(found.get(f[key]) || []), f]);
  return found;
};

// A sentence of a document that opens as evidence.
function sentence(table, fact, more, home) {
  const text = h("span", { class: "said" }, "…");
  const item = h("li", {}, cite(text, [{ ...fact, table }], label(fact.theme), { class: "cite said-button" }),
    h("p", { class: "small" }, more, toDocument(documents[fact.doc]), fact.of !== null && fact.of !== home?.n && [" · ", toArrangement(arrangements[fact.of])]));
  Promise.all([factsOf(fact.doc), textOf(fact.doc)]).then(([facts, words]) => {
    const f = facts[table][fact.at];
    const [from, to] = [f.sentence_start ?? f.char_start, f.sentence_end ?? f.char_end];
    text.replaceChildren(...(table === "factors" ? [words.slice(from, f.char_start), h("mark", {}, words.slice(f.char_start, f.char_end)), words.slice(f.char_end, to)] : [words.slice(from, to)]));
  }, () => (text.textContent = "This sentence could not be unpacked."));
  return item;
}

const sentences = (table, facts, noun, more = () => "", home = null) => batched(facts, 5, (f) => sentence(table, f, more(f), home), { attributes: { class: "sentences" }, noun });
const byDocument = by((f) => -(f.of !== null), (f) => f.doc, (f) => f.at);

function drawFactors(body, found) {
  const themes = [...grouped(found.factors, "theme")].sort(by(([, f]) => -f.length, ([t]) => t));
  const most = Math.max(1, ...themes.flatMap(([, f]) => ["success", "barrier"].map((p) => f.filter((x) => x.polarity === p).length)));
  const loose = !found.loose ? factors.filter((f) => f.of === null).length : 0;
  const side = (list, polarity) => h("span", { class: `side ${polarity}` }, h("span", { class: "count" }, count(list.length)), h("span", { class: "fill", css: { "inline-size": `calc((100% - 2.5rem) * ${(list.length / most).toFixed(4)})` } }));
  const rows = themes.map(([theme, list]) => {
    const [good, bad] = ["success", "barrier"].map((p) => list.filter((f) => f.polarity === p).sort(byDocument));
    const shown = () => h("div", { class: "two" }, [["success", "Said to help", good], ["barrier", "Said to hinder", bad]].map(([p, title, facts]) =>
      h("div", {}, h("h3", { class: p }, `${title} (${count(facts.length)})`), facts.length ? sentences("factors", facts, "sentences") : h("p", { class: "small" }, "No sentence."))));
    return h("li", {}, opener([side(bad, "barrier"), h("span", { class: "theme" }, label(theme)), side(good, "success"), h("span", { class: "sr" }, `: ${bad.length} said to hinder, ${good.length} said to help`)], shown, { class: "diverging" }));
  });
  body.replaceChildren(
    h("p", { class: "small" }, `What texts say makes sharing work or fail, counted by theme. A theme opens its sentences. ${loose ? `${plural(loose, "factor")} that belong to no arrangement are shown without filters only.` : ""}`),
    h("div", { class: "diverging head", "aria-hidden": "true" }, h("span", {}, "hinders ◂"), h("span", {}), h("span", {}, "▸ helps")),
    rows.length ? h("ul", { class: "plain-list" }, rows) : h("p", {}, "No factors fit these filters."));
}

function drawLessons(body, found) {
  const themes = [...grouped(found.lessons, "theme")].sort(by(([, f]) => -f.length, ([t]) => t));
  const loose = !found.loose ? lessons.filter((f) => f.of === null).length : 0;
  const rows = themes.map(([theme, list]) => {
    list.sort(by((f) => -f.probability, byDocumentKey));
    return h("li", {}, opener([h("span", { class: "theme" }, label(theme)), h("span", { class: "count" }, count(list.length)), h("span", { class: "sr" }, " lessons")],
      () => [h("p", { class: "small" }, (data.themes || {})[theme] || ""), sentences("lessons", list, "lessons", (f) => `${likely(f.probability)} a lesson (${f.probability.toFixed(2)}) · `)], { class: "theme-row" }));
  });
  body.replaceChildren(
    h("p", { class: "small" }, `Sentences from which another council could learn, found by a classifier; the likeliest come first. How good it is, `, h("a", { href: address("about", "") }, "its card"), ` says. ${loose ? `${plural(loose, "lesson")} that belong to no arrangement are shown without filters only.` : ""}`),
    rows.length ? h("ul", { class: "plain-list themes" }, rows) : h("p", {}, "No lessons fit these filters."));
}
const byDocumentKey = (f) => f.doc * 1e6 + f.at;
