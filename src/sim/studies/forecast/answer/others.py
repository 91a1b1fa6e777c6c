"""What others forecast, read from a hub: every row held against the rules that the hub states."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isclose
from pathlib import Path

import numpy as np

from sim.core.calendar import parse_date
from sim.core.errors import BadValueError, did_you_mean
from sim.core.intake import RECORD, TABLE, Fault, UnfitFileError, from_json, read_below
from sim.core.small_tables import number_fault, records
from sim.core.wording import escaped, shown
from sim.methods.scores.doubt import levels
from sim.methods.scores.logarithmic import floored
from sim.studies.forecast.answer.answers import refuse_listed
from sim.studies.forecast.answer.frozen import Chance, Frozen, FrozenQuestion, Spread
from sim.studies.forecast.question.hub import (
    ADMIN,
    FORM,
    FORM_ID,
    NO,
    OUTPUT,
    ROUND,
    TARGET,
    TASKS,
    VALUE,
    WINDOW,
    YES,
    FormRule,
    HubTasks,
    ModelTask,
    tasks_in,
)

type Said = Chance | Spread
type Task = tuple[str, ...]

STEPS = 1000  # values at equal steps of probability that stand for quantiles or a distribution
SLACK = 1e-6  # by which probabilities may miss 1, and ranks one another
MISSING = ("", "NA")
#: In which form an answer is taken, if there are several: the one that says most comes first.
PREFERRED = ("pmf", "sample", "cdf", "quantile", "median", "mean")


def read_hub(folder: Path, frozen: Frozen, own: str) -> dict[str, dict[str, Said]]:
    """Forecasts by model and question; those of the model called `own` are left out.

    Raises
    ------
    UnfitFileError, BadValueError
        If the folder is no hub with these questions, has no forecasts for them, or one breaks its rules.
    """
    tasks = tasks_in(read_below(folder, TASKS, RECORD), str(folder / TASKS))
    place = _place(folder)
    files = [each for each in _files(folder / place, str(frozen.known_until)) if each.model != own]
    if not files:
        told = f"holds no forecast of others as of {frozen.known_until}"
        raise BadValueError(f"{folder / place}: {told} ({frozen.known_until}-TEAM-MODEL.csv)")
    return {each.model: _Submission(each, tasks, frozen).read(folder, place) for each in files}


@dataclass(frozen=True, slots=True)
class _File:
    model: str
    name: str


def _place(folder: Path) -> str:
    """Where models leave what they say."""
    try:
        admin = from_json(read_below(folder, ADMIN, RECORD), folder / ADMIN)
    except UnfitFileError as error:
        if error.fault is not Fault.MISSING:
            raise
        return OUTPUT
    named = admin.get("model_output_dir") if isinstance(admin, dict) else None
    return named if isinstance(named, str) else OUTPUT


def _files(folder: Path, asked: str) -> Iterator[_File]:
    """The file of each model for one round; what is there in another form is refused."""
    for home in sorted(each for each in folder.glob("*") if each.is_dir()):
        for file in sorted(home.glob(f"{asked}-*")):
            if file.suffix != ".csv":
                raise BadValueError(
                    f"{escaped(str(file))}: is no CSV file, the only form read here"
                )
            if file.name != f"{asked}-{home.name}.csv":
                told = f"the file of this model is called {asked}-{home.name}.csv"
                raise BadValueError(f"{escaped(str(file))}: {told}")
            yield _File(home.name, f"{home.name}/{file.name}")


@dataclass(slots=True)
class _Given:
    """What was said of one task in one form: numbers by their id, and on which line it begins."""

    rule: FormRule
    line: int
    values: dict[str, float] = field(default_factory=dict)


class _Submission:
    """Goes through the rows of one model once, and keeps forecasts and faults."""

    def __init__(self, file: _File, tasks: HubTasks, frozen: Frozen) -> None:
        self.file = file
        self.frozen = frozen
        self.derived = set(tasks.derived_task_ids or ())
        self.tasks = [task for asked in tasks.rounds for task in asked.model_tasks]
        self.ids = tuple(name for name in self.tasks[0].task_ids if name not in self.derived)
        self.found: dict[Task, ModelTask] = {}
        self.given: dict[Task, dict[str, _Given]] = {}
        self.faults: list[tuple[int, str]] = []

    def read(self, folder: Path, place: str) -> dict[str, Said]:
        """What the model says to every question that is ours, too."""
        name = f"{place}/{self.file.name}"
        path = folder / name
        self._check_questions(folder)
        needed = (*self.tasks[0].task_ids, FORM, FORM_ID, VALUE)
        for line, row in records(read_below(folder, name, TABLE), path, needed):
            if others := set(row) - {*needed, "model_id"}:
                hint = (
                    "" if all(others) else "; leave out the numbers of rows (R: row.names = FALSE)"
                )
                raise BadValueError(f"{path}:1: the hub has no column {shown(min(others))}{hint}")
            try:
                self._take(line, row)
            except BadValueError as error:
                self.faults.append((line, str(error)))
        if not self.faults:
            self._check_wholes()
        refuse_listed(path, self.faults)
        try:
            return dict(self._forecasts())
        except BadValueError as error:
            raise BadValueError(f"{path}: {error}") from None

    def _check_questions(self, folder: Path) -> None:
        if not {ROUND, TARGET, WINDOW} <= set(self.ids):
            wanted = f"{ROUND}, {TARGET} and {WINDOW}"
            told = f"its tasks have no columns {wanted}, by which its questions would be ours"
            raise BadValueError(f"{folder / TASKS}: {told}; they have {', '.join(self.ids)}")

    def _take(self, line: int, row: Mapping[str, str]) -> None:
        key = tuple(row[name] for name in self.ids)
        if row[ROUND] != (asked := str(self.frozen.known_until)):
            raise BadValueError(
                f"{ROUND} must be that of the file, {asked}, is {shown(row[ROUND])}"
            )
        task = self.found.get(key) or self.found.setdefault(key, self._task(row))
        form = row[FORM]
        rule = next((rule for name, rule in task.output_type.items() if name == form), None)
        if rule is None:
            offered = tuple(task.output_type)
            close = did_you_mean(form, offered) or f"; it takes {', '.join(offered)}"
            raise BadValueError(f"{FORM} {shown(form)} is none that the hub takes here{close}")
        given = self.given.setdefault(key, {}).setdefault(form, _Given(rule, line))
        form_id = _form_id(form, rule, row[FORM_ID])
        if form_id in given.values:
            raise BadValueError(f"{form} {form_id} of this task is given twice")
        given.values[form_id] = _value(rule, row[VALUE])

    def _task(self, row: Mapping[str, str]) -> ModelTask:
        """The task that a row answers."""
        for task in self.tasks:
            if all(row[name] in task.task_ids[name].words for name in self.ids):
                return task
        for name in self.ids:
            known = tuple({word for task in self.tasks for word in task.task_ids[name].words})
            if row[name] not in known:
                close = did_you_mean(row[name], known)
                raise BadValueError(f"{name} {shown(row[name])} is none of the hub's{close}")
        raise BadValueError(f"the hub has no task {', '.join(row[name] for name in self.ids)}")

    def _check_wholes(self) -> None:
        """What no row shows by itself: that nothing is missing, and that numbers fit one another."""
        if not self.given:
            self.faults.append((1, "there are no forecasts below the names of columns"))
        for key, forms in self.given.items():
            task = self.found[key]
            lines = [each.line for each in forms.values()]
            for form, rule in task.output_type.items():
                if rule.is_required and form not in forms:
                    told = f"{', '.join(key)}: the hub wants the {form}, too"
                    self.faults.append((min(lines), told))
            for said, given in forms.items():
                if told := _fault(said, given):
                    self.faults.append((given.line, f"{', '.join(key)}: {told}"))

    def _forecasts(self) -> Iterator[tuple[str, Said]]:
        known = {question.id: question for question in self.frozen.questions}
        target, window = self.ids.index(TARGET), self.ids.index(WINDOW)
        answered: dict[str, Task] = {}
        for key, forms in self.given.items():
            question = known.get(f"{key[target]}_{key[window]}")
            if question is not None:
                if (before := answered.setdefault(question.id, key)) != key:
                    both = f"as {', '.join(before)} and as {', '.join(key)}"
                    raise BadValueError(f"{question.id} is answered twice, {both}")
                form = next(name for name in PREFERRED if name in forms)
                yield question.id, _said(question, form, forms[form].values)


def _form_id(form: str, rule: FormRule, text: str) -> str:
    """The id as the hub writes it."""
    if rule.output_type_id_params is not None:
        return text
    wanted = rule.output_type_id.required if rule.output_type_id else None
    if wanted is None:
        if text in MISSING:
            return ""
        raise BadValueError(f"{FORM_ID} of a {form} stays empty or NA, is {shown(text)}")
    words = tuple(str(each) for each in wanted)
    if text in words:
        return text
    if form == "quantile":
        level = _number(FORM_ID, text)
        for each in wanted:
            if isclose(float(each), level, abs_tol=SLACK):
                return str(each)
    told = did_you_mean(text, words) or f"; there are {', '.join(words[:3])} and so on"
    raise BadValueError(f"{FORM_ID} {shown(text)} is none that the hub asks for{told}")


def _value(rule: FormRule, text: str) -> float:
    value, bounds = _number(VALUE, text), rule.value
    if bounds.minimum is not None and value < bounds.minimum - SLACK:
        raise BadValueError(f"{VALUE} must be at least {bounds.minimum:g}, is {text}")
    if bounds.maximum is not None and value > bounds.maximum + SLACK:
        raise BadValueError(f"{VALUE} must be at most {bounds.maximum:g}, is {text}")
    if bounds.type == "integer" and value != int(value):
        raise BadValueError(f"{VALUE} must be a whole number, is {text}")
    return value


def _number(column: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise BadValueError(f"{column} {number_fault(text)}") from None
    if not np.isfinite(value):
        raise BadValueError(f"{column} must be a plain finite number, is {shown(text)}")
    return value


def _fault(form: str, given: _Given) -> str:
    """What is wrong with all numbers of a task in one form together; empty if nothing is."""
    rule, values = given.rule, given.values
    if (samples := rule.output_type_id_params) is not None:
        low, high = samples.min_samples_per_task, samples.max_samples_per_task
        return "" if low <= len(values) <= high else f"{len(values)} samples, not {low} to {high}"
    wanted = (rule.output_type_id.required if rule.output_type_id else None) or ()
    if missing := [str(each) for each in wanted if str(each) not in values]:
        return f"the {form} lacks {', '.join(missing[:3])}" + " and more" * (len(missing) > 3)  # noqa: PLR2004
    ordered = [values[str(each)] for each in _ordered(form, wanted)]
    if form in {"quantile", "cdf"} and any(np.diff(ordered) < -SLACK):
        return f"the {form} falls where it may only rise"
    if form == "pmf" and not isclose(sum(ordered), 1, abs_tol=SLACK):
        return f"the chances add up to {sum(ordered):g} and not to 1"
    return ""


def _ordered(form: str, wanted: Sequence[bool | float | str]) -> Sequence[bool | float | str]:
    return sorted(wanted, key=float) if form == "quantile" else wanted


def _said(question: FrozenQuestion, form: str, values: Mapping[str, float]) -> Said:
    """The same in our terms."""
    if question.kind == "binary":
        if set(values) != {NO, YES}:
            raise BadValueError(f"{question.id}: is answered by {NO} and {YES}")
        return Chance(probability=float(floored(values[YES])))
    match form:
        case "sample":
            return Spread(values=tuple(sorted(values.values())), random=True)
        case "cdf":
            return Spread(values=_days(question, values), random=False)
        case "quantile":
            known = np.array(sorted((float(level), value) for level, value in values.items()))
            steps = np.interp(levels(STEPS), known[:, 0], known[:, 1])
            return Spread(values=tuple(steps.tolist()), random=False)
        case _:
            return Spread(values=(values[""],), random=False)


def _days(question: FrozenQuestion, values: Mapping[str, float]) -> tuple[float, ...]:
    """Days from the start at equal steps of probability; between the days asked about it is a straight line."""
    if question.kind != "date":
        raise BadValueError(f"{question.id}: a cdf is read of days only; give samples or quantiles")
    told = sorted(
        ((parse_date(day) - question.start).days, chance) for day, chance in values.items()
    )
    known = np.array([(-1, 0.0), *told])
    by_then = np.interp(np.arange(question.n_days), known[:, 0], known[:, 1])
    found = np.searchsorted(np.maximum.accumulate(by_then), levels(STEPS), "left")
    return tuple(float(each) for each in found)
