// Making elements. Text goes in as text, never as markup, and nothing sets a style attribute: the page's policy forbids both.

const $ = (id) => document.getElementById(id);

function made(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (name === "css") for (const [key, to] of Object.entries(value)) element.style.setProperty(key, to);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false && c !== "" && c !== 0));
  return element;
}

const h = (tag, attributes, ...children) => made(document.createElement(tag), attributes, children);
const s = (tag, attributes, ...children) =>
  made(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

// A list that shows a first batch, and the next one when asked.
function batched(items, size, draw, { tag = "ul", attributes = {}, noun = "more" } = {}) {
  const list = h(tag, attributes);
  const more = h("button", { type: "button", class: "more", on: { click: () => next(true) } });
  let shown = 0;
  function next(asked) {
    const first = shown;
    for (; shown < Math.min(items.length, first + size); shown++) list.append(draw(items[shown], shown));
    const left = items.length - shown;
    more.textContent = left <= size ? `Show the other ${count(left)}` : `Show ${size} more (${count(left)} ${noun} left)`;
    more.hidden = !left;
    if (asked) (list.children[first]?.querySelector("a, button, summary") || list.children[first])?.focus();
  }
  next(false);
  return [list, more];
}

// A button that opens something below it.
function opener(label, draw, attributes = {}) {
  const body = h("div", { class: "opened", hidden: true });
  const button = h("button", { type: "button", "aria-expanded": "false", ...attributes, on: { click: toggle } }, label);
  function toggle() {
    const open = button.getAttribute("aria-expanded") !== "true";
    if (open && !body.hasChildNodes()) body.append(...[draw()].flat(Infinity).filter(Boolean));
    button.setAttribute("aria-expanded", String(open));
    body.hidden = !open;
  }
  return [button, body];
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const by = (...keys) => (a, b) => {
  for (const key of keys) {
    const order = compare(key(a), key(b));
    if (order) return order;
  }
  return 0;
};
