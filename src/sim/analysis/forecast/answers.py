"""The answers: a CSV with the columns question, value, low and high, read with every fault by its line."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import numpy as np

from sim.analysis.forecast.baseline import spread
from sim.analysis.forecast.frozen import Frozen, FrozenQuestion
from sim.core.calendar import parse_date
from sim.core.errors import BadValueError, SimError, did_you_mean
from sim.core.quantity import Floats
from sim.core.small_tables import number_fault, rows, separator_fault, text_of
from sim.core.wording import shown
from sim.ensemble.errors import StorageError

COLUMNS = ("question", "value", "low", "high")
FREE_COLUMNS = ("source", "note")
NEVER = "never"
N_TRUTHS = 41  # equally likely answers that stand for one in doubt; odd, so that one is the value
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What came true: a number (yes is 1, a date is days from the start), and between what it may lie."""

    value: float
    low: float
    high: float
    written: str

    def truths(self) -> Floats:
        """Equally likely true answers: half from `low` to the value, half from there to `high`."""
        if self.low == self.high:
            return np.array([self.value])
        return spread(self.value, self.low, self.high, N_TRUTHS)

    def probability(self) -> float:
        """For yes or no: how likely the answer is yes, the mean of the same distribution."""
        return (self.low + 2 * self.value + self.high) / 4


def read_answers(path: Path, frozen: Frozen) -> dict[str, Answer]:
    """Answers by the id of their question; rows without a value are answers not yet known.

    Raises
    ------
    SimError
        If there is no such file.
    BadValueError
        With every fault of the file, a line each.
    """
    try:
        text = text_of(path.read_bytes())
    except FileNotFoundError:
        raise SimError(f"{path}: no such file") from None
    except OSError as error:
        raise StorageError.of("read", path, error) from error
    except UnicodeDecodeError as error:
        raise BadValueError(f"{path}: is not UTF-8 text (byte {error.start + 1})") from None
    questions = {question.id: question for question in frozen.questions}
    reader = _Reader(str(path), questions, set(frozen.left_out))
    try:
        reader.read(text)
    except csv.Error as error:
        raise BadValueError(f"{path}: is not a CSV file: {error}") from None
    if reader.faults:
        more = len(reader.faults) - MOST_LISTED
        listed = reader.faults[:MOST_LISTED]
        raise BadValueError("\n".join([*listed, f"and {more} more"] if more > 0 else listed))
    return reader.answers


class _Reader:
    """Goes through the rows once and keeps answers and faults."""

    def __init__(
        self, name: str, questions: Mapping[str, FrozenQuestion], left_out: set[str]
    ) -> None:
        self.name = name
        self.questions = questions
        self.left_out = left_out
        self.answers: dict[str, Answer] = {}
        self.faults: list[str] = []
        self.lines: dict[str, int] = {}

    def read(self, text: str) -> None:
        found = _rows(text)
        line, header = next(found, (1, []))
        header = [cell.strip() for cell in header]
        self._check_header(line, header)
        if self.faults:
            return
        for line, cells in found:
            if len(cells) != len(header):
                self._fault(line, f"has {len(cells)} cells, the header has {len(header)}")
                continue
            row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
            try:
                self._take(line, row)
            except BadValueError as error:
                self._fault(line, str(error))

    def _fault(self, line: int, text: str) -> None:
        self.faults.append(f"{self.name}:{line}: {text}")

    def _check_header(self, line: int, header: list[str]) -> None:
        if told := separator_fault(header):
            self._fault(line, told)
            return
        for column in COLUMNS:
            if column not in header:
                self._fault(line, f"the header has no column '{column}'")
        for position, column in enumerate(header):
            if column in header[:position]:
                self._fault(line, f"column {shown(column)} stands twice")
            elif column not in {*COLUMNS, *FREE_COLUMNS}:
                known = (*COLUMNS, *FREE_COLUMNS)
                told = f"unknown column {shown(column)}; there are {', '.join(known)}"
                self._fault(line, told + did_you_mean(column, known))

    def _take(self, line: int, row: dict[str, str]) -> None:
        name = row["question"]
        question = self.questions.get(name)
        if question is None:
            raise BadValueError(self._unknown(name))
        if name in self.lines:
            raise BadValueError(
                f"question '{name}' is answered twice, first on line {self.lines[name]}"
            )
        self.lines[name] = line
        if not row["value"]:
            if row["low"] or row["high"]:
                raise BadValueError(f"{name}: low and high mean nothing without a value")
            return
        value = _number(question, "value", row["value"])
        low = _number(question, "low", row["low"]) if row["low"] else value
        high = _number(question, "high", row["high"]) if row["high"] else value
        if not low <= value <= high:
            told = f"value must lie between low and high, is {row['value']}"
            raise BadValueError(f"{name}: {told} ({row['low'] or '-'} to {row['high'] or '-'})")
        self.answers[name] = Answer(value, low, high, row["value"])

    def _unknown(self, name: str) -> str:
        if not name:
            return "names no question"
        if name in self.left_out:
            return f"question {shown(name)} ends after the last day that was forecast"
        told = f"no question is called {shown(name)}"
        return told + did_you_mean(name, tuple(self.questions))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which they end; empty lines and lines that begin with # are skipped."""
    for line, cells in rows(text):
        if not cells or cells[0].lstrip().startswith("#") or not any(map(str.strip, cells)):
            continue
        yield line, cells


def _number(question: FrozenQuestion, column: str, text: str) -> float:
    """A cell as a number: yes is 1, a date is days from the start of the window, at most its length."""
    name = question.id
    if question.kind == "date":
        if text == NEVER:
            return float(question.n_days)
        try:
            day = (parse_date(text) - question.start).days
        except BadValueError as error:
            told = f"{column} must be a date or '{NEVER}': {error}"
            raise BadValueError(f"{name}: {told}") from None
        if day < 0:
            raise BadValueError(
                f"{name}: {column} {text} is before {question.start}, the first day asked about"
            )
        return float(min(day, question.n_days))
    try:
        value = float(text)
    except ValueError:
        raise BadValueError(f"{name}: {column} {number_fault(text)}") from None
    if not isfinite(value) or "_" in text:
        raise BadValueError(f"{name}: {column} must be a plain finite number, is {shown(text)}")
    if question.kind == "binary":
        return _yes_or_no(name, column, value, text)
    for bound, wrong, rule in (
        (question.least, question.least is not None and value < question.least, "lower"),
        (question.most, question.most is not None and value > question.most, "higher"),
    ):
        if wrong:
            raise BadValueError(f"{name}: {column} cannot be {rule} than {bound:g}, is {text}")
    return value


def _yes_or_no(name: str, column: str, value: float, text: str) -> float:
    if column == "value" and value not in {0.0, 1.0}:
        raise BadValueError(f"{name}: value must be 0 (no) or 1 (yes), is {text}")
    if not 0 <= value <= 1:
        raise BadValueError(f"{name}: {column} must be from 0 to 1, is {text}")
    return value
