// Reads figures day by day: a slider below each is moved by keys, by touch, or by a pointer over the panels.
// Everything that it tells stands in the page already; without it nothing is missing.
"use strict";

const words = JSON.parse(document.getElementById("script-words").textContent);
const SIZES = ["wide", "narrow"];

function number(whole, panel) {
  const [full, part] = (Math.abs(whole) / 10 ** panel.digits).toFixed(panel.digits).split(".");
  const apart = full.replace(/\B(?=(\d{3})+$)/g, words.thousands);
  return (Math.sign(whole) === -1 ? "-" : "") + apart + (part ? words.point + part : "") + panel.unit;
}

function filled(template, values) {
  return template.replace(/{(\w+)}/g, (_, name) => values[name]);
}

function dated(first, day) {
  const on = new Date(Date.parse(first) + day * 864e5);
  const [year, month] = [on.getUTCFullYear(), words.months[on.getUTCMonth()]];
  return filled(words.date, {day: on.getUTCDate(), month, year});
}

// A line has a gap where its step is null; the next step is from the last number.
function summed(steps) {
  let total = 0;
  return steps.map(step => (step === null ? null : (total += step)));
}

function toldOf(panel, day) {
  const lines = panel.series.map(([name, ...kept]) => {
    const share = kept.pop();
    const [value, low, high] = kept.map(each => (each[day] ?? null) === null ? null : number(each[day], panel));
    return filled(templateOf(value, low, high, share), {name, value, low, high, share});
  });
  return lines.join("; ");
}

function templateOf(value, low, high, share) {
  if (value === null) return words.gap;
  if (low === null || high === null) return words.alone;
  return share ? words.band : words.open;
}

function made(tag, inside = "", about = {}) {
  const found = Object.assign(document.createElement(tag), about);
  found.append(inside);
  return found;
}

function cursors(figure, data) {
  return SIZES.flatMap(size => {
    const svg = figure.querySelector(`.${size} svg`);
    return data[size].map(panel => {
      const [left, top, width, height, first, last] = panel.box;
      const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
      line.setAttribute("class", "cursor");
      line.setAttribute("y1", top);
      line.setAttribute("y2", top + height);
      svg.append(line);
      return day => {
        const x = left + (width * (day - first)) / (last - first);
        line.setAttribute("x1", x);
        line.setAttribute("x2", x);
      };
    });
  });
}

function readable(figure, store) {
  const data = JSON.parse(store.textContent);
  for (const series of data.series) [1, 2, 3].forEach(at => { series[at] = summed(series[at]); });
  for (const panel of [...data.wide, ...data.narrow]) panel.series = panel.series.map(at => data.series[at]);
  const slider = made("input", "", {type: "range", min: 0, max: data.days - 1, value: data.days - 1});
  const output = made("output", "", {ariaLive: "off"});
  const move = cursors(figure, data);

  function show(day, pointed) {
    const panels = data[figure.querySelector(".wide").getClientRects().length ? "wide" : "narrow"];
    const lines = panels.map(panel => {
      const line = made("li", toldOf(panel, day), {className: panel === pointed ? "pointed" : ""});
      if (panel.title) line.prepend(made("b", panel.title), " ");
      return line;
    });
    const list = made("ul");
    list.append(...lines);
    output.replaceChildren(made("strong", dated(data.first, day)), list);
    slider.ariaValueText = `${dated(data.first, day)}: ${toldOf(panels[0], day)}`;
    figure.classList.add("reading");
    move.forEach(each => each(day));
  }

  slider.addEventListener("input", () => show(Number(slider.value)));
  for (const size of SIZES) {
    const svg = figure.querySelector(`.${size} svg`);
    svg.addEventListener("pointermove", event => {
      const [sides, box] = [svg.getBoundingClientRect(), svg.viewBox.baseVal];
      const x = box.x + ((event.clientX - sides.left) / sides.width) * box.width;
      const y = box.y + ((event.clientY - sides.top) / sides.height) * box.height;
      const pointed = data[size].find(({box: [left, top, width, height]}) =>
        x >= left && left + width >= x && y >= top && top + height >= y);
      if (!pointed) return;
      const [left, , width, , first, last] = pointed.box;
      slider.value = Math.round(first + ((x - left) / width) * (last - first));
      show(Number(slider.value), pointed);
    });
  }
  const label = made("label", words.day);
  label.append(" ", slider);
  const reader = made("div", label, {className: "reader"});
  if (figure.querySelector(".example")) reader.append(toggle(figure));
  reader.append(output);
  store.after(reader);
}

function toggle(figure) {
  const button = made("button", words.examples, {type: "button", ariaPressed: "true"});
  button.addEventListener("click", () => {
    button.ariaPressed = String(!figure.classList.toggle("without-examples"));
  });
  return button;
}

for (const store of document.querySelectorAll("figure script.readout")) readable(store.closest("figure"), store);
