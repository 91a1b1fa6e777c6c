"""The controls of the page, made from the schema: nothing about a quantity is written a second time."""

from collections.abc import Iterator
from typing import Any, get_args

from sim.api.scenario import Scenario
from sim.core.distributions import Distribution
from sim.core.quantity import Declared, declared
from sim.mechanisms.levers import LEVERS
from sim.play.aims import AIMS, USUAL
from sim.play.moves import MENUS
from sim.report.markers import markers
from sim.scenario.schema import Pin
from sim.scenario.switches import Switches

LEVER, ASSUMPTION = "lever", "assumption"
TIMES = 4  # a slider goes to so many times the value, where the admissible range is far wider


def controls(scenario: Scenario) -> list[dict[str, Any]]:
    """Every number and switch that the page can change, in the order in which they are shown."""
    numbers = list(_numbers(scenario))
    of_menus = [each for each in numbers if each["path"].startswith("actors.")]
    others = [each for each in numbers if not each["path"].startswith("actors.")]
    return [
        *_pins(scenario),
        *_scripts(scenario),
        *_switches(scenario),
        *others,
        *of_menus,  # what a posture means is changed last
    ]


def frame_of(scenario: Scenario) -> dict[str, Any]:
    """What stands around the controls: the title, the window, and what happens when."""
    content = scenario.resolved
    days = [content.window.start, content.window.end]
    return {
        "name": content.name,
        "title": content.title,
        "description": " ".join(content.description.split()),
        "start": str(days[0]),
        "end": str(days[1]),
        "seed": content.seed,
        "draws": content.draws,
        "events": [mark.key for mark in markers(content, days)],
    }


def seats() -> dict[str, Any]:
    """The governments whose place can be taken, their postures and what they can want."""
    return {
        "menus": {
            actor: {name: record.meaning for name, record in menu.items()}
            for actor, menu in MENUS.items()
        },
        "aims": {name: f"{aim.meaning} ({aim.unit})" for name, aim in AIMS.items()},
        "usual": {actor: list(names) for actor, names in USUAL.items()},
    }


def _pins(scenario: Scenario) -> Iterator[dict[str, Any]]:
    """Washington's levers, each of which can be held at one level."""
    quantity = Pin.__quantities__["level"]
    for name in LEVERS:
        pin = getattr(scenario.resolved.levers, name)
        told = {
            "path": f"levers.{name}.level",
            "meaning": f"Hold US {name} at one level, whatever posture Washington takes",
            "value": None if pin is None else _written(pin.level),
            "unset": "moves with Washington's posture",
            "from": f"levers.{name}.start",
        }
        yield told | _about(quantity, 0.0, 1.0) | {"kind": LEVER, "group": "Levers of Washington"}


def _scripts(scenario: Scenario) -> Iterator[dict[str, Any]]:
    """A posture that a government is made to hold from a day on, after all that its script says."""
    for actor in MENUS:
        script = getattr(scenario.resolved.actors, actor).script
        yield {
            "path": f"actors.{actor}.script",
            "meaning": f"Have {actor.capitalize()} hold one posture from a day on",
            "value": None,
            "unset": "chooses for itself after its script",
            "options": list(MENUS[actor]),
            "entries": [entry.model_dump(mode="json") for entry in script],
            "source": "assumption: the scenario's choice",
            "kind": LEVER,
            "group": "Postures held",
        }


def _numbers(scenario: Scenario) -> Iterator[dict[str, Any]]:
    for each in declared(scenario.resolved):
        if each.path.startswith("levers.") or each.quantity.role == "fact":
            continue
        low, high = _span(each)
        told = {"path": each.path, "meaning": each.meaning, "value": _written(each.value)}
        of_menu = each.path.startswith("actors.")  # what a posture means is assumed, not chosen
        kind = LEVER if each.quantity.role == "lever" and not of_menu else ASSUMPTION
        yield told | _about(each.quantity, low, high) | {"kind": kind, "group": _group(each.path)}


def _switches(scenario: Scenario) -> Iterator[dict[str, Any]]:
    for name, field in Switches.model_fields.items():
        value = getattr(scenario.resolved.switches, name)
        options = ["true", "false"] if field.annotation is bool or isinstance(value, bool) else None
        yield {
            "path": f"switches.{name}",
            "meaning": " ".join((field.description or "").split()),
            "value": str(value).lower() if isinstance(value, bool) else value,
            "options": options or [str(each) for each in get_args(field.annotation)],
            "source": "",
            "kind": ASSUMPTION,
            "group": "Theories",
        }


def _about(quantity: Any, low: float, high: float) -> dict[str, Any]:  # noqa: ANN401 - a Quantity
    return {
        "unit": "" if quantity.unit == "1" else quantity.unit,
        "low": quantity.low,
        "high": quantity.high,
        "slide": [low, high],
        "whole": quantity.whole,
        "source": quantity.source,
    }


def _span(each: Declared) -> tuple[float, float]:
    """Between what a slider goes: what may be drawn, or a few times a single number."""
    quantity, value = each.quantity, each.value
    if isinstance(value, Distribution):
        low, high = value.span()
        if high - low < quantity.high - quantity.low and high < quantity.high:
            return low, high
        return max(low, quantity.low), min(TIMES * value.median(), quantity.high)
    number = float(str(value))
    if quantity.high <= 1:
        return quantity.low, quantity.high
    return min(quantity.low, number), min(quantity.high, max(TIMES * abs(number), number + 1))


def _written(value: object) -> str | float:
    """A number, or what it is drawn from."""
    return str(value) if isinstance(value, Distribution) else float(str(value))


def _group(path: str) -> str:
    """Under which heading a number stands: the part of the scenario, as a person reads it."""
    steps = path.split(".")
    if steps[0] == "assumptions":
        told = f"Assumptions: {steps[1]}"
    elif steps[0] == "actors":
        told = f"Postures of {steps[1].capitalize()}: {steps[3]}"
    elif steps[0] in {"missions", "events"}:
        told = f"{steps[0].capitalize()}: {steps[1]}"
    else:
        told = steps[0].capitalize()
    return told.replace("_", " ")
