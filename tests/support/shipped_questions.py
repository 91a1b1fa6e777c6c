"""What a reader of shipped forecasts is told in the words of their question files."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml

from sim.report.readings import plain_words
from support.terminal import ROOT

TOLD = ("label", "text", "resolution", "stands_for")


@cache
def texts() -> frozenset[str]:
    """All texts of the shipped question files, and of the forecasts frozen from earlier ones."""
    told = set[str]()
    for file in (ROOT / "scenarios" / "questions").glob("*.yaml"):
        asked = yaml.safe_load(file.read_text(encoding="utf-8"))
        told |= {asked["title"], *_of(asked["questions"].values(), asked["not_modelled"])}
    for frozen in shipped():
        told |= {frozen["title"], *_of(frozen["questions"], frozen["not_modelled"])}
    return frozenset(told | titles().keys())


def _of(questions: Any, left_out: dict[str, dict[str, str]]) -> Iterator[str]:
    for each in questions:
        yield from (each[name] for name in TOLD if name in each)
    for name, each in left_out.items():
        yield plain_words(name)
        yield each["why"]


@cache
def shipped() -> tuple[dict[str, Any], ...]:
    """The shipped forecasts, as they are read."""
    files = sorted((ROOT / "forecasts").glob("*/*.json"))
    return tuple(json.loads(file.read_text(encoding="utf-8")) for file in files)


def titles() -> dict[str, str]:
    """What the scenarios behind them are called there, with the names of their files."""
    made = [each["made_by"] for each in shipped()]
    return {each["scenario_title"]: each["scenario"] for each in made}
