"""From a file to a validated scenario, or to everything that is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path

from pydantic import BaseModel

from sim.scenario.extends import read_chain
from sim.scenario.files import FileRead
from sim.scenario.overrides import apply
from sim.scenario.problems import Code, Place, Problem, ScenarioProblems
from sim.scenario.validation import Written, validate
from sim.scenario.write import too_much

#: Bytes of files whose resolved form is never too large for the reader; larger ones are looked at.
SURELY_READ = 32_768


@dataclass(frozen=True, slots=True)
class Loaded[Model: BaseModel]:
    """A scenario, and where it comes from.

    `origins` has the place of every value that a file or ``--set`` gives, by its path such as
    ``events.strike.killed``; all other values are defaults. `files` begins with the scenario's own.
    """

    scenario: Model
    origins: Mapping[str, Place]
    files: tuple[FileRead, ...]


def load[Model: BaseModel](
    path: str | PathLike[str], model: type[Model], overrides: Sequence[str] = ()
) -> Loaded[Model]:
    """Read the scenario in the file `path` with all it extends.

    Parameters
    ----------
    path
        A YAML file.
    model
        Schema, a pydantic model whose lists are tuples.
    overrides
        Values that replace those of the files, each written ``path.to.value=value``.

    Raises
    ------
    ScenarioProblems
        With everything that is wrong, sorted by position; its `code` is the exit code.

    """
    chain = read_chain(Path(path))
    problems = list(chain.problems)
    scenario: Model | None = None
    tree = chain.tree
    if tree is not None:
        tree, refused = apply(tree, overrides)
        problems += refused
        written = Written.of(tree, [file.name for file in chain.files])
        scenario, found = validate(tree, model, written, Path(path).parent)
        problems += found
        size = chain.size + sum(map(len, overrides))
        if scenario is not None and size > SURELY_READ and (told := too_much(scenario)):
            problems.append(Problem(Code.TOO_LARGE, told, Place(Path(path).name)))
    if problems or tree is None or scenario is None:
        names = [file.name for file in chain.files]
        folder = fspath(path).removesuffix(Path(path).name)
        raise ScenarioProblems(sorted(problems, key=lambda p: _position(p, names)), folder)
    return Loaded(scenario, written.origins, chain.files)


def _position(problem: Problem, names: Sequence[str]) -> tuple[int, Place, str]:
    """Order of the report: the scenario, what it extends, other files, the command line."""
    place = problem.place
    rank = names.index(place.file) if place.file in names else len(names) + place.is_override
    return rank, place, problem.path
