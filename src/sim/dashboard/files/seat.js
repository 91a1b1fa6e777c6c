// Taking a seat: the page keeps all choices, the program makes the run again up to the next one.

import { dayText, el, fanChart, save, told, words } from "./charts.js";
import { Refused, ask, draft } from "./state.js";
import { table } from "./tables.js";

const STORE = "sim-dashboard-seat";

function stored() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE));
    return kept && Array.isArray(kept.choices) && kept.draft ? kept : null;
  } catch {
    return null;
  }
}

const reachedText = (value, unit) => (unit === "share of days" ? `${Math.round(100 * value)} %` : Number(value.toPrecision(3)).toLocaleString("en-GB"));
const capital = (name) => name[0].toUpperCase() + name.slice(1);

export class Seat {
  constructor(past, seats) {
    Object.assign(this, { past, seats, game: null });
    this.place = document.getElementById("seat-told");
    this.form = document.getElementById("seat-form");
    this.makeForm("caracas");
    this.offerToGoOn();
  }

  // A game that was begun before a reload is still there.
  offerToGoOn() {
    const kept = stored();
    if (!kept || !this.seats.menus[kept.actor]) return;
    const told = `Go on with your game: ${capital(kept.actor)}, ${kept.choices.length} choices`;
    this.place.replaceChildren(el("button", { type: "button", id: "seat-go-on", onclick: () => { this.game = kept; this.next(); } }, told));
  }

  makeForm(actor) {
    const { seats } = this;
    const who = el("select", { id: "seat-actor", onchange: () => this.makeForm(who.value) },
      ...Object.keys(seats.menus).map((each) => el("option", { value: each, selected: each === actor }, capital(each))));
    const aims = el("fieldset", { id: "seat-aims" }, el("legend", {}, "What you want (it is scored at the end)"));
    for (const [name, meaning] of Object.entries(seats.aims)) {
      aims.append(el("div", {}, el("label", {}, el("input", { type: "checkbox", name: "aim", value: name, checked: seats.usual[actor].includes(name) }), ` ${meaning}`)));
    }
    this.form.replaceChildren(
      el("p", { class: "row" }, el("label", { for: "seat-actor" }, "In the place of"), who,
        el("label", { for: "seat-run" }, "with the luck of run"), el("input", { id: "seat-run", type: "number", min: 0, max: 199, value: 0, required: true }),
        el("label", { for: "seat-start" }, "from"), el("input", { id: "seat-start", type: "date" }), el("span", { class: "muted" }, "(empty: when no script holds you)")),
      el("details", {}, el("summary", {}, "Aims"), aims),
      el("button", { id: "seat-begin" }, "Sit down"));
    this.form.onsubmit = (event) => {
      event.preventDefault();
      const picked = [...this.form.querySelectorAll("[name=aim]:checked")].map((each) => each.value);
      this.game = {
        draft: draft(this.past.now), actor: who.value, aims: picked,
        run: Number(document.getElementById("seat-run").value), start: document.getElementById("seat-start").value || null, choices: [], keep: false,
      };
      this.next();
    };
  }

  async next() {
    this.busy(true);
    try {
      const answer = await (await ask("/seat", this.game)).json();
      localStorage.setItem(STORE, JSON.stringify(this.game));
      if (answer.end) this.end(answer.end);
      else this.brief(answer.briefing, answer.decision);
    } catch (error) {
      this.place.replaceChildren(...(error instanceof Refused ? error.sentences : [String(error)]).map((each) => el("p", { class: "box" }, each)));
    } finally {
      this.busy(false);
    }
  }

  busy(is) {
    this.place.setAttribute("aria-busy", is);
    this.place.querySelectorAll("button").forEach((each) => { each.disabled = is; });
  }

  choose(posture) {
    this.game.choices.push(posture);
    this.next();
  }

