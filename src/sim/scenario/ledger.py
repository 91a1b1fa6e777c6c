"""The motives of the three governments in one place: equations and tables for the documents."""

from sim.core.quantity import Quantity
from sim.postures.terms import Term
from sim.scenario.schema import Assumptions
from sim.scenario.weights import LEDGERS


def weight(term: Term) -> Quantity:
    """Declaration of the quantity that weighs a motive.

    Raises
    ------
    KeyError
        If the motive names a quantity that is not declared.
    """
    group, _, name = term.weight.partition(".")
    found: Quantity = getattr(Assumptions(), group).__quantities__[name]
    return found


def weighed_by(path: str) -> tuple[tuple[str, Term], ...]:
    """Governments and motives that the quantity at a path of the scenario weighs."""
    return tuple(
        (government, term)
        for government, terms in LEDGERS.items()
        for term in terms
        if path == f"assumptions.{term.weight}"
    )


def equation(government: str) -> str:
    """Utility of a posture in LaTeX, term by term."""
    parts = [
        f"{'+' if term.sign > 0 else '-'} {weight(term).symbol}\\,[{term.symbol}]"
        for term in LEDGERS[government]
    ]
    return f"U_{government[0].upper()}(a) = {' '.join(parts).removeprefix('+ ')}"


def rows(government: str) -> list[str]:
    """The motives of a government as rows of a Markdown table."""
    return [
        f"| {government.capitalize()} | {term.name} | {'+' if term.sign > 0 else '−'} |"
        f" `{weight(term).symbol}` | `{term.symbol}` | {term.meaning} | {term.source} |"
        for term in LEDGERS[government]
    ]
