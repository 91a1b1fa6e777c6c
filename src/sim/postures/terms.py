r"""The ledger of motives: each one record, from which choice, equations and traces are all made.

.. math:: U(a) = \sum_i \pm\, w_i\, v_i(a), \qquad v_i(a) \in [0, 1]
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from dis import get_instructions
from itertools import pairwise
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
    """Look at every motive of a government when its file is read, which computes nothing.

    Raises
    ------
    BadValueError
        If a motive reads a stock that the `view` does not have or an effect that the postures of the
        `menu` do not have, or names no source: a sentence for each, with file and line.
    """
    effects, known = _names_of(menu), tuple(each.name for each in fields(view))
    faults = []
    for term in terms:
        called = f"term '{term.name}' of {whose}"
        if not term.source.strip():
            rule = "cite one, or write 'assumption: why'"
            faults.append(f"{term.place('source')}: {called} has no source; {rule}")
        code = term.value.__code__
        for kind, name, line in read_by(term):
            there = known if kind == "stock" else effects
            if name not in there:
                at = declared_at.place(code.co_filename, line)
                faults.append(_unknown(at, f"{called} reads the {kind}", name, there))
    declared_at.refuse_all(faults)


def read_by(term: Term) -> Iterator[tuple[str, str, int]]:
    """Stocks and effects that a motive itself reads by name: which of both, the name, and the line.

    ``lambda a, v: v.hold * a["oil"]`` loads ``v`` before the stock, and ``a`` before the effect.
    """
    code = term.value.__code__
    effects, view = code.co_varnames[:2]
    line = code.co_firstlineno
    for before, each in pairwise(get_instructions(code)):
        if before.positions is not None and before.positions.lineno is not None:
            line = before.positions.lineno
        if not before.opname.startswith("LOAD_FAST"):
            continue
        if before.argval == view and each.opname == "LOAD_ATTR":
            yield "stock", each.argval, line
        elif before.argval == effects and each.opname == "LOAD_CONST":
            yield "effect", each.argval, line


def try_terms(
    whose: str, menu: Mapping[str, Posture], terms: Sequence[Term], view: type[Any]
) -> None:
    """Try every motive of a government once on made-up stocks, when its agent is made ready to choose.

    Raises
    ------
    BadValueError
        If a motive does not give a number for each posture of the `menu`, or reads by way of another
        function what is not there: a sentence for each, with file and line.
    """
    effects, known = effects_of(menu), tuple(each.name for each in fields(view))
    some = view(**{name: np.full((1, len(menu)), 0.5) for name in known})
    faults = []
    for term in terms:
        called = f"term '{term.name}' of {whose}"
        try:
            shape = np.shape(term.value(effects, some))
        except AttributeError as error:
            told = f"{called} reads the stock"
            faults.append(_unknown(_place_of(error), told, error.name or "", known))
            continue
        except KeyError as error:
            told = f"{called} reads the effect"
            faults.append(_unknown(_place_of(error), told, str(error.args[0]), tuple(effects)))
            continue
        if shape[-1:] not in {(len(menu),), (1,)} or len(shape) != 2:  # noqa: PLR2004 - runs, postures
            rule = f"one number for each run and each of {len(menu)} postures"
            faults.append(f"{term.place('value')}: {called} gives shape {shape}, needs {rule}")
    declared_at.refuse_all(faults)


def _unknown(at: str, told: str, name: str, known: tuple[str, ...]) -> str:
    return f"{at}: {told} '{name}', which does not exist{did_you_mean(name, known)}"


def _place_of(error: Exception) -> str:
    *_, (frame, line) = walk_tb(error.__traceback__)
    return declared_at.place(frame.f_code.co_filename, line)


def _names_of(menu: Mapping[str, Posture]) -> tuple[str, ...]:
    """Effects that the postures of a menu have."""
    return tuple(type(next(iter(menu.values()))).__quantities__)


def effects_of(menu: Mapping[str, Posture]) -> dict[str, Floats]:
    """All effects of a menu by name, shape (A,) each, in its order."""
    return {
        name: np.array([getattr(p, name) for p in menu.values()], float) for name in _names_of(menu)
    }


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
