"""What can be written where: every key of a schema with its meaning, read from the declarations."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args, get_origin

from pydantic import BaseModel

from sim.core.errors import SimError, did_you_mean
from sim.core.meanings import meaning
from sim.core.quantity import Quantity
from sim.scenario.resolve import Form, written
from sim.scenario.shape import Spot, choices, keys, members, needs, spot, tag_of

#: Stands for the name that an author gives, as in ``events.NAME.date``.
ANY_NAME = "NAME"


@dataclass(frozen=True, slots=True)
class SchemaKey:
    """A key of the schema; `default` is None where there is none, or where it is a whole group.

    `only_for` names the kinds of a group that have the key, if not all of them have it.
    """

    path: str
    meaning: str
    expects: Spot
    default: Form = None
    required: bool = False
    only_for: tuple[str, ...] = ()

    @property
    def quantity(self) -> Quantity | None:
        """Its declaration, if it is a number with a unit."""
        return self.expects.quantity

    @property
    def allowed(self) -> str:
        """What to write: ``a number, from 0 to 1``."""
        if self.quantity is None:
            return needs(self.expects)
        low, high = self.quantity.low, self.quantity.high
        return f"{needs(self.expects)}, from {low:g} to {high:g}"

    def below(self) -> tuple["SchemaKey", ...]:
        """The keys inside; of a list, those of one of its entries."""
        here = self.expects
        kind, inner = get_origin(here.type), get_args(here.type)
        if kind is dict:
            return (SchemaKey(_joined(self.path, ANY_NAME), self.meaning, spot(inner[1])),)
        if kind in {tuple, list}:
            here, above = spot(inner[0]), f"{self.path}[]"
        else:
            above = self.path
        key, kinds = tag_of(here)
        entries = []
        for name, groups in _fields(here).items():
            only_for = tuple(groups) if len(groups) < len(kinds) else ()
            expects = Spot(Literal[kinds]) if name == key else None
            group, own = next(iter(groups.values()))
            entries.append(_entry(_joined(above, name), group, own, only_for, expects))
        return tuple(entries)


def root(model: type[BaseModel]) -> SchemaKey:
    """The whole file."""
    return SchemaKey("", " ".join((model.__doc__ or "").split()), Spot(model))


def find(model: type[BaseModel], path: str) -> SchemaKey:
    """The key at `path`; the name of an event leads to what every event can have.

    Raises
    ------
    SimError
        If there is none, with the closest one there is.
    """
    here = root(model)
    for step in path.split(".") if path else ():
        inside = {_last(each.path): each for each in here.below()}
        found = inside.get(step.removesuffix("[]"), inside.get(ANY_NAME))
        if found is None:
            place = f" in {here.path}" if here.path else ""
            raise SimError(f"no key '{step}'{place}{did_you_mean(step, tuple(inside))}")
        here = found
    return here


def quantities(model: type[BaseModel]) -> Iterator[SchemaKey]:
    """Every number with a unit that a file can give, in the order of the schema."""
    return (each for each in walk(root(model)) if each.quantity is not None)


def walk(above: SchemaKey) -> Iterator[SchemaKey]:
    """Every key below, depth first."""
    for entry in above.below():
        yield entry
        yield from walk(entry)


def _entry(
    path: str, group: type[BaseModel], name: str, only_for: tuple[str, ...], expects: Spot | None
) -> SchemaKey:
    field = group.model_fields[name]
    here = expects or spot(field.annotation, tuple(field.metadata))
    told = meaning(group, name) or (here.type.__doc__ if here.is_model else "") or ""
    default = None if field.is_required() or field.default_factory else field.default
    return SchemaKey(
        path,
        " ".join(told.split()),
        here,
        written(default) if not isinstance(default, BaseModel) else None,
        field.is_required(),
        only_for,
    )


def _fields(here: Spot) -> dict[str, dict[str, tuple[type[BaseModel], str]]]:
    """Fields of a group by their keys, each as group and name by the kinds of group that have it."""
    key, _ = tag_of(here)
    found: dict[str, dict[str, tuple[type[BaseModel], str]]] = {}
    for member in members(here) or (here,):
        if member.is_model:
            kind = "".join(choices(keys(member)[key])) if key else ""
            for name, field in member.type.model_fields.items():
                found.setdefault(field.alias or name, {})[kind] = (member.type, name)
    return found


def _joined(above: str, name: str) -> str:
    return f"{above}.{name}" if above else name


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def default_text(entry: SchemaKey) -> str:
    """The default as a person would write it."""
    value = entry.default
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, int | float) else str(value)
