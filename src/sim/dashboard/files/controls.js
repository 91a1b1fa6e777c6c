// The controls of the page, made from what the schema says of every quantity.

import { el } from "./charts.js";

// Numbers of a control's own state are texts, as in `path=value`.
export function makeControls(world, onChange) {
  const boxes = { lever: document.getElementById("lever-controls"), assumption: document.getElementById("assumption-controls") };
  const made = new Map();
  for (const [kind, box] of Object.entries(boxes)) {
    box.replaceChildren();
    const groups = new Map();
    for (const control of world.controls.filter((each) => each.kind === kind)) {
      if (!groups.has(control.group)) groups.set(control.group, []);
      groups.get(control.group).push(control);
    }
    for (const [name, controls] of groups) {
      const inside = el("details", { open: kind === "lever" }, el("summary", {}, name));
      // Long lists are built when they are first opened.
      const fill = () => {
        if (inside.childElementCount > 1) return;
        controls.forEach((control) => inside.append(made.get(control.path).element));
      };
      inside.addEventListener("toggle", fill);
      controls.forEach((control) => made.set(control.path, new Control(control, onChange, world.scenario)));
      inside.fill = fill;
      inside.texts = controls.map((control) => `${control.path} ${control.meaning} ${control.group}`.toLowerCase());
      inside.paths = controls.map((control) => control.path);
      if (kind === "lever") fill();
      box.append(inside);
    }
  }
  return made;
}

export function filterControls(text, made) {
  const wanted = text.trim().toLowerCase();
  document.querySelectorAll("#lever-controls > details, #assumption-controls > details").forEach((group) => {
    const hits = group.texts.map((each) => each.includes(wanted));
    group.hidden = Boolean(wanted) && !hits.some(Boolean);
    if (wanted && hits.some(Boolean)) {
      group.fill();
      group.open = true;
    }
    group.paths.forEach((path, at) => { made.get(path).element.hidden = Boolean(wanted) && !hits[at]; });
  });
}

class Control {
  constructor(about, onChange, scenario) {
    Object.assign(this, { about, onChange, scenario });
    this.id = `c-${about.path.replaceAll(/[^a-z0-9]+/gi, "-")}`;
    this.element = el("fieldset", { "data-path": about.path }, el("legend", {}, about.meaning));
    this.element.append(el("div", { class: "row" }, ...(about.options ? this.choice() : this.number())));
    if (about.from || about.entries) this.element.append(this.since());
    this.element.append(el("p", { class: "about" }, this.told()));
    if (about.source) this.element.append(this.source());
    this.show(undefined, undefined);
  }

  told() {
    const { about } = this;
    const bounds = about.options ? "" : `${about.low} to ${about.high}${about.unit ? ` ${about.unit}` : ""}. `;
    const usual = about.value === null ? about.unset : typeof about.value === "string" && !about.options ? `drawn from ${about.value}` : about.value;
    return `${bounds}In the scenario: ${usual}. (${about.path})`;
  }

  // A short source stands there; a long one is folded.
  source() {
    const { source } = this.about;
    if (source.length <= 60) return el("p", { class: "about" }, `Source: ${source}.`);
    return el("details", { class: "about" }, el("summary", {}, "Source"), source);
  }

  number() {
    const { about } = this, [low, high] = about.slide;
    const step = about.whole ? 1 : (high - low) / 100 || 0.01;
    this.slider = el("input", { type: "range", id: `${this.id}-slide`, min: low, max: high, step, "aria-label": `${about.meaning} (slider)`, oninput: () => this.set(tidy(this.slider.value)) });
    this.box = el("input", { type: "text", id: this.id, inputmode: "decimal", "aria-label": `${about.meaning}${about.unit ? `, ${about.unit}` : ""}`, placeholder: this.usual(), onchange: () => this.set(this.box.value.trim()) });
    return [this.slider, this.box];
  }

  choice() {
    const { about } = this;
    this.box = el("select", { id: this.id, "aria-label": about.meaning, onchange: () => this.set(this.box.value) },
      ...(about.value === null ? [el("option", { value: "" }, about.unset)] : []),
      ...about.options.map((each) => el("option", { value: each }, each.replaceAll("_", " "))));
    return [this.box];
  }

  since() {
    const { start, end } = this.scenario;
    this.from = el("input", { type: "date", id: `${this.id}-from`, min: start, max: end, value: this.laterStart(), onchange: () => this.set(this.box.value, true) });
    return el("div", { class: "row" }, el("label", { for: `${this.id}-from` }, "from"), this.from);
  }

  laterStart() {
    const ends = (this.about.entries ?? []).map((each) => each.until).filter((each) => each < this.scenario.end).sort();
    if (!ends.length) return this.scenario.start;
    const next = new Date(`${ends.at(-1)}T00:00:00Z`);
    next.setUTCDate(next.getUTCDate() + 1);
    return next.toISOString().slice(0, 10);
  }

  usual() {
    return this.about.value === null ? "as it comes" : String(this.about.value);
  }

  // Tell the page what is wanted; an empty text takes the change back.
  set(value) {
    const { about } = this, since = this.from?.value;
    if (value === "") return this.onChange(about.path, {});
    if (about.entries) {
      return this.onChange(about.path, { [about.path]: JSON.stringify([...about.entries, { start: since, posture: value }]) });
    }
    const wanted = { [about.path]: value };
    if (about.from && since && since !== this.scenario.start) wanted[about.from] = since;
    return this.onChange(about.path, wanted);
  }

  paths() {
    return this.about.from ? [this.about.path, this.about.from] : [this.about.path];
  }

  // Show a value that was changed, or the scenario's own.
  show(value, since) {
    const { about } = this;
    this.element.classList.toggle("changed", value !== undefined);
    let shown = value;
    if (about.entries && value !== undefined) {
      const last = JSON.parse(value).at(-1);
      [shown, since] = [last.posture, last.start];
    }
    if (this.from && since) this.from.value = since;
    if (about.options) this.box.value = shown ?? about.value ?? "";
    else {
      this.box.value = shown ?? "";
      const usual = typeof about.value === "number" ? about.value : (about.slide[0] + about.slide[1]) / 2;
      this.slider.value = Number.isFinite(Number(shown)) && shown !== undefined ? shown : usual;
      this.slider.setAttribute("aria-valuetext", shown ?? `not changed: ${this.usual()}`);
    }
  }

  // A change in words, for the list of changes.
  words(value, since) {
    let text = value;
    if (this.about.entries) {
      const last = JSON.parse(value).at(-1);
      [text, since] = [last.posture.replaceAll("_", " "), last.start];
    }
    return `${this.about.meaning}: ${this.usual()} → ${text}${this.about.unit ? ` ${this.about.unit}` : ""}${since ? ` from ${since}` : ""}`;
  }
}

const tidy = (text) => String(Number(Number(text).toPrecision(6)));
