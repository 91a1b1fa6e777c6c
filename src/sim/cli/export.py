"""``sim export``: results for a spreadsheet, or as a bundle for a paper."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Json, OutDir
from sim.cli.screen import out, print_json, waiting
from sim.core.wording import quoted

Folder = Annotated[Path, typer.Argument(help="Result folder.", show_default=False)]


class Form(StrEnum):
    """What results are exported as."""

    xlsx = "xlsx"
    csv = "csv"
    bundle = "bundle"


def export(
    folder: Folder,
    to: Annotated[
        Form,
        typer.Option(
            help="xlsx: a sheet for each question; csv: a folder of small tables; bundle: a zip for a paper.",
            show_default=False,
        ),
    ],
    out_dir: OutDir = Path("exports"),
    *,
    data: Annotated[
        bool, typer.Option("--data", help="With a bundle: put the results themselves in, too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Export results: a workbook, small tables as CSV, or a bundle for a paper (a zip)."""
    from sim.studies.export.conduct import export as made  # noqa: PLC0415 - slow to import

    with waiting("exporting"):
        done = made(folder, to.value, out_dir, data=data)
    if as_json:
        print_json({"schema": 1, "path": str(done.path), "files": dict(done.files)})
        return
    for name, size in done.files.items():
        out.print(f"  {name:32} {max(1, round(size / 1024)):>7,} KiB")
    out.print(f"  wrote {quoted(done.path)}")
