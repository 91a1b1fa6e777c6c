"""What weighs the motives of governments: every weight is declared among the assumptions, with a source."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from sim.core import declared_at
from sim.core.errors import did_you_mean
from sim.core.quantity import Parameters, Quantity
from sim.postures import caracas, havana, washington
from sim.postures.terms import Term

LEDGERS: Mapping[str, tuple[Term, ...]] = {
    "washington": washington.TERMS,
    "caracas": caracas.TERMS,
    "havana": havana.TERMS,
}


def check_weights(
    assumptions: type[BaseModel], ledgers: Mapping[str, tuple[Term, ...]] = LEDGERS
) -> None:
    """Refuse motives whose weight is not declared, or is declared without a source.

    Raises
    ------
    BadValueError
        With a sentence for each, with file and line of what is to be put right.
    """
    groups = {
        name: field.annotation
        for name, field in assumptions.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, Parameters)
    }
    declared = {
        f"{group}.{name}": (kind, quantity)
        for group, kind in groups.items()
        for name, quantity in kind.__quantities__.items()
    }
    faults = [
        fault
        for government, terms in ledgers.items()
        for term in terms
        for fault in _faults(government, term, declared)
    ]
    declared_at.refuse_all(faults)


def _faults(
    government: str, term: Term, declared: Mapping[str, tuple[type[Parameters], Quantity]]
) -> Iterator[str]:
    called = f"term '{term.name}' of {government.capitalize()}"
    found = declared.get(term.weight)
    if found is None:
        hint = did_you_mean(term.weight, tuple(declared))
        yield f"{term.place('weight')}: {called} is weighed by '{term.weight}', which is not declared{hint}"
        return
    group, quantity = found
    if not quantity.source.strip():
        at = declared_at.field(group, term.weight.partition(".")[2])
        rule = "cite one, or write 'assumption: why'"
        yield f"{at}: {term.weight}, the weight of {called}, has no source; {rule}"
