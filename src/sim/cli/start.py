"""``sim init``: a folder to start from, with scenarios, editor support and a page to read."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.screen import err, out
from sim.core.errors import SimError, did_you_mean
from sim.ensemble.errors import StorageError
from sim.scenario.shipped import shipped, shipped_studies

SCENARIOS = "scenarios"
EDITOR = {
    "yaml.schemas": {f"{SCENARIOS}/schema.json": f"{SCENARIOS}/*.yaml"},
    "yaml.validate": True,
    "yaml.completion": True,
    "yaml.hover": True,
}
OWN = """\
# yaml-language-server: $schema=schema.json
name: {name}
title: {title}
description: >-
  Say here in plain words what happens in this scenario.
extends: {parent}.yaml

# Everything that is not said below is as in {parent}.yaml. Some things to change:
#   levers:      what Washington holds at one level, such as  blockade: {{level: 80 %, start: 2026-03-01}}
#   actors:      postures by date, such as  havana: {{script: [{{start: 2026-03-15, posture: negotiate}}]}}
#   missions:    such as  medical: {{headcount: 12000}}
#   events:      such as  coup: {{kind: coup_attempt, date: 2026-04-01}}
levers: {{}}
"""
README = """\
# {title}

Scenarios for `sim`, a model of how an alliance comes apart under pressure.

1. `sim list` tells which scenarios there are, and `sim run {scenarios}/{first}.yaml` runs one.
   It leaves a folder in `results/`; open its `report.html`.
2. Open `{scenarios}/{first}.yaml` in an editor that knows YAML schemas (in VS Code the extension
   "YAML" by Red Hat). It completes keys and tells unit, range and source of each number.
   `sim schema levers` tells the same in the terminal.
3. Change a number and run `sim validate {scenarios}/{first}.yaml`: a mistake gets a sentence with
   its line.
4. `sim diff {scenarios}/baseline.yaml {scenarios}/{first}.yaml` tells which settings differ.
5. Run it again. What you did not change keeps its results: the same input is never run twice.
6. Files for `sim sweep`, `sim forecast` and `sim calibrate` lie in folders of `{scenarios}`.

Results are consequences of the stated assumptions, never a forecast of a country.
"""


def init(
    folder: Annotated[Path, typer.Argument(help="Folder to make or to fill.")] = Path(),
    parent: Annotated[
        str, typer.Option("--from", help="Also write a scenario of your own that extends this one.")
    ] = "",
) -> None:
    """Make a folder to work in: scenarios, their schema, editor settings and a README."""
    scenarios = shipped()
    own = _own(folder, parent, tuple(name.removesuffix(".yaml") for name in scenarios))
    texts = {
        ".vscode/settings.json": json.dumps(EDITOR, indent=2) + "\n",
        ".vscode/extensions.json": '{"recommendations": ["redhat.vscode-yaml"]}\n',
        "README.md": README.format(
            title=_name_of(folder), scenarios=SCENARIOS, first=next(iter(own), "blockade")
        ),
        **{f"{SCENARIOS}/{name}.yaml": text for name, text in own.items()},
    }
    handed_out = scenarios | shipped_studies()
    content = {f"{SCENARIOS}/{name}": data for name, data in handed_out.items()}
    content |= {name: text.encode() for name, text in texts.items()}
    _write(folder, content)
    for name in ("README.md", *(f"{SCENARIOS}/{each}.yaml" for each in own)):
        out.print(str(folder / name))
    err.print(f"  {len(scenarios) - 1} scenarios are in {folder / SCENARIOS}; start with README.md")


def _name_of(folder: Path) -> str:
    """Its own name even where it is given as ``.``; links that lead to one another have one, too."""
    return os.path.basename(os.path.realpath(folder))  # noqa: PTH119 - Path.resolve raises for these


def _own(folder: Path, parent: str, options: tuple[str, ...]) -> dict[str, str]:
    """The scenario that the person starts with, by its name; none without a parent."""
    if not parent:
        return {}
    stem = Path(parent).stem
    if stem not in options:
        raise SimError(f"--from: no scenario is called '{parent}'{did_you_mean(stem, options)}")
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in _name_of(folder))
    name = "_".join(words.lower().split()) or "mine"
    name = f"my_{name}" if name in options else name
    title = " ".join(words.split()).capitalize() or "My scenario"
    return {name: OWN.format(name=name, title=title, parent=stem)}


def _write(folder: Path, content: dict[str, bytes]) -> None:
    """Write all files, or none where one of them is there already."""
    there = [name for name in content if (folder / name).exists()]
    if there:
        raise SimError(f"{folder / there[0]}: is there already; nothing was written")
    try:
        for name, data in content.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
    except OSError as error:
        raise StorageError.of("write", folder, error) from None
