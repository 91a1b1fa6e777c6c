r"""The ledger of motives: each one record, from which choice, equations and traces are all made.

.. math:: U(a) = \sum_i \pm\, w_i\, v_i(a), \qquad v_i(a) \in [0, 1]
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from traceback import walk_tb
from typing import Any, Literal

import numpy as np

from sim.core import declared_at
from sim.core.errors import did_you_mean
from sim.core.quantity import Floats
from sim.postures.base import Posture

#: Effects of all postures of a menu by name, shape (A,) each.
type Effects = Mapping[str, Floats]


def _always(switches: Any) -> bool:  # noqa: ANN401, ARG001 - the switches of a scenario
    return True


@dataclass(frozen=True, slots=True)
class Term:
    r"""A motive.

    Attributes
    ----------
    name, meaning
        What it is called in traces and tables, and in plain words.
    symbol
        Its value in the equations of the ODD, in LaTeX.
    weight
        The declared quantity that weighs it, by its path below `assumptions`.
    sign
        1 if a posture with more of it is worth more, -1 if it is worth less.
    source
        Who says that governments care, in the notation of `Quantity.source`.
    value
        How much of it every posture has, from effects (A,) and a view of the world (R, 1): (R, A), in
        [0, 1].
    when
        Under which theory switches it exists.
    """

    name: str
    meaning: str
    symbol: str
    weight: str
    sign: Literal[1, -1]
    source: str
    value: Callable[[Effects, Any], Floats]
    when: Callable[[Any], bool] = _always

    def place(self, field: str) -> str:
        """File and line on which a field of this record is written."""
        position = [each.name for each in fields(self)].index(field)
        return declared_at.argument("Term", self.value.__code__, position, field)


def check_terms(
    whose: str, menu: Mapping[str, Posture], terms: Sequence[Term], view: type[Any]
) -> None:
    """Try every motive of a government once on made-up stocks, when its file is read.

    Raises
    ------
    BadValueError
        If a motive reads a stock that the `view` does not have or an effect that the postures of the
        `menu` do not have, does not give a number for each of them, or names no source: a sentence for
        each, with file and line.
    """
    effects, known = effects_of(menu), tuple(each.name for each in fields(view))
    some = view(**{name: np.full((1, len(menu)), 0.5) for name in known})
    faults = []
    for term in terms:
        called = f"term '{term.name}' of {whose}"
        if not term.source.strip():
            rule = "cite one, or write 'assumption: why'"
            faults.append(f"{term.place('source')}: {called} has no source; {rule}")
        try:
            shape = np.shape(term.value(effects, some))
        except AttributeError as error:
            faults.append(_unknown(error, f"{called} reads the stock", error.name or "", known))
            continue
        except KeyError as error:
            name = str(error.args[0])
            faults.append(_unknown(error, f"{called} reads the effect", name, tuple(effects)))
            continue
        if shape[-1:] not in {(len(menu),), (1,)} or len(shape) != 2:  # noqa: PLR2004 - runs, postures
            rule = f"one number for each run and each of {len(menu)} postures"
            faults.append(f"{term.place('value')}: {called} gives shape {shape}, needs {rule}")
    declared_at.refuse_all(faults)


def _unknown(error: Exception, told: str, name: str, known: tuple[str, ...]) -> str:
    """A sentence about a name that is not known, at the line that reads it."""
    *_, (frame, line) = walk_tb(error.__traceback__)
    at = declared_at.place(frame.f_code.co_filename, line)
    return f"{at}: {told} '{name}', which does not exist{did_you_mean(name, known)}"


def effects_of(menu: Mapping[str, Posture]) -> dict[str, Floats]:
    """All effects of a menu by name, shape (A,) each, in its order."""
    names = type(next(iter(menu.values()))).__quantities__
    return {name: np.array([getattr(p, name) for p in menu.values()], float) for name in names}


def contributions(
    terms: Sequence[Term],
    effects: Effects,
    view: Any,  # noqa: ANN401 - that of the government
    assumptions: Any,  # noqa: ANN401 - the drawn group of the scenario
) -> dict[str, Floats]:
    """What each term adds to the utility of every posture, shape (R, A) each."""
    found = {}
    for term in terms:
        weight = attrgetter(term.weight)(assumptions)[:, None]
        found[term.name] = term.sign * weight * term.value(effects, view)
    return found


def total(parts: Mapping[str, Floats]) -> Floats:
    """Utility of every posture, shape (R, A): the terms added in their order."""
    whole, *rest = parts.values()
    for part in rest:
        whole = whole + part
    return np.asarray(whole)


def column(values: Floats) -> Floats:
    """What is the same for every posture, (R,), beside what differs between them: (R, 1)."""
    return np.asarray(values)[:, None]
