// The map: coasts, councils as dots, arrangements as links between their members. Kilometres on the National Grid.

const NORTH = 1300; // km; y grows downwards from here
const WHOLE = { x: -25, y: NORTH - 1232, w: 700, h: 1244 };
const LONDON = { x: 499, y: NORTH - 212, w: 66, h: 64 };
const REACH = 16; // pixels within which a pointer means a dot
const NAMES = 14; // names written at most on the whole map, twice as many nearer
const xy = (code) => {
  const c = councils.get(code);
  return c && c.at ? [c.at[0], NORTH - c.at[1]] : null;
};

function coast(rings) {
  return rings.map((steps) => {
    let path = "", x = 0, y = NORTH * 10;
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y -= steps[i + 1];
      path += `${i ? "L" : "M"}${x / 10} ${y / 10}`;
    }
    return `${path}Z`;
  }).join("");
}

// Members joined by the shortest tree between them, so that a group of thirty is no thicket. [code, code] pairs.
function tree(codes) {
  const [first, ...rest] = codes.filter(xy).map((code) => ({ code, at: xy(code), from: null, far: Infinity }));
  const pairs = [];
  let last = first;
  while (rest.length) {
    for (const node of rest) {
      const far = Math.hypot(node.at[0] - last.at[0], node.at[1] - last.at[1]);
      if (far < node.far) Object.assign(node, { far, from: last.code });
    }
    rest.sort((a, b) => b.far - a.far);
    last = rest.pop();
    pairs.push([last.from, last.code]);
  }
  return pairs;
}

function links(list) {
  const found = new Map();
  for (const a of list) {
    a.tree ??= tree(a.gss_codes);
    for (const pair of a.tree) {
      const key = [...pair].sort().join() + a.group;
      if (!found.has(key)) found.set(key, { pair: [...pair].sort(), group: a.group, arrangements: [] });
      found.get(key).arrangements.push(a);
    }
  }
  return [...found.values()];
}

// A link, bent a little by status, so that those between the same two councils lie side by side.
const BEND = { live: 0, planned: 0.16, over: -0.16 };
function curve([one, other], group) {
  const [a, b] = [xy(one), xy(other)], bend = BEND[group];
  const middle = [(a[0] + b[0]) / 2 + (b[1] - a[1]) * bend, (a[1] + b[1]) / 2 - (b[0] - a[0]) * bend];
  return { d: `M${a}Q${middle} ${b}`, middle: [(a[0] + b[0] + 2 * middle[0]) / 4, (a[1] + b[1] + 2 * middle[1]) / 4] };
}

