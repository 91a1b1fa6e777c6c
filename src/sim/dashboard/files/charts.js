// Charts as inline SVG: fans, stacked shares, bars, tiles, dots. The arrow keys read a chart's values.

const SVG = "http://www.w3.org/2000/svg";
const W = 360, H = 190, LEFT = 46, RIGHT = 8, TOP = 14, BOTTOM = 24;
export const HUES = ["#56b4e9", "#0072b2", "#d55e00", "#e69f00", "#bdbdbd", "#cc79a7", "#009e73"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WHOLE = new Set(["persons", "kb", "days", "persons/day"]);

export function el(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...inside.filter((each) => each !== null && each !== undefined));
  return made;
}

function svg(name, attributes = {}, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

export function told(value, unit) {
  if (!Number.isFinite(value)) return "";
  if (WHOLE.has(unit)) return Math.round(value).toLocaleString("en-GB");
  return unit === "kb/day" ? value.toFixed(1) : value.toFixed(2);
}

export const dayText = (iso) => `${Number(iso.slice(8))} ${MONTHS[Number(iso.slice(5, 7)) - 1]} ${iso.slice(0, 4)}`;
export const words = (name) => name.replaceAll("_", " ");
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function ticks(low, high) {
  const step = 10 ** Math.floor(Math.log10((high - low || 1) / 3));
  const by = [1, 2, 5, 10].map((n) => n * step).find((n) => (high - low) / n <= 4) ?? step;
  const found = [];
  for (let at = Math.ceil(low / by) * by; at <= high + by / 1e6; at += by) found.push(Number(at.toFixed(10)));
  return found;
}

// An empty chart with axes: where a value and a point in time lie.
function axes(label, dates, low, high, unit, marks = [], nDays = dates.length) {
  const made = svg("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": label, tabindex: 0, color: "currentColor" });
  const x = (at) => LEFT + (at / Math.max(1, dates.length - 1)) * (W - LEFT - RIGHT);
  const y = (value) => H - BOTTOM - ((value - low) / (high - low || 1)) * (H - TOP - BOTTOM);
  for (const at of ticks(low, high)) {
    made.append(svg("line", { x1: LEFT, x2: W - RIGHT, y1: y(at), y2: y(at), stroke: "currentColor", "stroke-opacity": at === 0 && low < 0 ? 0.8 : 0.18 }));
    const text = WHOLE.has(unit) || Math.abs(at) >= 10 ? Math.round(at).toLocaleString("en-GB") : String(Number(at.toFixed(2)));
    made.append(svg("text", { x: LEFT - 5, y: y(at) + 4, "text-anchor": "end", "font-size": 11, fill: "currentColor" }, text));
  }
  const every = Math.ceil(dates.length / 5);
  dates.forEach((date, at) => {
    if (at % every) return;
    const text = `${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(2, 4)}`;
    made.append(svg("text", { x: x(at), y: H - 7, "text-anchor": at ? "middle" : "start", "font-size": 11, fill: "currentColor" }, text));
  });
  for (const mark of marks) {
    const place = LEFT + (mark.day / Math.max(1, nDays - 1)) * (W - LEFT - RIGHT);
    const line = svg("line", { x1: place, x2: place, y1: TOP, y2: H - BOTTOM, stroke: "currentColor", "stroke-opacity": 0.35, "stroke-dasharray": "2 3" });
    line.append(svg("title", {}, mark.text));
    made.append(line);
  }
  return { made, x, y };
}

