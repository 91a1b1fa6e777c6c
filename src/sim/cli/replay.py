"""``sim replay``: earlier drawdowns, or a case of one's own, through the model's departure day."""

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import Json, OutDir, number
from sim.cli.screen import err, out, print_json, waiting
from sim.core.errors import SimError
from sim.core.fields import LARGEST_SEED
from sim.core.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.calibration.replay.case import Case
    from sim.calibration.replay.score import Verdict
    from sim.scenario.resolve import Form

RECORD = "replay.json"


def replay(
    file: Annotated[Path | None, typer.Argument(help="Case file.", show_default=False)] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every shipped case from the others.")
    ] = False,
    seed: Annotated[int, number("--seed", 0, LARGEST_SEED, "Seed.")] = 1,
    out_dir: OutDir = Path("results"),
    as_json: Json = False,
) -> None:
    """Predict a drawdown from what was known on the day of the decision, and score it if it is over."""
    from sim.calibration.replay.shipped import shipped_cases  # noqa: PLC0415 - a fast `sim --help`
    from sim.report.replay.table import rival_lines  # noqa: PLC0415

    if (file is None) is not every:
        raise SimError("name one case file, or --all for every shipped case")
    shipped = shipped_cases()
    wanted = shipped if file is None else (_case(file),)
    verdicts = _verdicts(wanted, shipped, seed)
    names = [case.name for case in shipped]
    without = f"the {len(names)} shipped cases without the one predicted: {', '.join(names)}"
    content = _record(verdicts, seed, without)
    folder = out_dir / _folder_name("all" if every else wanted[0].name, content)
    _write(folder, verdicts, content)
    for verdict in verdicts:
        for line in rival_lines(verdict.case):
            err.print(f"  {line}")
    if as_json:
        print_json(content)
        err.print(f"  {folder}/")
        return
    _show(verdicts, folder)


def _case(file: Path) -> "Case":
    from sim.calibration.replay.case import Case  # noqa: PLC0415
    from sim.scenario.load import load  # noqa: PLC0415

    return load(file, Case).scenario


def _verdicts(wanted: "Sequence[Case]", shipped: "Sequence[Case]", seed: int) -> "list[Verdict]":
    from sim.calibration.replay.predict import fits_of, leave_out  # noqa: PLC0415
    from sim.calibration.replay.score import judge  # noqa: PLC0415

    with waiting("  what the shipped cases say"):
        fits = fits_of(shipped, seed)
    found = []
    for case in wanted:
        with waiting(f"  {case.title}"):
            found.append(judge(case, leave_out(case, shipped, fits, seed)))
    return found


def _record(verdicts: "Sequence[Verdict]", seed: int, without: str) -> "dict[str, Form]":
    from sim.calibration.replay.record import record  # noqa: PLC0415
    from sim.ensemble.manifest import code_version  # noqa: PLC0415

    return record(verdicts, seed, code_version(), without)


def _folder_name(name: str, content: "dict[str, Form]") -> str:
    """The same for the same cases, seed and code: ``replay-all-3f9a1c07``."""
    text = json.dumps(content, sort_keys=True)
    return f"replay-{name}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _write(folder: Path, verdicts: "Sequence[Verdict]", content: "dict[str, Form]") -> None:
    from sim.ensemble import store  # noqa: PLC0415
    from sim.report.replay.figure import rendered  # noqa: PLC0415
    from sim.report.replay.table import as_csv  # noqa: PLC0415

    with waiting("  figures"):
        for verdict in verdicts:
            for name, picture in rendered(verdict).items():
                store.write_file(folder / "figures" / name, picture)
    store.write_file(folder / "replay.csv", as_csv(verdicts).encode())
    text = json_text(content) + "\n"
    store.write_file(folder / RECORD, text.encode())


def _show(verdicts: "Sequence[Verdict]", folder: Path) -> None:
    from sim.report.replay.table import counts_table, stay_line, totals_line, verdict_table  # noqa: PLC0415

    if len(verdicts) == 1:
        out.print(f"  {verdicts[0].case.title}", markup=False)
        out.print(counts_table(verdicts[0]))
        out.print(f"  {stay_line(verdicts[0])}", markup=False)
    out.print(verdict_table(verdicts))
    line = totals_line(verdicts)
    if line:
        out.print(f"  {line}")
    out.print(
        "  Predicted from other cases and from what was known on the day of decision, nothing later."
    )
    out.print(f"  {folder}/")
