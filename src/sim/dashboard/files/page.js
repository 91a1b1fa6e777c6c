// The page: what is changed goes to the program, and what it answers is drawn.

import { dayText, el, fanChart, save, stack } from "./charts.js";
import { filterControls, makeControls } from "./controls.js";
import { Seat } from "./seat.js";
import { Past, Refused, ask, blank, draft, events, written } from "./state.js";
import { dots, headlines, outcomes, table, tiles, why } from "./tables.js";

const at = (id) => document.getElementById(id);
const page = crypto.getRandomValues(new Uint32Array(4)).join("-");
const narrow = matchMedia("(max-width: 61.99rem)");  // as in page.css
const SOON = 60; // ms without a further change before the program is asked

let past, world, controls, shown = null, running = null, timer = 0, run = null, playing = 0;

function tellProblems(sentences) {
  at("problems").replaceChildren(...sentences.map((each) => el("p", {}, each)));
}

async function start() {
  // The token has done its work; a link that is copied must not carry it.
  history.replaceState(null, "", `/${location.hash}`);
  world = await (await ask("/world", {})).json();
  past = new Past(blank(world.first));
  for (const id of ["base", "second"]) {
    at(id).replaceChildren(...(id === "second" ? [el("option", { value: "" }, "none")] : []), ...world.scenarios.map((each) => el("option", {}, each)));
  }
  wire();
  try {
    await showWorld();
  } catch {
    past.push(blank(world.first));  // what the address or the store names is not here any more
    await showWorld();
  }
  new Seat(past, world.seats);
  refresh();
}

async function showWorld() {
  world = await (await ask("/world", { draft: draft(past.now) })).json();
  controls = makeControls(world, change);
  const { scenario } = world;
  at("title").textContent = scenario.title;
  at("description").textContent = scenario.description;
  at("events").replaceChildren(...scenario.events.map((each) => el("li", {}, each)));
}

function change(path, wanted) {
  const changes = { ...past.now.changes };
  controls.get(path).paths().forEach((each) => delete changes[each]);
  past.push({ ...past.now, changes: { ...changes, ...wanted } }, path);
  refresh();
}

// Show what is chosen, and ask for its futures as soon as nothing moves any more.
function refresh() {
  const { now } = past;
  for (const [path, control] of controls) control.show(now.changes[path], now.changes[control.about.from]);
  if (!world.scenarios.includes(now.base) || now.text) {
    if (!at("base").querySelector("[data-dropped]")) at("base").append(el("option", { "data-dropped": true }, now.base));
  }
  at("base").value = now.base;
  at("undo").disabled = !past.canUndo;
  at("redo").disabled = !past.canRedo;
  at("reset").disabled = !Object.keys(now.changes).length;
  at("alone").disabled = !now.second;
  at("second").value = now.second && !Object.keys(now.second.changes).length ? now.second.base : "";
  at("beside").textContent = now.second ? `Beside it: ${now.second.base}${Object.keys(now.second.changes).length ? `, with ${Object.keys(now.second.changes).length} changes` : ""} (orange, dashed).` : "";
  listChanges(now);
  drawn(0);
  clearTimeout(timer);
  timer = setTimeout(askForFutures, SOON);
}

// How many runs of what is chosen are drawn; files are handed out of what is drawn only.
function drawn(n) {
  document.body.dataset.n = n || "";
  ["get-yaml", "get-csv", "get-report"].forEach((id) => { at(id).disabled = !n; });
}

function listChanges({ changes }) {
  const rows = [...controls.values()].filter((each) => changes[each.about.path] !== undefined).map((each) => {
    const said = each.words(changes[each.about.path], changes[each.about.from]);
    return el("li", {}, `${said} `, el("button", { type: "button", "aria-label": `Take back: ${said}`, onclick: () => change(each.about.path, {}) }, "back"));
  });
  at("changed").replaceChildren(...(rows.length ? rows : [el("li", { class: "muted" }, "nothing yet")]));
}

async function askForFutures() {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const drafts = [draft(past.now), ...(past.now.second ? [draft(past.now.second)] : [])];
  at("status").textContent = world.ready ? "Computing …" : "Loading the model; the first runs take a little longer …";
  performance.mark("asked");
  try {
    const answer = await ask("/futures", { page, drafts }, mine.signal);
    for await (const { kind, content } of events(answer)) {
      if (mine.signal.aborted) return;
      take(kind, content);
    }
  } catch (error) {
    if (mine.signal.aborted || error.name === "AbortError") return;
    tellProblems(error instanceof Refused ? error.sentences : ["The program does not answer; is it still running?"]);
    at("status").textContent = "";
  }
}

