"""The one declaration from which validation, schema, sampler, docs and `describe` read a number."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from functools import partial
from types import NoneType
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, cast, get_args

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, create_model
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, core_schema

from sim.core.distributions import Distribution
from sim.core.errors import BadValueError
from sim.core.fields import fault_of
from sim.core.meanings import meaning
from sim.core.units import parse_quantity
from sim.core.wording import percent_meant, shown

type Role = Literal["fact", "lever", "uncertain"]
type Floats = NDArray[np.float64]
type Integers = NDArray[np.int64]
type Flags = NDArray[np.bool_]

if TYPE_CHECKING:
    from numpy.typing import NDArray

    # To the type checker a quantity is what the equations see after drawing: one value a replicate.
    type Number = Floats
else:
    Number = float | Distribution

#: Shared by all quantities; what more the JSON Schema of one says, `sim.scenario.schema_json` writes.
_NUMBER = core_schema.float_schema()
_OPTIONAL = core_schema.nullable_schema(_NUMBER)
_AS_WRITTEN = core_schema.plain_serializer_function_ser_schema(
    lambda value: str(value) if isinstance(value, Distribution) else value
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a number is: unit, role, admissible range (inclusive), where it stands in print.

    `source` is the id of a fact or article statement of `sim.evidence`, a citation (author-year),
    or ``assumption: <reason>``. `symbol` is the letter used in the equations of the ODD. A `fixed`
    quantity has one value in all runs: what a posture means is the same for everybody.
    """

    unit: str
    role: Role
    low: float
    high: float
    source: str
    symbol: str = ""
    whole: bool = False
    fixed: bool = False

    def check(self, raw: object) -> "float | Distribution":
        """Turn what a person wrote into a number or a distribution in this unit, or raise.

        Raises
        ------
        BadValueError
            If `raw` is no number, not finite, out of range, or a distribution where none is allowed.
        """
        value = parse_quantity(raw, self.unit)
        if isinstance(value, Distribution):
            if self.fixed:
                raise BadValueError(f"must be one number, the same in all runs, is {shown(raw)}")
            return self._within(value, raw)
        if not self.low <= value <= self.high:
            raise BadValueError(f"must be from {self.bounds}, is {shown(raw)}{self._percent(raw)}")
        if self.whole and value != int(value):
            raise BadValueError(f"must be a whole number, is {shown(raw)}")
        return value

    @property
    def bounds(self) -> str:
        """``0 to 120 days``."""
        unit = "" if self.unit == "1" else f" {self.unit}"
        return f"{self.low:g} to {self.high:g}{unit}"

    def _within(self, value: Distribution, raw: object) -> Distribution:
        try:
            return value.within(self.low, self.high)
        except BadValueError as error:
            raise BadValueError(f"must be from {self.bounds}, is {shown(raw)}{error}") from None

    def _percent(self, raw: object) -> str:
        """What to write where somebody meant a share of a hundred."""
        is_share = self.unit == "1" and self.high <= 1
        return percent_meant(raw) if is_share and isinstance(raw, int | float) else ""

    def __get_pydantic_core_schema__(
        self,
        source: Any,  # noqa: ANN401 - pydantic's signature
        handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        """Let pydantic read a field through `check`, which leaves nothing for the type to check.

        A scenario has hundreds of quantities: a schema for each of their types took a second.
        """
        return core_schema.no_info_plain_validator_function(
            self._read,
            serialization=_AS_WRITTEN,
            json_schema_input_schema=_OPTIONAL if NoneType in get_args(source) else _NUMBER,
        )

    def _read(self, raw: object) -> "float | Distribution":
        try:
            return self.check(raw)
        except BadValueError as error:
            raise fault_of("quantity", error) from None


def _declare(
    role: Role,
    default: object,
    unit: str,
    between: tuple[float, float],
    source: str,
    *,
    symbol: str = "",
    whole: bool = False,
) -> Any:  # noqa: ANN401 - a pydantic field default
    low, high = between
    if isinstance(default, Distribution):
        default = default.within(low, high)
    schema: JsonDict = {
        "unit": unit,
        "role": role,
        "source": source,
        "minimum": low,
        "maximum": high,
    }
    field: Any = Field(default, json_schema_extra=schema)
    field.metadata.append(Quantity(unit, role, low, high, source, symbol, whole))
    return field


#: Declare a quantity that nobody knows; its default is a distribution to draw from.
uncertain = partial(_declare, "uncertain")
#: Declare a quantity that somebody measured or counted.
fact = partial(_declare, "fact")
#: Declare a quantity that somebody chooses.
lever = partial(_declare, "lever")


def fixed(field: Any) -> Any:  # noqa: ANN401
    """The same declaration, of a quantity that has one value in all runs."""
    field.metadata[:] = [
        replace(each, fixed=True) if isinstance(each, Quantity) else each for each in field.metadata
    ]
    return field


_USUAL: dict[type, "Parameters"] = {}
#: Classes that `with_defaults` has made, by what they were made of.
_MADE: dict[tuple["Parameters", str], type["Parameters"]] = {}


class Parameters(BaseModel):
    """A group of declared quantities; unknown keys are refused and nothing changes after loading.

    A validator is built when a file is first read (`defer_build`), once for the whole file; what a file
    leaves out is `usual`. What a field means is read by `sim.core.meanings` from the text under it.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        defer_build=True,
        arbitrary_types_allowed=True,
        validate_default=False,
    )
    __quantities__: ClassVar[dict[str, Quantity]]
    __made_of__: ClassVar[tuple["Parameters", str] | None] = None

    def __reduce_ex__(self, protocol: Any) -> Any:  # noqa: ANN401 - as `object` has it
        """A class that was made has no name by which another process finds it: there it is made again."""
        if self.__made_of__ is None:
            return super().__reduce_ex__(protocol)
        return _without_content, self.__made_of__, self.__getstate__()

    @classmethod
    def usual(cls) -> Self:
        """The group with all its defaults, which need no validator: one for all, since nothing changes."""
        if cls not in _USUAL:
            _USUAL[cls] = cls.model_construct()
        return _USUAL[cls]  # type: ignore[return-value] # a class leads to its own

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Collect the declared quantities of the class, in the order they were written."""
        cls.__quantities__ = {
            name: found
            for name, field in cls.model_fields.items()
            for found in field.metadata
            if isinstance(found, Quantity)
        }


@dataclass(frozen=True, slots=True)
class Declared:
    """A quantity together with its place in the scenario, the value it has there, and its default.

    The default is None where the schema has none.
    """

    path: str
    quantity: Quantity
    value: "float | Distribution"
    group: type[BaseModel]
    default: "float | Distribution | None" = None

    @property
    def meaning(self) -> str:
        """What it means, in a sentence."""
        return meaning(self.group, self.path.rpartition(".")[2])


def declared(group: BaseModel, path: str = "", *, left_out: bool = True) -> Iterator[Declared]:
    """All quantities below `group`, depth first, in the order they are declared.

    Not `left_out`: without the groups that a file leaves out altogether, which have their defaults.
    """
    for name, field in type(group).model_fields.items():
        value = getattr(group, name)
        if not left_out and value is _USUAL.get(type(value)):
            continue
        here = f"{path}.{name}" if path else name
        quantity = group.__quantities__.get(name) if isinstance(group, Parameters) else None
        if quantity is not None:
            default = None if field.is_required() else field.default
            yield Declared(here, quantity, value, type(group), default)
        elif isinstance(value, BaseModel):
            yield from declared(value, here, left_out=left_out)
        elif isinstance(value, dict):
            for key, item in value.items():
                if isinstance(item, BaseModel):
                    yield from declared(item, f"{here}.{key}", left_out=left_out)


def with_defaults[Group: Parameters](record: Group, source: str) -> type[Group]:
    """The class of `record` with the values of `record` as its defaults, groups inside included.

    It lets a scenario override one number of a menu record and keep the rest. What the record says
    rests on its `source`; what it leaves as it was declared rests on what was said there.
    """
    if (record, source) in _MADE:
        return cast("type[Group]", _MADE[record, source])
    fields: dict[str, Any] = {}
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        copied = _resting_on(source, field) if name in record.model_fields_set else copy(field)
        inside = with_defaults(value, source) if isinstance(value, Parameters) else None
        copied.default = value if inside is None else inside.usual()
        fields[name] = (field.annotation if inside is None else inside, copied)
    kind = type(record)
    made = cast("type[Group]", create_model(kind.__name__, __base__=kind, **fields))
    made.__made_of__ = record, source
    _MADE[record, source] = made
    return made


def _without_content(record: Parameters, source: str) -> Parameters:
    """A group of the class that `with_defaults` makes, before its content is put in."""
    made = with_defaults(record, source)
    return made.__new__(made)


def _resting_on(source: str, field: FieldInfo) -> FieldInfo:
    """A copy of a declaration; that of a quantity names another source."""
    copied = copy(field)
    copied.metadata = [
        replace(each, source=source) if isinstance(each, Quantity) else each
        for each in field.metadata
    ]
    told = field.json_schema_extra
    if isinstance(told, dict) and "source" in told:
        copied.json_schema_extra = told | {"source": source}
    return copied
