"""Take one part of the model away at a time, and see which patterns of the evidence notice.

Draws are those of the shipped posterior under fresh streams, the same for every part, and the worlds those
of its calibration file. A part whose loss no pattern notices is not refuted: the evidence says nothing
about it.

    uv run python benchmarks/ablation.py [--runs N] [--into PAGE] [--json FILE]
"""

import argparse
import json
import sys
from pathlib import Path

from sim.ensemble.contract import DrawTable
from sim.experiments.posterior.file import read
from sim.scenario.load import load
from sim.studies.calibration.answer.engine import readings_of, stage_job
from sim.studies.calibration.answer.fit import targets_of, worlds_of
from sim.studies.calibration.question.readings import AskedTarget
from sim.studies.calibration.question.schema import Calibration
from sim.studies.calibration.question.scoring import score, share_met
from sim.studies.calibration.question.space import Space
from versions import put_into

ROOT = Path(__file__).parents[1]
FILE = ROOT / "scenarios" / "calibration" / "article.yaml"
STAGE = 1000  # streams that no stage of a fit has
MARKS = "<!-- figures of benchmarks/ablation.py -->", "<!-- end of the ablation -->"
NOTABLE = 0.1  # of the runs: a pattern that no part moves by more is not shown
ALL_HARD = "all hard patterns at once"

#: What is taken away, as changes to both worlds.
PARTS: dict[str, tuple[str, ...]] = {
    "nothing": (),
    "lasting taste": tuple(
        f"assumptions.{name}.memory=1" for name in ("washington", "caracas", "havana")
    ),
    "dearer undoing": ("assumptions.choice.undoing=0",),
    "precise choice": ("assumptions.choice.precision=1",),
    "security at stake": ("assumptions.caracas.security=0",),
    "services at stake": ("assumptions.caracas.services=0",),
    "motive to hedge": ("assumptions.caracas.hedging=0",),
    "fear of entrapment": ("assumptions.caracas.entrapment=0",),
    "standing of Havana": ("assumptions.havana.reputation=0",),
    "consent to cargoes": ("actors.washington.menu.coerce.consent=1",),
    "power deficits": ("assumptions.grid.fuel_effect=0", "assumptions.hardship.fuel=0"),
    "coming back": ("actors.caracas.menu.embrace.invites=0",),
    "bargains": ("assumptions.bargains.deal_rate=0",),
}

type Shares = dict[str, float]  # target, share of runs that meet it


def met(file: Calibration, targets: tuple[AskedTarget, ...], part: str, runs: int) -> Shares:
    """Shares of runs that meet each target the fit uses, without a part."""
    print(f"  without {part}", file=sys.stderr)
    worlds = worlds_of(file, PARTS[part])
    posterior = read("posterior").draws
    drawn = Space.of(worlds["article"]).paths
    columns = [posterior.paths.index(path) for path in drawn]
    table = DrawTable(drawn, posterior.values[:runs, columns])
    readings = readings_of(stage_job(worlds, file.seed, STAGE), table).readings
    found = {
        each.name: share_met(each, readings[:, column])
        for column, each in enumerate(targets)
        if each.rejects or each.counts
    }
    return {ALL_HARD: float(score(targets, readings).stands.mean())} | found


def table_of(found: dict[str, Shares], targets: tuple[AskedTarget, ...], runs: int) -> str:
    """A row for every pattern that some part moves, as Markdown: runs in 100 that meet it."""
    whole = found["nothing"]
    meaning = {each.name: f"{each.name}: {each.target.variable}" for each in targets}
    rows = []
    for name, share in whole.items():
        moved = [
            f"{part} {100 * share:.0f} → {100 * found[part][name]:.0f}"
            for part in found
            if abs(found[part][name] - share) > NOTABLE
        ]
        if moved:
            rows.append(f"| {meaning.get(name, name)} | {'; '.join(moved)} |")
    felt = {
        part for part in found for name in whole if abs(found[part][name] - whole[name]) > NOTABLE
    }
    silent = [part for part in found if part not in felt and part != "nothing"]
    said = f"No pattern notices: {', '.join(silent)}." if silent else "Every part is noticed."
    head = (
        f"{runs} draws of the posterior under fresh streams; runs in 100 that meet a pattern, with the part and"
        f"\nwithout it, where they differ by more than {100 * NOTABLE:.0f}."
    )
    return "\n".join([head, "", "| pattern | without |", "|---|---|", *rows, "", said])


def main() -> None:
    """Run every part; print the table, or put it into a page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=256)
    parser.add_argument("--into", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    file = load(FILE, Calibration, ()).scenario
    targets = targets_of(file)
    found = {part: met(file, targets, part, given.runs) for part in PARTS}
    if given.json:
        given.json.write_text(json.dumps(found, indent=1))
    table = table_of(found, targets, given.runs)
    if given.into:
        put_into(given.into, table, MARKS)
    else:
        print(table)


if __name__ == "__main__":
    main()
