"""``sim diff``: the settings in which two scenarios differ."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.table import Table

from sim.cli.inspect import File, loaded_from
from sim.cli.options import Json
from sim.cli.screen import out, print_json
from sim.report.settings_told import KINDS, setting
from sim.scenario.differences import ChangedSetting, differences


def diff(one: File, other: File, *, as_json: Json = False) -> None:
    """Compare the settings of two scenarios; levers and assumptions are told apart."""
    found = differences(loaded_from(one).scenario, loaded_from(other).scenario)
    if as_json:
        print_json(
            {"schema": 1, "one": str(one), "other": str(other), "differences": _plain(found)}
        )
        return
    if not found:
        out.print("no setting differs")
    for title, group in _grouped(found):
        table = Table(
            box=None, pad_edge=False, title=title, title_justify="left", title_style="bold"
        )
        for column in ("setting", one.stem, other.stem):
            table.add_column(column, overflow="fold")
        for each in group:
            unit = f" ({each.unit})" if each.unit else ""
            table.add_row(each.path + unit, setting(each.one), setting(each.other))
        out.print(table, "")


def _grouped(found: Sequence[ChangedSetting]) -> Iterator[tuple[str, list[ChangedSetting]]]:
    for role, title in KINDS.items():
        if group := [each for each in found if each.role == role]:
            yield title, group


def _plain(found: Sequence[ChangedSetting]) -> list[dict[str, Any]]:
    return [
        {
            "path": each.path,
            "role": each.role,
            "unit": each.unit or "1",
            "one": each.one,
            "other": each.other,
        }
        for each in found
    ]
