"""Commands that say what can be written in a file, and where the numbers come from."""

from enum import StrEnum
from math import isfinite
from pkgutil import resolve_name
from typing import Annotated, Any

import typer
from pydantic import BaseModel

from sim.cli.options import Json
from sim.cli.screen import out, print_json
from sim.core.errors import SimError, did_you_mean
from sim.scenario.guide import SchemaKey, default_text, find, quantities, root, walk
from sim.scenario.schema import Scenario
from sim.scenario.schema_json import json_schema


def _paths(incomplete: str) -> list[str]:
    """Complete the path of a key, a step at a time."""
    steps = incomplete.count(".") + 1
    paths = (each.path for each in walk(root(Scenario)))
    return sorted(
        {path for path in paths if path.startswith(incomplete) and path.count(".") < steps}
    )


Group = Annotated[
    str, typer.Argument(help="Only what begins with this path.", autocompletion=_paths)
]
Key = Annotated[str, typer.Argument(help="A key, such as levers.blockade.", autocompletion=_paths)]


def describe(group: Group = "", *, as_json: Json = False) -> None:
    """List every quantity: unit, role, range, default and source."""
    every = tuple(quantities(Scenario))
    found = [each for each in every if each.path.startswith(group)]
    if not found:
        raise SimError(f"no quantity begins with '{group}'{_meant(group, every)}")
    if as_json:
        print_json({"schema": 1, "quantities": [_record(each) for each in found]})
        return
    above = None
    for each in found:
        place, _, name = each.path.rpartition(".")
        if place != above:
            out.print(f"{'' if above is None else chr(10)}{place}", style="bold")
            above = place
        _print(each, name)


class Kind(StrEnum):
    """Kinds of files that a person writes."""

    SCENARIO = "scenario"
    SWEEP = "sweep"
    QUESTIONS = "questions"
    CASE = "case"


#: What each must look like; only the one that is asked for is loaded.
MODELS = {
    Kind.SCENARIO: "sim.scenario.schema:Scenario",
    Kind.SWEEP: "sim.studies.sweep.question:Sweep",
    Kind.QUESTIONS: "sim.studies.forecast.question.file:Questions",
    Kind.CASE: "sim.studies.replay.question.case:Case",
}
Of = Annotated[Kind, typer.Option("--of", help="Kind of file.")]


def _model(kind: Kind) -> type[BaseModel]:
    found: type[BaseModel] = resolve_name(MODELS[kind])
    return found


def schema(path: Key = "", *, of: Of = Kind.SCENARIO, as_json: Json = False) -> None:
    """Say what can be written at PATH; without one, print the JSON Schema of the files."""
    model = _model(of)
    if not path:
        print_json(json_schema(model))
        return
    entry = find(model, path)
    inside = entry.below()
    if as_json:
        print_json({"schema": 1, **_key(entry), "keys": [_key(each) for each in inside]})
        return
    out.print(f"{entry.path}: {_told(entry)}", style="bold")
    out.print(f"  {_meaning(entry)}")
    for each in inside:
        name = each.path.removeprefix(entry.path).lstrip("[].")
        out.print(f"\n  {name}: {_told(each)}")
        out.print(f"      {_meaning(each)}", style="dim")


def _meaning(entry: SchemaKey) -> str:
    if entry.quantity is None:
        return entry.meaning
    return f"{entry.meaning} Role: {entry.quantity.role}. Source: {entry.quantity.source}"


def _key(entry: SchemaKey) -> dict[str, Any]:
    """What a program needs to know of one key."""
    told = {"path": entry.path, "meaning": entry.meaning, "allowed": entry.allowed}
    return told | {"required": entry.required, "default": entry.default}


def _told(entry: SchemaKey) -> str:
    """What to write, and what holds when nothing is written."""
    tellable = isinstance(entry.default, bool | int | float | str) and entry.default != ""
    return "; ".join(
        (
            entry.allowed,
            *(["required"] if entry.required else []),
            *([f"default: {default_text(entry)}"] if tellable else []),
            *([f"only for {', '.join(entry.only_for)}"] if entry.only_for else []),
        )
    )


def _meant(group: str, every: tuple[SchemaKey, ...]) -> str:
    """The place that ends as the group is called, which may be deep inside; else the closest one."""
    places = tuple(dict.fromkeys(part for each in every for part in _above(each.path)))
    named = [place for place in places if place.endswith(f".{group}")]
    return f"; did you mean '{min(named, key=len)}'?" if named else did_you_mean(group, places)


def _above(path: str) -> list[str]:
    """The path and those of the groups it is in."""
    steps = path.split(".")
    return [".".join(steps[:size]) for size in range(1, len(steps) + 1)]


def _print(entry: SchemaKey, name: str) -> None:
    quantity = entry.quantity
    if quantity is None:
        return
    unit = "" if quantity.unit == "1" else f" {quantity.unit}"
    value = "(no default)" if entry.required else f"{default_text(entry)}{unit}"
    limits = f"{quantity.low:g} to {quantity.high:g}"
    out.print(f"  {name} = {value}   ({quantity.role}, {limits})")
    out.print(f"      {entry.meaning} Source: {quantity.source}", style="dim")
    for motive in _motives(entry.path):
        out.print(f"      Weighs: {motive}", style="dim")


def _motives(path: str) -> list[str]:
    """What a quantity weighs in whose decisions, in words and symbols."""
    from sim.scenario.ledger import weighed_by  # noqa: PLC0415

    return [
        f"{government}, {term.meaning}: {'+' if term.sign > 0 else '-'}{term.symbol} ({term.source})"
        for government, term in weighed_by(path)
    ]


def _record(entry: SchemaKey) -> dict[str, Any]:
    quantity = entry.quantity
    if quantity is None:
        return {}
    return {
        "name": entry.path,
        "meaning": entry.meaning,
        "symbol": quantity.symbol,
        "unit": quantity.unit,
        "role": quantity.role,
        "range": [bound if isfinite(bound) else None for bound in (quantity.low, quantity.high)],
        "default": entry.default,
        "source": quantity.source,
        "weighs": _motives(entry.path),
    }