const path = (values, x, y) => values.map((value, at) => `${at ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join("");
const band = (low, high, x, y) => `${path(high, x, y)}${path([...low].reverse(), (at) => x(low.length - 1 - at), y).replace("M", "L")}Z`;

// A fan beside another one has no light band but its edges, so that both can be seen.
function drawFan(made, fan, x, y, hue, dash = "") {
  if (dash) {
    made.append(svg("path", { d: band(fan.low50, fan.high50, x, y), fill: hue, "fill-opacity": 0.22 }));
    line(made, fan.low90, x, y, hue, 0.8, "2 2");
    line(made, fan.high90, x, y, hue, 0.8, "2 2");
    line(made, fan.median, x, y, hue, 1.8, dash);
    return;
  }
  made.append(svg("path", { d: band(fan.low90, fan.high90, x, y), fill: hue, "fill-opacity": 0.18 }));
  made.append(svg("path", { d: band(fan.low50, fan.high50, x, y), fill: hue, "fill-opacity": 0.32 }));
  line(made, fan.median, x, y, hue, 1.8, dash);
}

function line(made, values, x, y, hue, width, dash = "") {
  made.append(svg("path", { d: path(values, x, y), fill: "none", stroke: hue, "stroke-width": width, "stroke-dasharray": dash }));
}

const title = (fan) => `${fan.label}${fan.unit && fan.unit !== "1" ? ` (${fan.unit})` : ""}`;

// One or two fans over the same days; `lines` are single histories over them.
export function fanChart(fans, dates, { marks = [], nDays, lines = [], footer = "" } = {}) {
  const all = [...fans.flatMap((fan) => [...fan.low90, ...fan.high90]), ...lines.flatMap((each) => each.values)];
  const low = Math.min(0, ...all), top = Math.max(...all), high = top > low ? low + (top - low) * 1.04 : low + 1;
  const last = (fan) => `${told(fan.median.at(-1), fan.unit)} [${told(fan.low90.at(-1), fan.unit)} to ${told(fan.high90.at(-1), fan.unit)}]`;
  const { unit } = fans[0];
  const label = `${title(fans[0])}. At the end: median ${fans.map(last).join(", beside it ")} (90 % of runs).`;
  const { made, x, y } = axes(label, dates, low, high, unit, marks, nDays);
  const hues = [colour("--first"), colour("--second")];
  fans.forEach((fan, at) => drawFan(made, fan, x, y, hues[at], at ? "5 3" : ""));
  lines.forEach((each) => line(made, each.values, x, y, each.hue ?? colour("--ink"), 1.6, each.dash ?? ""));
  const text = (at) => [
    ...fans.map((fan, n) => `${n ? "beside it " : ""}${told(fan.median[at], unit)} [${told(fan.low90[at], unit)} to ${told(fan.high90[at], unit)}]`),
    ...lines.map((each) => `${each.name} ${told(each.values[at], unit)}`),
  ].join("; ");
  return framed(title(fans[0]), made, dates, x, text, footer);
}

// Shares or numbers on top of one another.
export function stack(name, parts, dates, { high, unit = "1", marks = [], nDays, footer = "" } = {}) {
  const names = Object.keys(parts).filter((each) => parts[each].some((value) => value > 0));
  const tops = dates.map((_, at) => names.reduce((sum, each) => sum + parts[each][at], 0));
  const highest = high ?? (Math.max(...tops) * 1.04 || 1);
  const end = names.map((each) => `${words(each)} ${told(parts[each].at(-1), unit)}`).join(", ");
  const { made, x, y } = axes(`${name}. At the end: ${end}.`, dates, 0, highest, unit, marks, nDays);
  let floor = dates.map(() => 0);
  names.forEach((each) => {
    const roof = floor.map((value, at) => value + parts[each][at]);
    made.append(svg("path", { d: band(floor, roof, x, y), fill: HUES[Object.keys(parts).indexOf(each) % HUES.length] }));
    floor = roof;
  });
  const key = el("p", { class: "about" });
  names.forEach((each) => {
    const swatch = el("span", { class: "key", "aria-hidden": "true" });
    swatch.style.background = HUES[Object.keys(parts).indexOf(each) % HUES.length];
    key.append(swatch, `${words(each)}  `);
  });
  const text = (at) => names.map((each) => `${words(each)} ${told(parts[each][at], unit)}`).join(", ");
  const figure = framed(name, made, dates, x, text, footer);
  figure.append(key);
  return figure;
}

// A chart with its title, a line that reads values, and its file.
function framed(name, made, dates, x, text, footer) {
  const reading = el("figcaption", { "aria-live": "polite" });
  const cursor = svg("line", { y1: TOP, y2: H - BOTTOM, stroke: "currentColor", "stroke-width": 1, visibility: "hidden" });
  made.append(cursor);
  let at = dates.length - 1;
  const show = (to) => {
    at = Math.min(dates.length - 1, Math.max(0, to));
    cursor.setAttribute("x1", x(at));
    cursor.setAttribute("x2", x(at));
    cursor.setAttribute("visibility", "visible");
    reading.textContent = `${dayText(dates[at])}: ${text(at)}`;
  };
  made.addEventListener("keydown", (key) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -8, PageDown: 8, Home: -1e9, End: 1e9 }[key.key];
    if (by === undefined) return;
    key.preventDefault();
    show(at + by);
  });
  made.addEventListener("pointermove", (event) => {
    const box = made.getBoundingClientRect();
    const place = ((event.clientX - box.left) / box.width) * W;
    show(Math.round(((place - LEFT) / (W - LEFT - RIGHT)) * (dates.length - 1)));
  });
  const save = el("span", { class: "row" },
    el("button", { type: "button", "aria-label": `Save as SVG: ${name}`, onclick: () => saveChart(made, name, footer, "svg") }, "SVG"),
    el("button", { type: "button", "aria-label": `Save as PNG: ${name}`, onclick: () => saveChart(made, name, footer, "png") }, "PNG"));
  return el("figure", {}, el("div", { class: "row" }, el("h4", {}, name), save), made, reading);
}

export function save(name, content, type) {
  const link = el("a", { download: name, href: URL.createObjectURL(new Blob([content], { type })) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function saveChart(made, name, footer, form) {
  const copy = made.cloneNode(true);
  const height = H + 58;
  for (const [key, value] of Object.entries({ xmlns: SVG, viewBox: `0 -26 ${W} ${height}`, width: 2 * W, height: 2 * height, color: "#1a1a1a" })) copy.setAttribute(key, value);
  copy.querySelectorAll("[visibility=hidden]").forEach((each) => each.remove());
  copy.prepend(svg("rect", { x: 0, y: -26, width: W, height, fill: "#ffffff" }));
  const write = (y, size, text) => copy.append(svg("text", { x: 6, y, "font-size": size, "font-family": "sans-serif", fill: "#1a1a1a" }, text));
  write(-8, 13, name);
  write(H + 12, 8.5, footer);
  write(H + 24, 8.5, "Consequences of the stated assumptions, not forecasts. sim dashboard");
  const text = new XMLSerializer().serializeToString(copy);
  const file = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.${form}`;
  if (form === "svg") return save(file, text, "image/svg+xml");
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = el("canvas", { width: 2 * W, height: 2 * height });
  canvas.getContext("2d").drawImage(image, 0, 0);
  URL.revokeObjectURL(image.src);
  return canvas.toBlob((blob) => save(file, blob, "image/png"));
}
