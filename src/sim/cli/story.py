"""``sim story``: what happened in one run, in order, and why."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import MOST_RUNS, number, out_place
from sim.cli.screen import manner, out, print_json, waiting
from sim.cli.study import command_line
from sim.core.errors import SimError
from sim.core.json_text import json_text
from sim.ensemble.manifest import without_home
from sim.ensemble.store import write_file

if TYPE_CHECKING:
    from sim.studies.story.answer.chronicle import Chronicle

PAGE, EVENTS = ".html", ".jsonl"
Folder = Annotated[Path, typer.Argument(help="Result folder.", show_default=False)]


def story(
    folder: Folder,
    run: Annotated[int | None, number("--run", 0, MOST_RUNS - 1, "Tell this run.")] = None,
    outcome: Annotated[
        str | None, typer.Option(help="Tell the most typical run in which this happens.")
    ] = None,
    out_file: Annotated[
        Path | None,
        out_place("Write it too: a page (.html), or a line for each event (.jsonl).", "FILE"),
    ] = None,
    *,
    typical: Annotated[
        bool, typer.Option("--typical", help="Tell the most typical run; the default.")
    ] = False,
    surprising: Annotated[
        bool, typer.Option("--surprising", help="Tell the least typical run.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="A list of date, actor, text and event.")
    ] = False,
) -> None:
    """Tell what happened in one run, in order and why: chosen by number, as typical, or by outcome."""
    from sim.studies.story.question import picked  # noqa: PLC0415

    pick = picked(run, outcome, typical=typical, surprising=surprising)
    if out_file is not None and out_file.suffix not in {PAGE, EVENTS}:
        raise SimError(f"--out: write a name that ends in {PAGE} or {EVENTS}, is {out_file.name}")
    from sim.studies.story.conduct import conduct  # noqa: PLC0415 - compiles the engine
    from sim.studies.story.told.lines import numbers, records  # noqa: PLC0415
    from sim.studies.story.told.screen import closing_text, story_text  # noqa: PLC0415

    manner.json = as_json
    with waiting("computing the run again"):
        found = conduct(folder, pick)
    if out_file is not None:
        _write(out_file, found, folder)
    if as_json:
        print_json(records(found, folder))
        return
    out.print("\n".join(story_text(found, folder, out.console.width)))
    if found.happenings[-1].about["numbers"]:
        out.print(numbers(found).screen())
    out.print()
    out.print("\n".join(closing_text(found, out.console.width)))
    if out_file is not None:
        out.print(f"\n  wrote {out_file}")


def _write(file: Path, found: "Chronicle", folder: Path) -> None:
    from sim.studies.story.told.lines import records  # noqa: PLC0415
    from sim.studies.story.told.page import story_page  # noqa: PLC0415

    named = without_home(str(folder))  # files travel
    if file.suffix == PAGE:
        content = story_page(found, named, without_home(command_line()))
    else:
        content = "".join(f"{json_text(each, indent=None)}\n" for each in records(found, named))
    write_file(file, content.encode())