function startMap(body) {
  const svg = s("svg", { class: "uk", role: "group", "aria-label": "Map of councils that share services. Arrow keys move between councils, Enter chooses one, plus and minus zoom, 0 shows all." });
  const lines = s("g", { class: "links" }), bright = s("g", { class: "links bright" }), dots = s("g", { class: "dots" }), names = s("g", { class: "names", "aria-hidden": "true" });
  svg.append(s("path", { class: "coast beside", d: coast(data.outline.beside) }), s("path", { class: "coast", d: coast(data.outline.uk) }), lines, bright, dots, names);
  const tip = h("div", { class: "tip", hidden: true, "aria-hidden": "true" });
  const button = (text, name, act) => h("button", { type: "button", "aria-label": name, title: name, on: { click: act } }, text);
  const frame = h("div", { class: "frame" }, svg, tip, h("div", { class: "zoom", role: "group", "aria-label": "Zoom" },
    button("+", "Zoom in", () => zoom(1.6)), button("−", "Zoom out", () => zoom(1 / 1.6)), button("UK", "Show the whole UK", () => show(WHOLE)), button("London", "Zoom to London", () => show(LONDON))));
  body.append(frame, legend(), h("p", { class: "small" }, "Choose a council to see what it shares. Drag to move; the wheel zooms once the map is clicked. The list says the same in words."));

  let view = { ...WHOLE }, list = [], current = null, shownLinks = [], chosen = [];
  const unit = () => view.w / (svg.clientWidth || 480); // km a pixel

  function fitted(box) {
    const ratio = (svg.clientHeight || 640) / (svg.clientWidth || 480);
    const w = Math.max(box.w, box.h / ratio), hh = w * ratio;
    return { x: box.x + (box.w - w) / 2, y: box.y + (box.h - hh) / 2, w, h: hh };
  }
  function show(box) {
    view = fitted(box);
    place_();
  }
  function zoom(by, at = [view.x + view.w / 2, view.y + view.h / 2]) {
    const w = Math.min(fitted(WHOLE).w, Math.max(25, view.w / by)), scale = w / view.w;
    view = { x: at[0] - (at[0] - view.x) * scale, y: at[1] - (at[1] - view.y) * scale, w, h: view.h * scale };
    pan(0, 0);
  }
  function pan(dx, dy) {
    const hold = (v, low, high) => Math.min(Math.max(v, low), high);
    view.x = hold(view.x + dx, WHOLE.x - view.w / 2, WHOLE.x + WHOLE.w - view.w / 2);
    view.y = hold(view.y + dy, WHOLE.y - view.h / 2, WHOLE.y + WHOLE.h - view.h / 2);
    place_();
  }
  function place_() {
    svg.setAttribute("viewBox", [view.x, view.y, view.w, view.h].map((v) => v.toFixed(2)).join(" "));
    svg.classList.toggle("near", view.w < fitted(WHOLE).w * 0.9);
    const u = unit(), grown = Math.min(1.6, Math.sqrt(fitted(WHOLE).w / view.w));
    for (const dot of dots.children) dot.setAttribute("r", (dot.pixels * grown * u).toFixed(3));
    name(u);
    if (current) point(current, false);
  }
  // Names of the councils that share most, where they do not run into one another.
  function name(u) {
    const taken = [];
    names.replaceChildren();
    const inside = list.filter(({ at }) => at[0] > view.x && at[0] < view.x + view.w && at[1] > view.y && at[1] < view.y + view.h);
    for (const { c, at, pixels } of inside.sort(by((d) => !chosen.includes(d.c.code), (d) => -d.pixels, (d) => d.c.code))) {
      const w = c.council.length * 6.3 * u, size = 11 * u;
      const right = at[0] + (pixels + 4) * u + w < view.x + view.w;
      const box = { x: right ? at[0] + (pixels + 3) * u : at[0] - (pixels + 3) * u - w, y: at[1] - size * 0.7, w, h: size * 1.4 };
      if (taken.some((t) => t.x < box.x + box.w && box.x < t.x + t.w && t.y < box.y + box.h && box.y < t.y + t.h)) continue;
      taken.push(box);
      names.append(s("text", { x: right ? box.x : box.x + w, y: at[1] + size * 0.35, "font-size": size, "text-anchor": right ? "start" : "end", "stroke-width": 3 * u }, c.council));
      if (taken.length === (view.w < 300 ? 2 * NAMES : NAMES)) break;
    }
  }

  function draw(found) {
    chosen = (found.chosen.council || "").split(",").filter(Boolean);
    const inside = new Map();
    for (const a of found.arrangements) for (const code of a.gss_codes) inside.set(code, [...(inside.get(code) || []), a]);
    shownLinks = links(found.arrangements).map((link) => ({ ...link, ...curve(link.pair, link.group) }));
    lines.replaceChildren(...shownLinks.map((l) => s("path", { class: l.group, d: l.d, "stroke-width": Math.min(5, 1.7 + Math.log2(l.arrangements.length) * 0.8) })));
    const shown = [...councils.values()].filter((c) => c.at && c.arrangements.length);
    list = shown.filter((c) => inside.has(c.code)).map((c) => ({ c, at: xy(c.code), pixels: 2 + Math.min(4, Math.sqrt(inside.get(c.code).length)), arrangements: inside.get(c.code) }));
    const faint = shown.filter((c) => !inside.has(c.code)).map((c) => Object.assign(s("circle", { class: "faint", cx: xy(c.code)[0], cy: xy(c.code)[1] }), { pixels: 1.6 }));
    const strong = list.sort(by((d) => d.c.council)).map((d) => {
      const on = chosen.includes(d.c.code);
      d.dot = Object.assign(s("circle", { role: "button", tabindex: "-1", cx: d.at[0], cy: d.at[1], class: on ? "chosen" : null, "aria-pressed": String(on), "aria-label": `${d.c.council}: ${told(d.arrangements)}`,
        on: { focus: () => (within(d), point(d)), blur: () => point(null), keydown: (e) => key(e, d) } }), { pixels: d.pixels });
      return d.dot;
    });
    strong[0]?.setAttribute("tabindex", "0");
    dots.replaceChildren(...faint, ...strong);
    bright.replaceChildren();
    point(null);
    place_();
  }

  const told = (of) => `${plural(of.length, "arrangement")}: ${["live", "planned", "over"].map((g) => [g, of.filter((a) => a.group === g).length]).filter(([, n]) => n).map(([g, n]) => `${n} ${g === "over" ? "ended" : g}`).join(", ")}`;
  const pick = (d) => choose({ council: chosen.includes(d.c.code) ? "" : d.c.code });

  function point(d, light = true) {
    current = d;
    tip.hidden = !d;
    if (light) bright.replaceChildren(...(d ? shownLinks.filter((l) => (d.c ? l.pair.includes(d.c.code) : l === d)).map((l) => s("path", { class: l.group, d: l.d, "stroke-width": 3 })) : []));
    if (!d) return;
    const at = d.at || d.middle, u = unit();
    tip.replaceChildren(...(d.c ? [h("b", {}, d.c.council), h("span", {}, told(d.arrangements))]
      : [h("b", {}, d.arrangements.slice(0, 2).map((a) => a.label).join("; ")), h("span", {}, d.arrangements.length > 2 ? `and ${count(d.arrangements.length - 2)} more` : d.arrangements.map((a) => label(a.status)).join(", "))]));
    const [x, y] = [(at[0] - view.x) / u, (at[1] - view.y) / u], wide = svg.clientWidth;
    tip.style.setProperty("left", `${Math.min(Math.max(x, 90), wide - 90)}px`);
    tip.style.setProperty("top", `${y}px`);
    tip.classList.toggle("below", y < 80);
  }
  function nearest(event) {
    const box = svg.getBoundingClientRect(), u = unit();
    const at = [view.x + (event.clientX - box.left) * u, view.y + (event.clientY - box.top) * u];
    const far = (d) => Math.hypot(d[0] - at[0], d[1] - at[1]) / u;
    const close = (items, place, reach) => items.map((d) => [far(place(d)), d]).filter(([f]) => f < reach).sort((a, b) => a[0] - b[0])[0]?.[1];
    return close(list, (d) => d.at, REACH) || close(shownLinks, (l) => l.middle, REACH) || null;
  }

  // What gets the focus is brought into view.
  function within({ at: [x, y] }) {
    const inside = x > view.x && x < view.x + view.w && y > view.y && y < view.y + view.h;
    if (!inside) pan(x - view.x - view.w / 2, y - view.y - view.h / 2);
  }
  function key(event, d) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (step && event.shiftKey) pan(step[0] * view.w * 0.2, step[1] * view.h * 0.2);
    else if (step) {
      const ahead = list.map((o) => [o, o.at[0] - d.at[0], o.at[1] - d.at[1]]).filter(([, x, y]) => x * step[0] + y * step[1] > Math.abs(x * step[1] + y * step[0]) * 0.7);
      const [next] = ahead.sort((a, b) => Math.hypot(a[1], a[2]) - Math.hypot(b[1], b[2]))[0] || [];
      if (next) {
        d.dot.setAttribute("tabindex", "-1");
        next.dot.setAttribute("tabindex", "0");
        next.dot.focus({ preventScroll: true });
      }
    } else if (event.key === "Enter" || event.key === " ") pick(d);
    else if (event.key === "+" || event.key === "=") zoom(1.6, d.at);
    else if (event.key === "-") zoom(1 / 1.6, d.at);
    else if (event.key === "0") show(WHOLE);
    else return;
    event.preventDefault();
  }

  moved(svg, { pan: (dx, dy) => pan(-dx * unit(), -dy * unit()), zoom: (by, event) => {
    const box = svg.getBoundingClientRect(), u = unit();
    zoom(by, [view.x + (event.clientX - box.left) * u, view.y + (event.clientY - box.top) * u]);
  }, over: (event) => point(event && nearest(event)), pick: (event) => {
    const d = nearest(event);
    if (!d) return;
    if (d.c) pick(d);
    else if (d.arrangements.length === 1) location.hash = address("arrangement", d.arrangements[0].arrangement_id);
    else choose({ council: d.pair.join() });
  } });
  new ResizeObserver(() => show(view.w >= WHOLE.w ? WHOLE : view)).observe(svg);
  return { draw, light: (a) => bright.replaceChildren(...(a ? a.tree || [] : []).map((pair) => s("path", { class: a.group, d: curve(pair, a.group).d, "stroke-width": 3.5 }))) };
}