function take(kind, content) {
  if (kind === "accepted") tellProblems(content.flatMap((each) => each.remarks));
  if (kind === "problem") tellProblems(content.sentences);
  if (kind === "progress") {
    at("progress").value = content.done;
    at("status").textContent = `${content.done} of ${content.of} runs; the fans get surer as more are there.`;
  }
  if (kind === "futures") {
    shown = content;
    world.ready = true;
    draw();
    at("progress").value = content.futures[0].n;
    drawn(content.futures[0].n);
    performance.mark(`drawn ${content.futures[0].n}`);
  }
  if (kind === "done") at("status").textContent = `${content.n} runs are there.`;
}

function draw() {
  const { futures, pairs } = shown, [first] = futures, days = first.dates;
  const around = { marks: first.marks, nDays: first.n_days, footer: `${first.title}, ${first.n} runs` };
  const sentences = [...first.sentences, ...(pairs ? [pairs.sentence] : [])];
  at("sentences").replaceChildren(...sentences.map((each) => el("p", {}, each)));
  const one = (name) => (run ? [{ name: `run ${run.run}`, values: run.lines[name] }] : []);
  at("fans").replaceChildren(...first.fans.map((fan, n) => fanChart(futures.map((each) => each.fans[n]), days, { ...around, lines: one(fan.name) })));
  drawLegend(futures);
  at("pairs").hidden = !pairs;
  if (pairs) {
    at("pairs-sentence").textContent = pairs.sentence;
    at("pair-fans").replaceChildren(...pairs.fans.map((fan) => {
      const figure = fanChart([{ ...fan, label: `${fan.label}: beside it minus yours` }], days, around);
      figure.append(el("p", { class: "about" }, `At the end less in ${fan.less} and more in ${fan.more} of ${fan.n} pairs.`));
      return figure;
    }));
  }
  at("outcomes").replaceChildren(outcomes(futures));
  at("causes").replaceChildren(...futures.map((each, n) => stack(`Departures so far by cause, mean${n ? " (beside it)" : ""}`, each.causes, days, { ...around, unit: "persons" })));
  at("postures").replaceChildren(...futures.flatMap((each, n) => Object.entries(each.postures).map(([name, parts]) => stack(`${name[0].toUpperCase()}${name.slice(1)}, share of runs${n ? " (beside it)" : ""}`, parts, days, { ...around, high: 1 }))));
  at("headlines").replaceChildren(...headlines(futures));
  at("dots").replaceChildren(dots(first.ends, run?.run, showRun));
  at("run").max = first.n - 1;
  at("day").max = days.length - 1;
  drawMap();
}

function drawLegend(futures) {
  const named = (future, of) => {
    const n = Object.keys(of?.changes ?? {}).length;
    return `${future.title}${n ? `, with ${n} change${n > 1 ? "s" : ""}` : ""}`;
  };
  const entries = futures.length > 1 ? [["--first", `yours: ${named(futures[0], past.now)}`], ["--second", `beside it, dashed: ${named(futures[1], past.now.second)}`]] : [];
  if (run) entries.push(["--ink", `run ${run.run}`]);
  at("legend").replaceChildren(...entries.map(([hue, text]) => {
    const swatch = el("span", { class: "key", "aria-hidden": "true" });
    swatch.style.background = `var(${hue})`;
    return el("p", {}, swatch, text);
  }));
}

function drawMap() {
  const [first] = shown.futures, day = Math.min(Number(at("day").value), first.dates.length - 1);
  at("day-text").textContent = dayText(first.dates[day]);
  at("day").setAttribute("aria-valuetext", dayText(first.dates[day]));
  at("map").replaceChildren(tiles(first.map, day, first.dates[day]));
}

function playDays() {
  if (playing) {
    clearInterval(playing);
    playing = 0;
    at("play-days").textContent = "Play the months";
    return;
  }
  at("play-days").textContent = "Stop";
  if (Number(at("day").value) >= Number(at("day").max)) at("day").value = 0;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  playing = setInterval(() => {
    at("day").value = Number(at("day").value) + 1;
    if (shown) drawMap();
    if (Number(at("day").value) >= Number(at("day").max)) playDays();
  }, still ? 1000 : 150);
}