  brief(now, decision) {
    const reported = Object.values(now.reported).reduce((a, b) => a + b, 0);
    const head = el("h3", { tabindex: -1 }, `${dayText(now.day)} · decision ${decision} · you hold ${words(now.held)}`);
    const choices = now.weighings.map((each) => this.offered(each, now));
    this.place.replaceChildren(head,
      el("p", {}, Object.entries(now.others).map(([name, held]) => `${capital(name)}: ${words(held)}`).join(" · ")),
      el("ul", {}, ...now.news.map((each) => el("li", {}, each))),
      el("p", {}, `The press has told of ${reported.toLocaleString("en-GB")} Cubans who left; ${now.lately} within the week.`),
      el("details", { open: decision === 1 }, el("summary", {}, "What you know"),
        table(["", "now"], now.known.map((each) => [each.label, told(each.value, each.unit)]))),
      ...choices,
      el("p", { class: "row" },
        el("button", { type: "button", id: "seat-back", disabled: decision === 1, onclick: () => { this.game.choices.pop(); this.next(); } }, "One week back"),
        el("button", { type: "button", id: "seat-rest", onclick: () => { this.game.keep = true; this.next(); } }, "Keep it to the end")));
    head.focus({ preventScroll: decision === 1 });
  }

  // A posture with what speaks for and against it; 1 more makes a posture 2.7 times as likely.
  offered(each, now) {
    const held = each.posture === now.held;
    const terms = Object.entries({ ...each.terms, change: each.changing }).filter(([, value]) => Math.abs(value) > 0.005).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
    return el("div", { class: "choice" },
      el("div", { class: "row" },
        el("button", { type: "button", "data-posture": each.posture, onclick: () => this.choose(held ? null : each.posture) }, held ? `Keep ${words(each.posture)}` : `Take ${words(each.posture)}`),
        el("span", {}, `brings ${each.brings.toFixed(1)}, costs ${each.costs.toFixed(1)}, together ${each.worth.toFixed(1)}`)),
      el("p", { class: "about" }, each.meaning),
      el("details", {}, el("summary", {}, `Why it counts: ${words(each.posture)}`),
        table(["motive", "worth"], terms.map(([name, value]) => [now.meanings[name] ?? "what the change itself costs", value.toFixed(2)]))));
  }

  end(end) {
    const { content } = end;
    const score = (value) => value.toFixed(0);
    const lines = (fan) => [{ name: "you", values: fan.you, hue: "#d55e00" }, { name: "the model", values: fan.model, dash: "5 3" }];
    const head = el("h3", { tabindex: -1 }, "The end of your game");
    this.place.replaceChildren(head,
      ...end.answer.map((each) => el("p", {}, each)),
      table(["aim", "you", "the model", "median of runs", "your score", "its score"], content.aims.map((each) =>
        [`${each.meaning} (${each.unit})`, ...[each.yours, each.models, each.median].map((v) => reachedText(v, each.unit)), score(each.score), score(each.models_score)])),
      el("p", { class: "muted" }, "Red: you. Dashed: the model's government with the same luck. Fan: runs in which the model chooses for everybody."),
      el("div", { class: "grid" }, ...end.fans.map((fan) => fanChart([fan], end.dates, { lines: lines(fan), nDays: end.n_days, footer: `You in the place of ${capital(content.actor)}` }))),
      el("p", { class: "row" },
        el("a", { id: "seat-page", href: end.page, target: "_blank", rel: "noopener" }, "The whole page of the game (a new tab)"),
        el("button", { type: "button", id: "seat-file", onclick: () => save(`${content.actor}-moves.yaml`, end.file, "application/yaml") }, "The file of the game"),
        el("span", { class: "muted" }, `replay it: sim play ${content.actor} SCENARIO.yaml --moves FILE (the scenario is under Files)`),
        el("button", { type: "button", onclick: () => { this.game.keep = false; this.next(); } }, "Back to my last choice")));
    head.focus();
  }
}
