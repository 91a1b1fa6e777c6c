"""``sim replay``: earlier drawdowns, or a case of one's own, through the model's departure day."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Json, OutDir, number
from sim.cli.screen import known, lead_to, out, print_json, progress, waiting
from sim.cli.study import command_line, remark
from sim.core.errors import SimError
from sim.core.fields import LARGEST_SEED
from sim.core.languages import _, beside
from sim.ensemble.manifest import without_home
from sim.report.folder import PAGE
from sim.scenario.load import load
from sim.studies.replay.answer.score import Verdict
from sim.studies.replay.conduct import conduct, content_of, folder_name, leave
from sim.studies.replay.question.case import Case
from sim.studies.replay.question.shipped import shipped_cases
from sim.studies.replay.told.table import (
    counts_table,
    rival_lines,
    stay_line,
    totals_line,
    verdict_table,
)


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
    if (file is None) is not every:
        raise SimError("name one case file, or --all for every shipped case")
    wanted = shipped_cases() if file is None else (load(file, Case).scenario,)
    verdicts = list(conduct(wanted, seed, progress, known))
    content = content_of(verdicts, seed, without_home(command_line()))
    folder = out_dir / folder_name("all" if every else wanted[0].name, content)
    with waiting("figures"):
        leave(folder, verdicts, content)
    for verdict in verdicts:
        for line in rival_lines(verdict.case):
            remark(line)
    if as_json:
        print_json(content)
        remark(f"{folder}/")
        return
    _show(verdicts, folder)


def _show(verdicts: Sequence[Verdict], folder: Path) -> None:
    if len(verdicts) == 1:
        out.print(f"  {verdicts[0].case.titled}")
        out.print(counts_table(verdicts[0]))
        out.print(f"  {stay_line(verdicts[0])}")
    out.print(verdict_table(verdicts))
    line = totals_line(verdicts)
    if line:
        out.print(f"  {line}")
    known_then = _(
        "Predicted from other cases and from what was known on the day of decision, nothing later."
    )
    out.print(f"  {known_then}")
    lead_to(folder / beside(PAGE), f"{folder}/")
