"""A draft: the scenario that a page holds, as the browser sends it."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import numpy as np

from sim.api.scenario import Scenario
from sim.core.distributions import Distribution
from sim.core.errors import SimError
from sim.scenario import load as files
from sim.scenario.files import LARGEST
from sim.scenario.schema import Scenario as Content
from sim.scenario.shipped import file_named, shipped

MOST_CHANGES = 500
MOST_KEPT = 32  # texts of scenarios that were dropped on a page
LONGEST_CHANGE = 4096
#: What the page computes while somebody waits; more is for the command line.
MOST_PERSONS = 100_000
MOST_DAYS = 1500
TOO_LARGE = "too large for the page ({}, at most {:,}): run it with sim run"


class DraftError(SimError):
    """What the browser sent is no scenario; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A scenario to begin with, by name or as the `text` of a file, and what was changed in it."""

    base: str
    text: str
    changes: tuple[str, ...]

    @classmethod
    def read(cls, raw: object) -> "Draft":
        """Read what the browser sent.

        Raises
        ------
        DraftError
            If it has another form.
        """
        told = raw if isinstance(raw, Mapping) else {}
        base, text, changes = (told.get(name, "") for name in ("base", "text", "changes"))
        if not (isinstance(base, str) and isinstance(text, str) and (base or text)):
            raise DraftError("a scenario is sent as its name or its text")
        listed = changes or []
        if not isinstance(listed, list) or len(listed) > MOST_CHANGES:
            raise DraftError(f"changes are a list of at most {MOST_CHANGES}")
        return cls(base, text, tuple(_change(each) for each in listed))


def _change(raw: object) -> str:
    if isinstance(raw, str) and len(raw) <= LONGEST_CHANGE and "=" in raw:
        return raw
    raise DraftError("a change is written path=value")


class Shelf:
    """Where the scenarios of pages lie: the one the program was started with, shipped ones, dropped texts.

    Nobody can name a file: a page names a scenario that is listed here, or sends its text.
    """

    def __init__(self, started: Path | None) -> None:
        self._room = TemporaryDirectory(prefix="sim-page-")
        self.folder = Path(self._room.name)
        self.named: dict[str, Path] = {}
        for name, content in shipped().items():
            (self.folder / name).write_bytes(content)
            if name.endswith(".yaml"):
                self.named[name.removesuffix(".yaml")] = self.folder / name
        self.first = "baseline"
        if started is not None:
            file = file_named(started)
            self.first = files.load(file, Content).scenario.name
            self.named = {self.first: file} | {
                n: p for n, p in self.named.items() if n != self.first
            }
        self._texts: OrderedDict[str, Path] = OrderedDict()
        self._lock = Lock()

    def scenario(self, draft: Draft) -> Scenario:
        """The scenario of a draft, checked.

        Raises
        ------
        SimError
            With everything that is wrong with it.
        """
        with self._lock:
            file = self._dropped(draft.text) if draft.text else self.named.get(draft.base)
            if file is None:
                raise DraftError("there is no scenario of this name")
            made = Scenario(file, draft.changes, files.load(file, Content, draft.changes))
        _refuse_the_large(made.resolved)
        return made

    def _dropped(self, text: str) -> Path:
        if len(text.encode()) > LARGEST:
            raise DraftError(f"a scenario has at most {LARGEST:,} bytes")
        name = f"dropped-{hashlib.sha256(text.encode()).hexdigest()[:16]}.yaml"
        if name not in self._texts:
            file = self.folder / name
            file.write_text(text, encoding="utf-8")
            self._texts[name] = file
            while len(self._texts) > MOST_KEPT:
                _, oldest = self._texts.popitem(last=False)
                oldest.unlink(missing_ok=True)
        self._texts.move_to_end(name)
        return self._texts[name]

    def close(self) -> None:
        """Take the folder away."""
        self._room.cleanup()


def _refuse_the_large(scenario: Content) -> None:
    n_days = scenario.window.n_days
    if n_days > MOST_DAYS:
        raise DraftError(TOO_LARGE.format(f"{n_days:,} days", MOST_DAYS))
    missions: Any = scenario.missions
    heads = sum(_most(getattr(missions, name).headcount) for name in type(missions).model_fields)
    if heads > MOST_PERSONS:
        raise DraftError(TOO_LARGE.format(f"up to {heads:,.0f} persons", MOST_PERSONS))


def _most(value: Any) -> float:  # noqa: ANN401 - a number, or a distribution before it is drawn
    nearly_all = np.array([0.999])
    return float(value.quantile(nearly_all)[0] if isinstance(value, Distribution) else value)
