"""What the schema expects at a place of the scenario, read from the annotations of its models."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAliasType, Union, get_args, get_origin

from pydantic import BaseModel, Tag

from sim.core.quantity import Quantity
from sim.core.units import number_of
from sim.scenario.tree import Step


@dataclass(frozen=True, slots=True)
class Spot:
    """A type without its wrappers, and the metadata that was on them."""

    type: Any
    metadata: tuple[object, ...] = ()

    @property
    def quantity(self) -> Quantity | None:
        """The declaration, where a number with a unit is expected."""
        return next((each for each in self.metadata if isinstance(each, Quantity)), None)

    @property
    def is_model(self) -> bool:
        """Whether a mapping with declared keys is expected."""
        return isinstance(self.type, type) and issubclass(self.type, BaseModel)


def spot(annotation: object, metadata: tuple[object, ...] = ()) -> Spot:
    """Unwrap aliases, ``Annotated`` and ``... | None``."""
    if isinstance(annotation, TypeAliasType):
        return spot(annotation.__value__, metadata)
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return spot(inner, (*more, *metadata))
    if get_origin(annotation) in {Union, UnionType}:
        members = [each for each in get_args(annotation) if each is not NoneType]
        if len(members) == 1:
            return spot(members[0], metadata)
    return Spot(annotation, metadata)


def members(here: Spot) -> tuple[Spot, ...]:
    """The alternatives of a union; nothing for any other type."""
    union = get_origin(here.type) in {Union, UnionType}
    return tuple(spot(each) for each in get_args(here.type)) if union else ()


def keys(here: Spot) -> dict[str, Spot]:
    """The keys of a model under the names they have in a file; of a union, the keys of all."""
    found: dict[str, Spot] = {}
    if here.is_model:
        for name, field in here.type.model_fields.items():
            found[field.alias or name] = spot(field.annotation, tuple(field.metadata))
    for member in members(here):
        found |= keys(member)
    return found


def choices(here: Spot) -> tuple[str, ...]:
    """The words that are possible, in the order they were declared."""
    if get_origin(here.type) is Literal:
        return tuple(str(each) for each in get_args(here.type))
    return tuple(word for member in members(here) for word in choices(member))


def tag_of(union: Spot) -> tuple[str, tuple[str, ...]]:
    """The key that tells the members of a union apart, and the words it can have."""
    declared = [keys(member) for member in members(union)]
    for key in declared[0] if declared else ():
        if all(key in below and choices(below[key]) for below in declared):
            return key, tuple(word for below in declared for word in choices(below[key]))
    return "", ()


def follow(model: type[BaseModel], location: Sequence[Step]) -> tuple[tuple[Step, ...], Spot]:
    """Follow a location of pydantic; drops its labels of union members, which no file has.

    Stops early where the schema knows no further, such as at an unknown key.
    """
    here = Spot(model)
    steps: list[Step] = []
    for step in location:
        label = _labelled(here, step)
        if label is not None:
            here = label
            continue
        below = _below(here, step)
        if below is None:
            break
        here = below
        steps.append(step)
    return tuple(steps), here


def needs(here: Spot) -> str:
    """What to write here, for the end of ``needs ...``."""
    if here.quantity is not None:
        return number_of(here.quantity.unit)
    if choices(here):
        return f"one of {', '.join(choices(here))}"
    kind = get_origin(here.type) or here.type
    for kinds, words in _WORDS:
        if isinstance(kind, type) and issubclass(kind, kinds):
            return words
    return "a mapping" if any(member.is_model for member in members(here)) else "a value"


_WORDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "true or false"),
    (int, "a whole number"),
    (float, "a number"),
    (str, "text"),
    (date, "a date (YYYY-MM-DD)"),
    ((BaseModel, Mapping), "a mapping"),
    ((list, tuple), "a list"),
)


def _below(here: Spot, step: Step) -> Spot | None:
    origin, arguments = get_origin(here.type), get_args(here.type)
    if isinstance(step, int):
        if origin is tuple and arguments[-1:] != (...,):
            return spot(arguments[step]) if step < len(arguments) else None
        return spot(arguments[0]) if origin in {list, tuple} else None
    if origin is dict:
        return None if step == "[key]" else spot(arguments[1])
    return keys(here).get(step)


def _labelled(union: Spot, label: Step) -> Spot | None:
    """The member of a union that pydantic names by `label`: its tag or the name of its class."""
    key, _ = tag_of(union)
    for member in members(union):
        tags = {each.tag for each in member.metadata if isinstance(each, Tag)}
        tags |= set(choices(keys(member)[key])) if key else set()
        if label in tags or (member.is_model and member.type.__name__ == label):
            return member
    return None
