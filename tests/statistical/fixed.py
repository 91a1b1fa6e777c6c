"""Scenarios in which nothing is uncertain: every replicate has the same numbers, only chance differs."""

from collections.abc import Mapping
from functools import reduce
from typing import Any

from sim.core.distributions import Distribution
from sim.core.quantity import declared
from sim.scenario.schema import Scenario

type Tree = dict[str, Any]


def fixed(*changes: Mapping[str, Any]) -> Scenario:
    """A scenario with every uncertain quantity at its median, then `changes` in turn."""
    scenario = Scenario.model_validate({"name": "fixed", "title": "Nothing is drawn"})
    medians = {
        each.path: int(each.value.median()) if each.quantity.whole else each.value.median()
        for each in declared(scenario)
        if isinstance(each.value, Distribution)
    }
    tree = reduce(
        merged, (nested(each) for each in (medians, *changes)), scenario.model_dump(mode="json")
    )
    resolved = Scenario.model_validate(tree)
    left = [each.path for each in declared(resolved) if isinstance(each.value, Distribution)]
    if left:
        message = f"still uncertain: {', '.join(left)}"
        raise ValueError(message)
    return resolved


def nested(flat: Mapping[str, Any]) -> Tree:
    """``{"a.b": 1}`` as ``{"a": {"b": 1}}``."""
    tree: Tree = {}
    for path, value in flat.items():
        *folders, name = path.split(".")
        reduce(lambda level, folder: level.setdefault(folder, {}), folders, tree)[name] = value
    return tree


def merged(old: Tree, new: Tree) -> Tree:
    """`old` with the leaves of `new` put over it."""
    both = dict(old)
    for name, value in new.items():
        under = both.get(name)
        both[name] = (
            merged(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
        )
    return both
