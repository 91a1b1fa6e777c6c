"""A hub of forecasts after the hubverse, schema 5: the rules that its own ``tasks.json`` states, as data.

A hub says which tasks there are (the values of their id columns), in which forms they may be answered, and
within which bounds. Whoever writes and whoever reads a forecast goes by that file. Written from the documents
of the hubverse (hubverse.io) and its schema v5.1.0; nothing of them is copied.
"""

from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sim.core.errors import BadValueError
from sim.core.intake import from_json, text
from sim.core.wording import shown

SCHEMAS = "https://raw.githubusercontent.com/hubverse-org/schemas/main/v5.1.0"
CONFIG, OUTPUT, METADATA = "hub-config", "model-output", "model-metadata"
TASKS, ADMIN = f"{CONFIG}/tasks.json", f"{CONFIG}/admin.json"
TEAM = "alliance_sim"
#: Columns that name one of our questions: the round, the question, and the window as its id ends.
ROUND, TARGET, WINDOW, END = "reference_date", "target", "window", "target_end_date"
FORM, FORM_ID, VALUE = "output_type", "output_type_id", "value"
NO, YES = "no", "yes"
LONGEST_ABBREVIATION, LONGEST_TARGET, LONGEST_NAME = 16, 30, 100

type Form = Literal["mean", "median", "quantile", "cdf", "pmf", "sample"]
type Plain = bool | int | float | str


class _Rule(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True, allow_inf_nan=False)


class TaskValues(_Rule):
    """What may stand in one id column; null and nothing are the same."""

    required: tuple[Plain, ...] | None
    optional: tuple[Plain, ...] | None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All of them, as they stand in a table."""
        return tuple(str(each) for each in (*(self.required or ()), *(self.optional or ())))


class FormIds(_Rule):
    """Levels, days or categories, every one of which must be given; null for a mean and a median."""

    required: tuple[Plain, ...] | None


class SampleIds(_Rule):
    """How many samples of each task."""

    type: Literal["integer", "character"]
    min_samples_per_task: int = Field(ge=1)
    max_samples_per_task: int = Field(ge=1)


class ValueRule(_Rule):
    """Bounds of a predicted number."""

    type: Literal["double", "integer"]
    minimum: float | None = None
    maximum: float | None = None


class FormRule(_Rule):
    """One form in which a task may be answered."""

    output_type_id: FormIds | None = None
    output_type_id_params: SampleIds | None = None
    value: ValueRule
    is_required: bool


class TargetTold(_Rule):
    """What a target is, for people."""

    target_id: Annotated[str, Field(max_length=LONGEST_TARGET)]
    target_name: Annotated[str, Field(max_length=LONGEST_NAME)]
    target_units: Annotated[str, Field(max_length=LONGEST_NAME)]
    target_type: Literal[
        "continuous", "discrete", "date", "binary", "nominal", "ordinal", "compositional"
    ]
    target_keys: dict[str, str] | None
    is_step_ahead: bool
    description: str = ""


class ModelTask(_Rule):
    """Tasks that share their forms: every combination of the values of their id columns."""

    task_ids: dict[str, TaskValues]
    output_type: dict[Form, FormRule] = Field(min_length=1)
    target_metadata: tuple[TargetTold, ...]

    @model_validator(mode="after")
    def _levels_are_shares(self) -> Self:
        rule = self.output_type.get("quantile")
        for level in (rule and rule.output_type_id and rule.output_type_id.required) or ():
            if isinstance(level, bool | str) or not 0 <= level <= 1:
                message = f"a level of quantiles lies from 0 to 1, is {shown(level)}"
                raise ValueError(message)
        return self


class HubRound(_Rule):
    """One round of forecasts."""

    round_id_from_variable: bool
    round_id: str
    model_tasks: tuple[ModelTask, ...] = Field(min_length=1)
    submissions_due: dict[str, int | str]


class HubTasks(_Rule):
    """The file ``hub-config/tasks.json``."""

    schema_version: str = Field(pattern=r"/v5\.\d+\.\d+/tasks-schema\.json$")
    rounds: tuple[HubRound, ...] = Field(min_length=1)
    derived_task_ids: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _columns_are_those_of_all(self) -> Self:
        """Tables have one header, so that every task has the same columns."""
        first, *others = (task for asked in self.rounds for task in asked.model_tasks)
        for other in others:
            if odd := first.task_ids.keys() ^ other.task_ids.keys():
                message = f"not all tasks have the task id {shown(min(odd))}"
                raise ValueError(message)
        return self


def tasks_in(content: bytes, name: str) -> HubTasks:
    """The rules of a hub.

    Raises
    ------
    UnfitFileError, BadValueError
        If the file is no JSON, or does not say what the schema of hubs wants.
    """
    from_json(content, name)  # its depth and its numbers are bounded
    try:
        return HubTasks.model_validate_json(text(content, name))
    except ValidationError as error:
        told = "\n".join(f"{name}: {_wrong(each)}" for each in error.errors()[:5])
        raise BadValueError(told) from None


def _wrong(fault: Any) -> str:  # noqa: ANN401 - as pydantic has it
    where = ".".join(str(step) for step in fault["loc"]) or "the file"
    said = fault["msg"].removeprefix("Value error, ")
    said = f"{said[0].lower()}{said[1:]}"
    if fault["loc"] == ("schema_version",):
        said = f"is written for another schema of hubs than 5: {fault['input']!r}"
    return f"{where}: {said}"