async function showRun(number) {
  at("run").value = number;
  at("run-told").textContent = "Following this run …";
  try {
    run = await (await ask("/history", { draft: draft(past.now), run: number })).json();
  } catch (error) {
    at("run-told").textContent = error.message;
    return;
  }
  draw();
  const happened = run.events.map((each) => [dayText(each.date), each.kind.replaceAll("_", " ")]);
  at("run-told").replaceChildren(
    el("h3", {}, `Run ${run.run}: what happened`), table(["day", "event"], happened, "words"),
    el("h3", {}, "Why each government changed its posture"),
    el("ol", {}, ...(run.changes.length ? run.changes.map(why) : [el("li", {}, "Nobody changed anything.")])));
}

async function download(id, address, name, type) {
  at("file-told").textContent = "One moment …";
  try {
    const runs = Number(document.body.dataset.n);
    const answer = await ask(address, { draft: draft(past.now), runs });
    save(name(), await answer.text(), type);
    at("file-told").textContent = `Saved, of ${runs} runs.`;
  } catch (error) {
    at("file-told").textContent = error.message;
  }
}

async function open(file) {
  if (!file) return;
  const text = await file.text();
  const wanted = { ...blank(file.name), text };
  try {
    await ask("/world", { draft: draft(wanted) });
  } catch (error) {
    tellProblems(error instanceof Refused ? [`${file.name} was not opened:`, ...error.sentences] : [error.message]);
    return;
  }
  tellProblems([]);
  await begin(wanted);
}

async function begin(state) {
  past.push(state);
  run = null;
  await showWorld();
  refresh();
}

async function step(by) {
  const before = `${past.now.base}\n${past.now.text}`;
  past.go(by);
  if (before !== `${past.now.base}\n${past.now.text}`) await showWorld();
  run = null;
  refresh();
}

// On a narrow screen the charts come first, for the eye and for the keyboard alike.
function arrange() {
  const columns = document.querySelector(".columns");
  columns[narrow.matches ? "append" : "prepend"](at("levers"));
}

function wire() {
  arrange();
  narrow.addEventListener("change", arrange);
  at("base").onchange = () => begin({ ...blank(at("base").value), second: past.now.second });
  at("second").onchange = () => { past.push({ ...past.now, second: at("second").value ? blank(at("second").value) : null }); refresh(); };
  at("keep").onclick = () => { const { base, text, changes } = past.now; past.push({ ...past.now, second: { base, text, changes } }); refresh(); };
  at("alone").onclick = () => { past.push({ ...past.now, second: null }); refresh(); };
  at("undo").onclick = () => step(-1);
  at("redo").onclick = () => step(1);
  at("reset").onclick = () => { past.push({ ...past.now, changes: {} }); refresh(); };
  at("filter").oninput = () => filterControls(at("filter").value, controls);
  at("day").oninput = () => shown && drawMap();
  at("play-days").onclick = playDays;
  at("run-form").onsubmit = (event) => { event.preventDefault(); showRun(Number(at("run").value)); };
  at("run-clear").onclick = () => { run = null; at("run-told").replaceChildren(); if (shown) draw(); };
  at("get-yaml").onclick = () => download("yaml", "/yaml", () => `${past.now.base.replace(/\.ya?ml$/, "")}.yaml`, "application/yaml");
  at("get-csv").onclick = () => download("csv", "/csv", () => "futures.csv", "text/csv");
  at("get-report").onclick = () => download("report", "/report", () => "report.html", "text/html");
  at("get-link").onclick = async () => {
    const link = `${location.origin}/#${written(past.now)}`;
    await navigator.clipboard?.writeText(link).catch(() => {});
    at("file-told").textContent = `The link: ${link}`;
  };
  at("drop").onchange = async () => {
    await open(at("drop").files[0]);
    at("drop").value = "";  // so that the same file can be opened again after it was edited
  };
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => { event.preventDefault(); open(event.dataTransfer.files[0]); });
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target.matches("input[type=text], input[type=search], textarea")) return;
    if (event.key === "z") { event.preventDefault(); step(event.shiftKey ? 1 : -1); }
    if (event.key === "y") { event.preventDefault(); step(1); }
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => shown && draw());
}

start().catch((error) => tellProblems(error instanceof Refused ? error.sentences : [String(error)]));
