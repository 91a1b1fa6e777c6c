"""Commands that look at scenario files without running them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from sim.cli.complaint import complain
from sim.cli.options import Json, Set
from sim.cli.remarks import record, warned
from sim.cli.screen import detail, manner, out, print_file, print_json
from sim.core.errors import Exit
from sim.methods.claims import faults
from sim.scenario.load import Loaded, load
from sim.scenario.problems import Code, Place, Problem, ScenarioProblems
from sim.scenario.schema import Scenario
from sim.scenario.write import resolved_record, resolved_yaml

SCENARIO = typer.Argument(help="Scenario file.", show_default=False)
File = Annotated[Path, SCENARIO]
Files = Annotated[list[Path], typer.Argument(help="Scenario files.", show_default=False)]


def validate(files: Files, *, as_json: Json = False) -> None:
    """Check scenario files; tells every problem with its line (exit code 3)."""
    code = Exit.DONE
    records = []
    for file in files:
        problems: Sequence[Any] = ()
        try:
            loaded = loaded_from(file)
            _check_claims(loaded, file)
        except ScenarioProblems as error:
            code, problems = max(code, error.code), error.problems
            if not as_json:
                complain(error)
        else:
            warned(loaded, file)
            if not as_json:
                out.print(f"{file}: fine")
            for read in loaded.files:
                detail(f"{read.name}  sha256 {read.sha256}")
        told = [record(each) for each in problems]
        records.append(
            {
                "file": str(file),
                "valid": not problems,
                "problems": told,
                "warnings": manner.warnings,
            }
        )
        manner.warnings = []
    if as_json:
        print_json({"schema": 1, "files": records})
    raise typer.Exit(code)


def resolve(file: File, changes: Set = None, *, as_json: Json = False) -> None:
    """Print the complete scenario: every value, where it comes from, and the digest of all."""
    loaded = loaded_from(file, changes or ())
    if as_json:
        print_json({"schema": 1, **resolved_record(loaded)})
    else:
        print_file(resolved_yaml(loaded))


def loaded_from(file: Path, changes: Sequence[str] = ()) -> "Loaded[Scenario]":
    """Load a scenario file with the changes given on the command line."""
    return load(file, Scenario, changes)


def _check_claims(loaded: Loaded[Scenario], file: Path) -> None:
    """Refuse claims about what does not exist; only their own author has to know of them."""
    found = [
        Problem(Code.NOT_A_CHOICE, text, loaded.origins.get(path, Place(file.name)), path)
        for path, text in faults(loaded.scenario, file.parent)
    ]
    if found:
        raise ScenarioProblems(found, str(file).removesuffix(file.name))
