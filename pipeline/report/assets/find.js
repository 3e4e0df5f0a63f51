// The find box: councils, arrangements and documents, whatever the accents, capitals or ampersands.

const SHOWN = 6; // of each kind
const plainly = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("&", " and ")
  .replace(/['’.]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();

let entries = null; // made when somebody first types
function findable() {
  const kinds = [
    ["Councils", [...councils.values()].map((c) => ({ text: c.council, more: c.official || "", note: plural(c.arrangements.length, "arrangement"), go: ["council", c.code] }))],
    ["Arrangements", arrangements.map((a) => ({ text: a.label, more: membersOf(a).join(" "), note: label(a.status), go: ["arrangement", a.arrangement_id] }))],
    ["Documents", documents.map((d) => ({ text: d.label, more: `${d.source} ${d.publisher || ""} ${d.author || ""}`, note: when(d.published), go: ["document", d.doc_id] }))],
  ];
  return kinds.map(([kind, list]) => [kind, list.map((e) => ({ ...e, key: ` ${plainly(e.text)}`, rest: ` ${plainly(e.more)}` }))]);
}

function hits(query) {
  const words = plainly(query).split(" ").filter(Boolean);
  if (!words.length) return [];
  const whole = ` ${words.join(" ")}`;
  const rank = (e) => {
    if (!words.every((w) => e.key.includes(` ${w}`) || e.rest.includes(` ${w}`))) return -1;
    return e.key.startsWith(whole) ? 0 : e.key.includes(whole) ? 1 : words.every((w) => e.key.includes(` ${w}`)) ? 2 : 3;
  };
  return entries.map(([kind, list]) => {
    const found = list.map((e) => [rank(e), e]).filter(([r]) => r >= 0).sort(by(([r]) => r, ([, e]) => e.key));
    return { kind, all: found.length, first: found.slice(0, SHOWN).map(([, e]) => e) };
  }).filter(({ all }) => all);
}

function startFinding() {
  const input = $("find"), box = $("found");
  let at = -1;
  const options = () => [...box.querySelectorAll("[role=option]")];
  function mark(to) {
    const list = options();
    at = list.length ? (to + list.length) % list.length : -1;
    list.forEach((o, i) => o.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", list[at].id);
      list[at].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }
  function close() {
    box.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function go(entry) {
    close();
    input.value = "";
    location.hash = address(...entry.go);
  }
  function show() {
    entries ??= findable();
    const found = hits(input.value);
    let n = 0;
    const option = (e) => h("div", { role: "option", id: `found-${n++}`, "aria-selected": "false", on: { click: () => go(e), mousedown: (event) => event.preventDefault() } }, h("span", {}, e.text), h("span", { class: "small" }, e.note));
    box.replaceChildren(...found.map(({ kind, all, first }, i) => h("div", { role: "group", "aria-labelledby": `found-kind-${i}` },
      h("div", { class: "kind", id: `found-kind-${i}` }, `${kind} (${all > first.length ? `${first.length} of ${count(all)}` : all})`), first.map(option))));
    if (!found.length && input.value.trim()) box.append(h("div", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing is called so."));
    box.hidden = !box.hasChildNodes();
    input.setAttribute("aria-expanded", String(!box.hidden));
    mark(0);
  }
  input.addEventListener("input", show);
  input.addEventListener("focus", () => input.value && show());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown") (box.hidden ? show() : mark(at + 1));
    else if (event.key === "ArrowUp") mark(at - 1);
    else if (event.key === "Enter" && !box.hidden && at >= 0) options()[at].click();
    else return;
    event.preventDefault();
  });
}
