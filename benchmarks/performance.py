"""Write `docs/performance.md` from the stored figures, so that the page says what was measured.

uv run python benchmarks/engine.py --json benchmarks/measured/engine.json --history
uv run python benchmarks/answer.py --json benchmarks/measured/answer.json --history
uv run python benchmarks/answer.py --studies --json benchmarks/measured/studies.json
uv run --group peers python benchmarks/peers.py --json benchmarks/measured/peers.json
uv run python benchmarks/performance.py
"""

import json
import sys
from pathlib import Path

import history
from sim.ensemble.plan import LARGEST_BATCH

ROOT = Path(__file__).parents[1]
MEASURED = Path(__file__).with_name("measured")
#: Trials and their figures, written by hand when they were made.
TRIED = Path(__file__).with_name("tried.md")
PAGE = ROOT / "docs" / "performance.md"
GOALS = {"ratio_r256": 1000, "growth_140000": 5, "ms_r256": 3}
#: Processor seconds for some runs together, as an interactive page makes them.
TOGETHER = {8: 0.12, 64: 0.35}
#: Seconds on the clock.
FIRST_PARTIAL, WHOLE_STUDY = 5, 60


def stored(name: str) -> Path:
    """Where the figures of a benchmark are kept."""
    return MEASURED / f"{name}.json"


def page(engine: dict, peers: dict) -> str:
    """The page as Markdown; how long commands take stands there once it has been measured."""
    answer, studies = (
        json.loads(stored(name).read_text("utf-8")) if stored(name).exists() else None
        for name in ("answer", "studies")
    )
    answers = [] if answer is None else [*_answer(answer), *_history(history.lines())]
    answers += [] if studies is None else _studies(studies)
    tried = [*TRIED.read_text("utf-8").splitlines(), ""]
    parts = (_head(), answers, _engine(engine), _phases(engine), tried, _peers(peers), _again())
    return "\n".join([*(line for part in parts for line in part), ""])


def _head() -> list[str]:
    return [
        "# Performance",
        "",
        "Written by `benchmarks/performance.py` from `benchmarks/measured/*.json` and `benchmarks/tried.md`; do not edit "
        "by hand.",
        "Times depend on the machine and on what else it does; quote the ratios, which were measured "
        "turn by turn in one run.",
        "",
    ]


def _origin(told: dict) -> str:
    return (
        f"Measured on {told['date']} at revision `{told['revision']}` on {told['cores']} cores of "
        f"{told['processor']}, Python {told['python']}; the machine's load before the run was "
        f"{told['load_before']:.1f}."
    )


def _answer(told: dict) -> list[str]:
    rows = []
    for name, each in told["commands"].items():
        goal, ratio = told["goals"].get(name), told["ratios"][name]
        reached = "" if goal is None else f"at most {goal:g}: {_reached(ratio <= goal)}"
        cells = (f"`{name}`", *(f"{each[key]:.2f}" for key in ("cpu", "first_line", "wall")))
        rows.append(f"| {' | '.join(cells)} | {ratio:.2f} | {reached} |")
    return [
        "## From Enter to an answer",
        "",
        _origin(told),
        "",
        "Scenario `blockade`, 200 runs, warm; seconds, medians of "
        f"{told['rounds']} rounds. The yardstick of `run` is the bare computing of its runs with its figures "
        f"drawn once ({told['compute_cpu']:.2f} and {told['figures_cpu']:.2f} s of processor time), that of all "
        f"others `import numpy, pydantic` ({told['yardstick_imports_cpu']:.2f} s).",
        "",
        "| command | processor | first line | end | yardsticks | goal |",
        "|---|---:|---:|---:|---:|---|",
        *rows,
        "",
    ]


def _history(lines: list[dict]) -> list[str]:
    """Ratios of the commands with a goal, as they were measured at earlier revisions."""
    told = [line for line in lines if "ratios" in line]
    if not told:
        return []
    names = list(told[-1]["goals"])
    return [
        "In yardsticks, at the revisions at which it was measured:",
        "",
        f"| measured on | revision | {' | '.join(f'`{name}`' for name in names)} |",
        f"|---|---|{'---:|' * len(names)}",
        *(
            f"| {line['date']} | `{line['revision']}` | "
            + " | ".join(f"{line['ratios'][name]:.2f}" for name in names)
            + " |"
            for line in told
        ),
        "",
    ]


def _studies(told: dict) -> list[str]:
    """Studies of default size, and what compiling costs the first run of an installation."""
    first, again = (told["short_run"][name]["cpu"] for name in ("compiling", "compiled"))
    return [
        "## From Enter to the answer of a study",
        "",
        _origin(told),
        "",
        f"Default budgets, {told['cores']} cores, seconds, once each. The goals: a first partial answer within "
        f"{FIRST_PARTIAL} s, the whole within {WHOLE_STUDY} s.",
        "",
        "| study | processor | first partial answer | end | goals reached |",
        "|---|---:|---:|---:|---|",
        *(
            f"| `{name}` | {each['cpu']:.1f} | {each['first_line']:.1f} | {each['wall']:.1f} "
            f"| {_reached(each['first_line'] <= FIRST_PARTIAL and each['wall'] <= WHOLE_STUDY)} |"
            for name, each in told["studies"].items()
        ),
        "",
        f"The first run of an installation compiles the model: 20 runs took {first:.1f} s of processor time with nothing "
        f"compiled and nothing known of their cost, {again:.1f} s when repeated.",
        "",
    ]


