"""The forecast file: everything that scoring needs, under a hash that tells any later change."""

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
)

from sim.core.errors import BadValueError
from sim.core.intake import RECORD, Fault, UnfitFileError, from_json, read
from sim.core.quantity import Floats
from sim.ensemble.errors import MismatchError
from sim.studies.forecast.question.kinds import Course, Kind
from sim.studies.forecast.question.on_record import OnRecord

FORMAT = "alliance-sim forecast 1"
HASH = "sha256"
_LATER = frozenset({"largest", "smallest", "event", "implies", "part_of", "course"})
_NUMBERS = re.compile(r"\[\n\s*([-+.\deE]+(?:,\n\s*[-+.\deE]+)*)\n\s*\]")


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Chance(_Record):
    """Probability of yes, kept from 0 and 1 by the floor; `count` of `runs` said yes."""

    probability: float = Field(ge=0, le=1)
    count: int | None = None
    runs: int | None = None
    standard_error: float | None = None


class Spread(_Record):
    """Equally weighted values in order; for the model also its quantiles at 1 to 99 %.

    `random` tells a sample of runs from values at equal steps of probability. For a date the values
    are days from the start of the window, and its length stands for "not by then" (`never`: how often).
    """

    values: tuple[float, ...] = Field(min_length=1)
    random: bool
    quantiles: tuple[float, ...] = ()
    never: float | None = None

    def array(self) -> Floats:
        """The values."""
        return np.asarray(self.values, float)


class FrozenQuestion(_Record):
    """One question with what the model and the baselines say about it."""

    id: str
    topic: str
    kind: Kind
    label: str
    text: str
    resolution: str
    stands_for: str
    unit: str
    start: date
    until: date
    least: float | None
    most: float | None
    scale: float = Field(gt=0)
    forecast: Chance | Spread
    baselines: dict[str, Chance | Spread]
    sources: dict[str, str]
    largest: OnRecord | None = None
    smallest: OnRecord | None = None
    event: str = ""
    implies: tuple[str, ...] = ()
    part_of: str = ""
    course: Course = ""

    @model_serializer(mode="wrap")
    def _only_what_is_said(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """What older files do not have is written where it says something, so that their hash stays."""
        content: dict[str, Any] = write(self)
        return {key: value for key, value in content.items() if key not in _LATER or value}

    @property
    def name(self) -> str:
        """The question without its window, which the id ends with."""
        return self.id.rpartition("_")[0]

    @property
    def n_days(self) -> int:
        """Days asked about."""
        return (self.until - self.start).days + 1

    def forecasters(self) -> dict[str, Chance | Spread]:
        """The model and the baselines by name, the model first."""
        return {"model": self.forecast, **self.baselines}


class Provenance(_Record):
    """What made a forecast; the same again gives the same numbers."""

    scenario: str
    scenario_title: str
    scenario_digest: str
    draws: str
    draws_hash: str | None
    job_digest: str
    seed: int
    runs: int
    runs_used: int
    code_version: str
    revision: str | None
    software: dict[str, str]
    questions_digest: str
    command: str


class Frozen(_Record):
    """A frozen forecast."""

    format: Literal["alliance-sim forecast 1"]
    name: str
    title: str
    known_until: date
    frozen_on: date
    until: date
    not_yet: tuple[str, ...]
    made_by: Provenance
    questions: tuple[FrozenQuestion, ...]
    left_out: tuple[str, ...]
    not_modelled: dict[str, dict[str, Any]]


def content_of(frozen: Frozen) -> bytes:
    """The file: indented for people, with the hash of everything else at its end."""
    content = frozen.model_dump(mode="json")
    text = json.dumps(content | {HASH: _hash(content)}, ensure_ascii=False, indent=1)
    # A raw line end cannot stand inside a JSON text, so only lists of numbers are joined.
    return (_NUMBERS.sub(lambda found: f"[{' '.join(found[1].split())}]", text) + "\n").encode()


def hash_of(frozen: Frozen) -> str:
    """The hash that stands in the file."""
    return _hash(frozen.model_dump(mode="json"))


def read_frozen(path: Path) -> Frozen:
    """Read a forecast file and prove that nothing in it has changed.

    Raises
    ------
    SimError
        If there is no such file, it is no forecast, or it was changed after it was frozen.
    """
    try:
        content = from_json(read(path, RECORD), path)
    except UnfitFileError as error:
        if error.fault is not Fault.CONTENT:
            raise
        raise BadValueError(f"{path}: is no forecast file: it {error.why}") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise BadValueError(f"{path}:1: is no forecast file (needs format '{FORMAT}')")
    if content.pop(HASH, None) != _hash(content):
        raise MismatchError(f"{path}: was changed after it was frozen; its hash does not fit")
    try:
        return Frozen.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise BadValueError(f"{path}:1: is no forecast file: {where}: {first['msg']}") from None


def _hash(content: dict[str, Any]) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
