"""A scenario in Python: read from its file, changed by `set`, shown as a card."""

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.api.cards import beside, card, quiet, words
from sim.core.errors import BadValueError
from sim.core.wording import cut
from sim.scenario import load as files
from sim.scenario.idle import remarks
from sim.scenario.problems import OVERRIDE
from sim.scenario.resolve import Form, resolved
from sim.scenario.schema import Scenario as Content
from sim.scenario.shipped import file_named

MOST_ROWS = 14
LONGEST = 60

type Value = bool | float | str | Sequence[object] | dict[str, object]


@dataclass(frozen=True, slots=True, repr=False)
class Scenario:
    """A scenario and the changes made to it; it never changes, `set` gives another one.

    Attributes
    ----------
    file
        Where it was read from.
    changes
        What `set` changed, each as ``path=value``: the same as ``--set`` on the command line.
    loaded
        All its values (`loaded.scenario`), and where each was written (`loaded.origins`).
    """

    file: Path
    changes: tuple[str, ...]
    loaded: files.Loaded[Content]

    @property
    def resolved(self) -> Content:
        """All values, defaults included, as the model gets them."""
        return self.loaded.scenario

    @property
    def name(self) -> str:
        """Its short name."""
        return self.resolved.name

    def set(self, path: str, value: Value, *, why: str = "") -> "Scenario":
        """The same scenario with one value changed, checked at once.

        Parameters
        ----------
        path
            Dotted path of a value, such as ``levers.blockade.level``.
        value
            A number, a text such as ``"35 kb/d"`` or ``"uniform(0.1, 0.5)"``, true or false, a list
            or a dict.
        why
            The reason; a fact, which has a source, is changed for a reason only.

        Raises
        ------
        sim.Error
            If there is no such value, or it cannot be that.

        Examples
        --------
        >>> import sim
        >>> tight = sim.load("blockade").set("levers.blockade.level", 0.8)
        >>> tight.get("levers.blockade.level")
        0.8
        """
        told = value if isinstance(value, str) else json.dumps(value, default=str)
        reason = (f"reasons.{path}={json.dumps(why)}",) if why else ()
        return _loaded(self.file, (*self.changes, f"{path}={told}", *reason))

    def get(self, path: str) -> Form:
        """The value at a dotted path, defaults included, as plain data.

        Raises
        ------
        sim.Error
            If there is none.
        """
        here: Form = resolved(self.resolved)
        for step in path.replace("[", ".").replace("]", "").split("."):
            known = (
                {str(at): each for at, each in enumerate(here)} if isinstance(here, list) else here
            )
            if not isinstance(known, dict) or step not in known:
                options = tuple(known) if isinstance(known, dict) else ()
                raise BadValueError(f"{path}: there is no '{step}'", options=options, given=step)
            here = known[step]
        return here

    @property
    def remarks(self) -> tuple[str, ...]:
        """What it says without effect, in sentences."""
        before = files.load(self.file, Content) if self.changes else None
        return tuple(each.line() for each in remarks(self.loaded, before))

    def command(self, verb: str, *options: str) -> str:
        """What gives the same on the command line, for the record of results."""
        given = [word for change in self.changes for word in ("--set", change)]
        return shlex.join(["sim", verb, str(self.file), *options, *given])

    def __repr__(self) -> str:
        return f"<sim.Scenario {self.name}: {', '.join(self.changes) or self.file}>"

    def _repr_html_(self) -> str:
        content = self.resolved
        window = f"{content.window.start} to {content.window.end}"
        drawn = f"{content.replicates} runs · seed {content.seed} · draws from the {content.draws}"
        events = [(str(e.date), name) for name, e in content.events.items() if e.happens]
        own = [
            (path, cut(_short(self.get(path)), LONGEST), str(place))
            for path, place in self.loaded.origins.items()
            if self._is_own(path, place.file)
        ]
        more = quiet(f"and {len(own) - MOST_ROWS} more") if len(own) > MOST_ROWS else ""
        return card(
            f"Scenario · {window} · {drawn}",
            content.title,
            quiet(" ".join(content.description.split())),
            beside(
                "<h4>What it sets</h4>" + words(("", "", "from"), own[:MOST_ROWS]) + more,
                "<h4>What happens when</h4>" + words(("", ""), sorted(events)),
            ),
            *(quiet(each) for each in self.remarks),
        )

    def _is_own(self, path: str, file: str) -> bool:
        """Whether a value is said by `set`, or by the file itself and not told elsewhere on the card."""
        told = ("name", "title", "description", "extends", "claims", "reasons", "events", "draws")
        return file == OVERRIDE or (file == self.file.name and not path.startswith(told))


def load(scenario: "str | Path | Scenario") -> Scenario:
    """Read a scenario file, or a shipped scenario by its name.

    Parameters
    ----------
    scenario
        A path. ``blockade``, and ``scenarios/blockade.yaml`` where there is no such file, is the
        scenario of that name that comes with the package.

    Raises
    ------
    sim.Error
        With everything that is wrong; `file`, `line` and `column` say where the first of it is.

    Examples
    --------
    >>> import sim
    >>> sim.load("blockade").resolved.title
    'Full oil blockade'
    """
    if isinstance(scenario, Scenario):
        return scenario
    return _loaded(file_named(Path(scenario)), ())


def _loaded(file: Path, changes: tuple[str, ...]) -> Scenario:
    return Scenario(file, changes, files.load(file, Content, changes))


def _short(value: Form) -> str:
    return value if isinstance(value, str) else json.dumps(value)
