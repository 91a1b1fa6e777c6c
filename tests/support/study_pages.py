"""Small studies, one of each kind, and whether two things that the page of a study says contradict each other."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from sim.core.languages import ENGLISH
from sim.report.page_texts import ATTRIBUTES, PageText, page_texts
from support.contradictions import MEASURE, MEASURED, NO_MEASURE
from support.terminal import ROOT, sim

BASE = """\
name: base
title: A short winter
title.es: Un invierno corto
window: {end: 2026-01-20}
events:
  strike: {kind: strike, date: 2026-01-03}
"""
SWEEP = """\
name: swept
title: How hard the pressure is
scenario: base.yaml
replicates: 6
levers:
  pressure: {path: levers.pressure.level, low: 0, high: 1, steps: 2}
  strike: {path: events.strike.date, values: [2025-12-20, 2026-01-03]}
show: [present, rupture]
"""
FROZEN = ROOT / "forecasts" / "2026-02-21-v2" / "after_article_2.json"
MADE_UP = ROOT / "forecasts" / "example_answers_2_made_up.csv"
CASE = ROOT / "docs" / "examples" / "case.yaml"
ARTICLE = ROOT / "scenarios" / "calibration" / "article.yaml"
SMALL_FIT = (
    "history.waves=1", "history.draws=400", "history.points=2", "history.seeds=2",
    "steps.particles=50", "steps.tolerance=3", "steps.last_moves=1", "steps.most_steps=2",
)  # fmt: skip
FEW_TRUTHS = (
    "identify.draws=400", "identify.truths=10", "identify.particles=20",
    "identify.theory_draws=50", "identify.tolerance=4",
)  # fmt: skip
COMMANDS: dict[str, tuple[object, ...]] = {
    "sweep": ("sweep", "swept.yaml"),
    "paths": ("paths", "base.yaml", "--reps", 30, "--clusters", 3),
    "attribution": ("attribute", "base.yaml", "--drivers", "shock,relief", "--reps", 3),
    "sensitivity": ("sensitivity", "base.yaml", "--of", "present", "--budget", 1000, "--top", 3),
    "discovery": ("discover", "base.yaml", "--where", "present<12000", "--budget", 400),
    "score": ("score", FROZEN, MADE_UP),
    "replay": ("replay", CASE),
    "all replays": ("replay", "--all"),
    "calibration": ("calibrate", ARTICLE, *(w for c in SMALL_FIT for w in ("--set", c))),
    "identify": ("identify", ARTICLE, *(w for c in FEW_TRUTHS for w in ("--set", c))),
}


def left_by(kind: str, folder: Path, language: str = ENGLISH) -> Path:
    """The page that a small study of this kind leaves; in one folder, runs are made once for all languages."""
    (folder / "base.yaml").write_text(BASE)
    (folder / "swept.yaml").write_text(SWEEP)
    jobs = () if kind in NO_RUNS else ("--jobs", 1)
    done = sim(*COMMANDS[kind], *jobs, "--lang", language, cwd=folder)
    assert done.returncode == 0, done.stderr
    [named] = re.findall(r"→ (?:open|abra) (\S+)", " ".join(done.stdout.split()))
    return folder / named


NO_RUNS = ("score", "replay", "all replays")


def contradictions(kind: str, page: str) -> list[str]:
    """What contradicts what; none where nothing does."""
    texts = page_texts(page)
    first = " ".join(each.text for each in texts if each.place == "first screen")
    found = CHECKS[kind](first, texts) if kind in CHECKS else ()
    return [*found, *_of_words(texts), *_of_counts(first, texts)]


def cells(texts: tuple[PageText, ...], section: str) -> dict[str, dict[str, str]]:
    """The cells of the tables below a heading, by row and column."""
    found: dict[str, dict[str, str]] = {}
    told = (each for each in texts if not each.place.endswith(ATTRIBUTES))
    for each in told:
        match = re.fullmatch(
            rf"{section}(?:, [^,]+)?, row ([^,]+(?:, [^,]+)*?), ([^,]+)", each.place
        )
        if match:
            found.setdefault(match[1], {}).setdefault(match[2], each.text)
    return found


def _of_words(texts: tuple[PageText, ...]) -> Iterator[str]:
    """*Gone* and *left* say of what, posts or people."""
    for each in texts:
        told = re.sub(
            r"left (out|above|below)|half (were )?gone|[Hh]alf .{0,40}gone", "", each.text
        )
        unsaid = MEASURED.search(told) and not MEASURE.search(told)
        if each.place == "first screen" and unsaid and not NO_MEASURE.search(told):
            yield f"gone or left of what: {each.text}"


def _of_counts(first: str, texts: tuple[PageText, ...]) -> Iterator[str]:
    """The runs of the line above the title are those of the source line."""
    above = re.search(r"· ([\d,]+) runs ·", first)
    source = re.search(r"· ([\d,]+) runs(?! agree)", first[first.find("Source:") :])
    if above and source and above[1].replace(",", "") != source[1].replace(",", ""):
        yield f"{above[1]} runs above, {source[1]} in the source"


def _number(told: str) -> float:
    return float(told.replace(",", "").replace("−", "-").replace("+", "").split()[0])


def _of_attribution(first: str, texts: tuple[PageText, ...]) -> Iterator[str]:
    whole, rest = (_number(n) for n in re.findall(r"(?:: |be )([\d,.]+) persons", first)[:2])
    owed = re.search(r"adds up exactly: (.*), and all other factors together ([\d,.]+)", first)
    assert owed
    shares = [_number(n) for n in re.findall(r"[+−]\d[\d,.]*", owed[1])]
    if _number(owed[2]) != rest:
        yield f"{owed[2]} of other factors, {rest} with none of the drivers"
    if abs(rest + sum(shares) - whole) > 1 + len(shares):
        yield f"{rest} and {shares} do not add up to {whole}"
    for name, row in cells(texts, "Shares of the drivers").items():
        share = row.get("Shapley value", "")
        if share and share not in first:
            yield f"{name}: {share} in the table alone"


def _of_paths(first: str, texts: tuple[PageText, ...]) -> Iterator[str]:
    rows = cells(texts, "The shapes")
    runs = re.search(r"· ([\d,]+) runs ·", first)
    assert runs
    total = sum(_number(row["Runs"]) for row in rows.values())
    if total != _number(runs[1]):
        yield f"shapes of {total} runs, {runs[1]} in all"
    for letter, row in rows.items():
        share = row["in 100 (Wilson 95 %)"].split(" (")[0]
        if f"{share} runs" not in first:
            yield f"{letter}: {share} in the table, and not in the sentence"


def _of_sweep(first: str, texts: tuple[PageText, ...]) -> Iterator[str]:
    told = re.search(r"least, ([\d,.]+), at .*?most, ([\d,.]+), at", first)
    if told and _number(told[1]) > _number(told[2]):
        yield f"least {told[1]}, most {told[2]}"
    rows = (re.match("All points, row ([^,]+), ", each.place) for each in texts)
    points = len({row[1] for row in rows if row})
    whole = next(each.text for each in texts if "points with" in each.text)
    if f"{points} points" not in whole:
        yield f"{points} points in the table: {whole}"


def _of_replays(first: str, texts: tuple[PageText, ...]) -> Iterator[str]:
    told = re.search(r"In (\d+) of (\d+) drawdowns", first)
    assert told
    headings = " ".join(each.text for each in texts if not each.place.startswith("first"))
    missed = re.search(r"Missed: (\d+) with", headings)
    others = re.search(r"The other (\d+), in order", headings)
    assert missed
    assert others
    if missed[1] != told[1] or int(missed[1]) + int(others[1]) != int(told[2]):
        yield f"{told[0]}, {missed[0]}, {others[0]}"
    if len(cells(texts, "All cases in one table")) != int(told[2]):
        yield f"{told[2]} drawdowns, and another number in the table"


def _of_scores(first: str, texts: tuple[PageText, ...]) -> Iterator[str]:
    told = re.search(r"(\d+) of (\d+) questions answered", first)
    still = re.search(r"Without an answer: (\d+)", " ".join(each.text for each in texts))
    assert told
    assert still
    if int(told[1]) + int(still[1]) != int(told[2]):
        yield f"{told[0]}, {still[0]}"
    if "marked as made up" not in first:
        yield "made-up answers are not said to be made up"


def _of_fit(first: str, texts: tuple[PageText, ...]) -> Iterator[str]:
    told = re.search(r"(\d+) of (\d+) quantities moved", first)
    headings = " ".join(each.text for each in texts)
    still = re.search(r"What did not: (\d+) quantities", headings)
    assert told
    assert still
    if int(told[1]) + int(still[1]) != int(told[2]):
        yield f"{told[0]}, {still[0]}"


CHECKS: dict[str, Callable[[str, tuple[PageText, ...]], Iterator[str]]] = {
    "attribution": _of_attribution,
    "paths": _of_paths,
    "sweep": _of_sweep,
    "all replays": _of_replays,
    "score": _of_scores,
    "calibration": _of_fit,
}