def _engine(told: dict) -> list[str]:
    batches = list(told["engine_ms"]["14000"])
    lines = [
        "## The engine against a plain model",
        "",
        _origin(told),
        "",
        "One core, scenario `blockade`, 396 days, daily readings recorded; processor milliseconds a "
        "replicate, "
        f"median of {told['rounds']} rounds.",
        "",
        "| | " + " | ".join(f"R = {n}" for n in batches) + " |",
        "|---" + "|---:" * len(batches) + "|",
        f"| plain twin: one Mesa agent a person, 14,000 persons | {told['plain_ms']:,.0f} "
        + "| " * (len(batches) - 1)
        + "|",
    ]
    lines += [
        f"| engine, {int(persons):,} persons | "
        + " | ".join(f"{row[n]:.2f}" for n in batches)
        + " |"
        for persons, row in told["engine_ms"].items()
    ]
    ms = told["engine_ms"]["14000"]["256"]
    return [
        *lines,
        "",
        "| goal | measured | reached |",
        "|---|---|---|",
        f"| at least {GOALS['ratio_r256']:,} times the plain twin at R = 256 | {told['ratio_r256']:,.0f} times "
        f"| {_reached(told['ratio_r256'] >= GOALS['ratio_r256'])} |",
        f"| at most {GOALS['ms_r256']} ms a replicate at R = 256 | {ms:.1f} ms "
        f"| {_reached(ms <= GOALS['ms_r256'])} |",
        f"| at most {GOALS['growth_140000']} times the cost with ten times the persons "
        f"| {told['growth_140000']:.2f} times | {_reached(told['growth_140000'] <= GOALS['growth_140000'])} |",
        *_together(told["engine_ms"]["14000"]),
        "",
        f"Peak memory at R = 256: {told['peak_mb']:,.0f} MB with 14,000 persons, "
        f"{told['peak_mb_140000']:,.0f} MB with 140,000. Ensembles run in batches of at most {LARGEST_BATCH}.",
        "",
    ]


def _together(milliseconds: dict[str, float]) -> list[str]:
    """Of batches as small as a page makes them, where they were measured."""
    took = {n: n * milliseconds[str(n)] / 1000 for n in TOGETHER if str(n) in milliseconds}
    return [
        f"| {n} runs together in at most {TOGETHER[n]:g} s | {seconds:.2f} s | {_reached(seconds <= TOGETHER[n])} |"
        for n, seconds in took.items()
    ]


def _reached(yes: bool) -> str:  # noqa: FBT001 - a word for a fact
    return "yes" if yes else "no"


def _phases(told: dict) -> list[str]:
    shares = sorted(told["phases"].items(), key=lambda item: -item[1])
    return [
        "Where the time goes at R = 256, 14,000 persons (phases of a day, share of the whole; the rest is "
        "construction and dated events):",
        "",
        "| phase | share |",
        "|---|---:|",
        *(f"| `{name}` | {share:.1%} |" for name, share in shares),
        "",
    ]


def _peers(told: dict) -> list[str]:
    return [
        "## Beside its peers",
        "",
        _origin(told),
        "",
        "Milliseconds on the clock, with one worker; whatever else the machine does makes them more.",
        "",
        "| | runs | ms a run | person-days a second | lost when one of two workers is killed "
        "| same bits at 1 and 2 workers |",
        "|---|---:|---:|---:|---|---|",
        *(
            f"| {row['name']} | {row['runs']:,} | {row['ms_per_replicate']:,.1f} "
            f"| {row['person_days_per_second']:,.0f} | {row['lost_when_a_worker_is_killed']} "
            f"| {_reached(row['same_bits_at_1_and_2_workers'])} |"
            for row in told["rows"]
        ),
        "",
        "What is not comparable, and how to read it:",
        "",
        *(f"- {note}" for note in told["notes"]),
        "",
    ]


def _again() -> list[str]:
    commands = [line for line in (__doc__ or "").splitlines() if line.startswith("uv run")]
    return [
        "## Measure again",
        "",
        "<!-- not run: takes hours of a quiet computer -->",
        "```",
        *commands,
        "uv run python benchmarks/compare.py REV_A REV_B",
        "```",
    ]


def main() -> None:
    """Read what is stored, write the page."""
    if missing := [name for name in ("engine", "peers") if not stored(name).exists()]:
        sys.exit(f"nothing measured yet: {', '.join(map(str, map(stored, missing)))}")
    engine, peers = (
        json.loads(stored(name).read_text(encoding="utf-8")) for name in ("engine", "peers")
    )
    PAGE.write_text(page(engine, peers), encoding="utf-8")


if __name__ == "__main__":
    main()
