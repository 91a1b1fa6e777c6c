"""``sim migrate``: scenario files of an older schema, rewritten."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.inspect import Files
from sim.cli.options import Json, number
from sim.cli.screen import out, print_json
from sim.ensemble import store
from sim.scenario.migration import CURRENT
from sim.scenario.rewriting import rewritten

Since = Annotated[
    int | None,
    number("--since", 1, CURRENT, "Schema of files that do not say so; default: the first."),
]


def migrate(
    files: Files,
    since: Since = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change.")] = False,
    as_json: Json = False,
) -> None:
    """Rewrite scenario files of an older schema where they stand; comments stay."""
    found = [(file, rewritten(file, since)) for file in files]  # all are read before one is written
    for file, each in found:
        if each.after != each.before and not dry_run:
            _rewrite(file.resolve(), each.after)
    if as_json:
        records = [{"file": str(file), "changes": list(each.done)} for file, each in found]
        print_json({"schema": 1, "to": CURRENT, "files": records})
        return
    for file, each in found:
        for told in each.done:
            out.print(f"{file}: {told}")
        if not each.done:
            out.print(f"{file}: nothing to change for schema {CURRENT}")


def _rewrite(file: Path, text: str) -> None:
    """Put a new text in a file that stays as readable as it was; a link to it stays a link."""
    with store.staged(file, "file") as temporary:
        temporary.write_bytes(text.encode())
        shutil.copymode(file, temporary)