// Dragging, pinching, wheel and taps on the map, told as steps.
function moved(svg, act) {
  const held = new Map();
  let travelled = 0, active = false;
  svg.addEventListener("pointerdown", (event) => {
    held.set(event.pointerId, [event.clientX, event.clientY]);
    travelled = 0;
    active = true;
  });
  document.addEventListener("pointerdown", (event) => (active = svg.contains(event.target)));
  svg.addEventListener("pointermove", (event) => {
    const last = held.get(event.pointerId);
    if (!last) return event.pointerType === "mouse" && act.over(event);
    const [dx, dy] = [event.clientX - last[0], event.clientY - last[1]];
    travelled += Math.abs(dx) + Math.abs(dy);
    if (travelled > 6 && !svg.hasPointerCapture(event.pointerId)) svg.setPointerCapture(event.pointerId);
    const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const far = (p) => Math.hypot(p[0] - other[0], p[1] - other[1]);
      act.zoom(far([event.clientX, event.clientY]) / Math.max(1, far(last)), { clientX: (event.clientX + other[0]) / 2, clientY: (event.clientY + other[1]) / 2 });
    } else act.pan(dx, dy);
    held.set(event.pointerId, [event.clientX, event.clientY]);
  });
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, (event) => held.delete(event.pointerId));
  svg.addEventListener("pointerleave", () => act.over(null));
  svg.addEventListener("click", (event) => travelled <= 6 && act.pick(event));
  svg.addEventListener("wheel", (event) => {
    if (!active && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    act.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, event);
  }, { passive: false });
}

function legend() {
  const line = (group, text) => h("li", {}, s("svg", { class: "links sample", viewBox: "0 0 34 8", width: 34, height: 8, "aria-hidden": "true" }, s("path", { class: group, d: "M1 4H33", "stroke-width": 2.5 })), text);
  return h("ul", { class: "legend", "aria-label": "What the lines mean" }, line("live", "live"), line("planned", "planned"), line("over", "ended or abandoned"));
}
