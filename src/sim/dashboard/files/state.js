// What the page holds: a scenario, what was changed in it, and perhaps a second one. It lives in the address
// and in the browser's store, so nothing is lost at a reload; every step can be taken back.

const STORE = "sim-dashboard";
const MOST = 200;

export const blank = (base) => ({ base, text: "", changes: {}, second: null });

export function written(state) {
  const one = (s, prefix) => [
    [`${prefix}base`, s.base],
    ...Object.entries(s.changes).map(([path, value]) => [`${prefix}set`, `${path}=${value}`]),
  ];
  const pairs = [...one(state, ""), ...(state.second ? one(state.second, "second.") : [])];
  return new URLSearchParams(pairs).toString();
}

export function read(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  if (!given.get("base")) return null;
  const one = (prefix) => ({
    base: given.get(`${prefix}base`),
    text: "",
    changes: Object.fromEntries(given.getAll(`${prefix}set`).map((each) => {
      const at = each.indexOf("=");
      return [each.slice(0, at), each.slice(at + 1)];
    })),
  });
  return { ...one(""), second: given.get("second.base") ? one("second.") : null };
}

export const draft = (one) => ({
  base: one.base,
  text: one.text,
  changes: Object.entries(one.changes).map(([path, value]) => `${path}=${value}`),
});

export class Past {
  constructor(first) {
    const kept = stored();
    const linked = read(location.hash);
    this.steps = [first];
    this.at = 0;
    if (kept) Object.assign(this, kept);
    if (linked && !(kept && written(linked) === written(this.now))) this.push(linked);
    this.touched = { path: "", when: 0 };
  }

  get now() { return this.steps[this.at]; }
  get canUndo() { return this.at > 0; }
  get canRedo() { return this.at < this.steps.length - 1; }

  // Steps of one lever within a second are one step to take back.
  push(state, path = "") {
    const soon = path && path === this.touched?.path && Date.now() - this.touched.when < 1000;
    this.touched = { path, when: Date.now() };
    this.steps = this.steps.slice(soon ? 0 : Math.max(0, this.at + 2 - MOST), soon ? this.at : this.at + 1);
    this.steps.push(state);
    this.at = this.steps.length - 1;
    this.keep();
  }

  go(by) {
    this.at = Math.min(this.steps.length - 1, Math.max(0, this.at + by));
    this.touched = { path: "", when: 0 };
    this.keep();
  }

  keep() {
    history.replaceState(null, "", `${location.pathname}#${written(this.now)}`);
    try {
      localStorage.setItem(STORE, JSON.stringify({ steps: this.steps, at: this.at }));
    } catch { /* a full or closed store: the address still has it */ }
  }
}

function stored() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE));
    return kept && Array.isArray(kept.steps) && kept.steps[kept.at] ? kept : null;
  } catch {
    return null;
  }
}

export async function ask(address, content, signal) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(content),
    signal,
  });
  if (answer.ok) return answer;
  let told = [`The program answers ${answer.status}.`];
  try {
    told = (await answer.json()).sentences;
  } catch {
    if (answer.status === 403) told = ["The program was started anew: open the address that it printed."];
  }
  throw new Refused(told);
}

export class Refused extends Error {
  constructor(sentences) {
    super(sentences.join("\n"));
    this.sentences = sentences;
  }
}

// Server-sent events of an answer, one after the other.
export async function* events(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
      const lines = rest.slice(0, end).split("\n");
      rest = rest.slice(end + 2);
      const of = (name) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      yield { kind: of("event"), content: JSON.parse(of("data")) };
    }
  }
}
