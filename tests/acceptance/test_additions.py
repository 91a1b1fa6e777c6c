"""Each addition of CONTRIBUTING.md, applied to a copy: it touches what it says and is seen everywhere."""

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.additions import PAGES, additions
from support.checkout import copied

ROOT = Path(__file__).parents[2]
# Tests of the copy that know what is registered, and compile nothing: they must derive it, not count it.
QUICK = (
    "test_citations",
    "test_mechanisms_causes",
    "test_missions",
    "test_odd",
    "test_postures",
    "test_report_tables",
    "test_small_tables",
    "test_twin_equations",
    "test_words",
)
#: What fails until the posterior is fitted again, which takes hours: these tests say so, and the page names their files.
UNTIL_THE_FIT = (
    "tests/acceptance/test_patterns.py::test_a_pattern_is_met_by_about_as_many_draws_as_before",
    "tests/acceptance/test_shipped_posterior.py::test_a_sample_of_draws_is_accepted_again_to_the_bit",
    "tests/acceptance/test_shipped_posterior.py::test_it_has_every_quantity_of_the_baseline_and_says_how_it_was_made",
)
#: What fails until the plain twin has the new cause.
UNTIL_THE_TWIN = (
    "tests/statistical/test_twin_agrees.py::test_engine_and_twin_agree_in_distribution",
)
#: What fails until somebody has translated the new texts.
UNTIL_TRANSLATED = (
    "tests/acceptance/test_spanish.py::test_a_run_is_told_in_spanish_and_can_be_told_in_english_again",
    "tests/unit/test_catalogues.py::test_a_shipped_forecast_calls_its_scenario_what_the_scenario_calls_itself",
    "tests/unit/test_catalogues.py::test_every_motive_of_a_government_has_an_entry",
    "tests/unit/test_catalogues.py::test_every_text_of_a_shipped_question_has_an_entry",
    "tests/unit/test_catalogues.py::test_every_text_that_is_asked_for_has_an_entry",
    "tests/unit/test_report_in_spanish.py::test_no_text_is_left_in_english",
    "tests/unit/test_report_in_spanish.py::test_no_word_in_a_drawing_is_left_in_english",
)
LATER = UNTIL_THE_FIT + UNTIL_THE_TWIN + UNTIL_TRANSLATED
FILE = re.compile(r"^--- (?P<old>\S+)\n\+\+\+ b/(?P<new>\S+)\n", re.MULTILINE)


def apply(diff: str, root: Path) -> None:
    """As a reader does who has the block in a file; what git knows of this folder is left out."""
    alone = os.environ | {"GIT_CEILING_DIRECTORIES": str(root.parent)}
    command = ["git", "apply", "-"]
    done = subprocess.run(command, cwd=root, env=alone, input=diff, capture_output=True, text=True)  # noqa: PLW1510
    assert done.returncode == 0, (
        f"{done.stderr}\nin tests: uv run python -m support.additions\n{diff}"
    )


def added_to(root: Path, page: Path) -> None:
    """Into an empty folder all that git keeps, then the diffs of a page, and the step that the schema takes."""
    copied(root)
    for diff in additions(page):
        apply(diff, root)
    schema = sim(root, "schema")
    (root / "scenarios" / "schema.json").write_text(schema, encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("copy")
    added_to(root, ROOT / "CONTRIBUTING.md")
    return root


def run_tests(root: Path, *which: str) -> None:
    """Run tests of the copy on the copy."""
    environment = os.environ | {"PYTHONPATH": f"{root / 'src'}{os.pathsep}{root / 'tests'}"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *which]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)  # noqa: PLW1510
    assert done.returncode == 0, done.stdout


def sim(root: Path, *arguments: str) -> str:
    return _said(root, "-m", "sim", *arguments)


def python(root: Path, *lines: str) -> str:
    return _said(root, "-c", "\n".join(lines))


def _said(root: Path, *arguments: str) -> str:
    environment = os.environ | {"PYTHONPATH": f"{root / 'src'}{os.pathsep}{root / 'tests'}"}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)  # noqa: PLW1510
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("diff", [diff for page in PAGES for diff in additions(page)])
def test_a_diff_applies_as_it_is_printed(diff: str) -> None:
    command = ["git", "apply", "--check", "-"]
    done = subprocess.run(
        command, cwd=ROOT, input=diff, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stderr}\nin tests: uv run python -m support.additions"


@pytest.mark.parametrize("diff", additions(ROOT / "CONTRIBUTING.md"))
def test_an_addition_changes_two_files_at_most_and_what_is_new_lies_together(diff: str) -> None:
    touched = FILE.findall(diff)
    changed = [new for old, new in touched if old != "/dev/null"]
    homes = {new if (ROOT / new).parent.exists() else Path(new).parent for old, new in touched}
    assert len(changed) <= 2
    assert len(homes) - len(changed) <= 2


def test_each_kind_is_where_its_kind_is_listed(copy: Path) -> None:
    """Posture, cause, observable, figure, study, scenario, phase; a run of all of them is slow."""
    listed = python(
        copy,
        "from sim.cli.app import ROWS",
        "from sim.mechanisms.causes import CAUSES",
        "from sim.model.model import PHASES",
        "from sim.model.observables import OBSERVABLES",
        "from sim.postures.caracas import MENU",
        "from sim.report.figures import FIGURES",
        "from sim.scenario.shipped import shipped_file",
        "named = [each.name for kind in (CAUSES, OBSERVABLES, FIGURES) for each in kind]",
        "phases = [phase.__name__ for phase in PHASES]",
        "print(*MENU, *named, *phases, *ROWS, shipped_file('frozen').stem)",
    ).split()
    added = {"freeze", "fell_ill", "waiting_share", "seats", "thinning", "frozen", "receive_aid"}
    assert added <= set(listed)


def test_a_study_is_a_command_at_once(copy: Path) -> None:
    assert "--share" in sim(copy, "thinning", "--help")


def test_what_knows_all_that_is_registered_derives_it(copy: Path) -> None:
    run_tests(copy, "-n", "0", *(f"tests/unit/{name}.py" for name in QUICK))


@pytest.mark.slow
def test_all_default_tests_pass_with_every_addition(copy: Path) -> None:
    """After the steps that take minutes. Slow, for these are all tests; this file would copy the copy."""
    as_somebody = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.org")
    for words in (("init", "-q"), ("add", "--all"), (*as_somebody, "commit", "-qm", "All of them")):
        subprocess.run(
            ["git", *words], cwd=copy, check=True
        )  # records name the revision they are of
    _said(copy, "-m", "regression.renew")
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert all(f"`{test.partition('::')[0]}`" in page for test in LATER)
    later = [word for test in LATER for word in ("--deselect", test)]
    run_tests(copy, "--ignore", "tests/acceptance/test_additions.py", *later)


def test_numbers_of_additions_are_declared(copy: Path) -> None:
    listed = {
        each["name"]: each for each in json.loads(sim(copy, "describe", "--json"))["quantities"]
    }
    assert listed["assumptions.causes.fell_ill.base"]["unit"] == "1/day"
    assert listed["actors.caracas.menu.freeze.compliance"]["default"] == 0.2
    assert listed["air.reserved"]["role"] == "lever"


def test_a_scenario_may_name_additions(copy: Path) -> None:
    assert "frozen" in sim(copy, "list")
    assert "fine" in sim(copy, "validate", "scenarios/frozen.yaml")
    assert '"fell_ill"' in sim(copy, "schema")


def test_a_language_is_one_catalogue(copy: Path) -> None:
    page = python(
        copy,
        "import sys",
        "sys.path[:0] = ['tests', 'tests/unit']",
        "from test_report_readings import dataset, scenario",
        "from sim.core.languages import speaking",
        "from sim.report.page import report_page",
        "about = scenario(**{'title.pt': 'Feito com as mãos'})",
        "with speaking('pt'):",
        "    sys.stdout.buffer.write(report_page(dataset(about, 12), about, {}, {}).encode())",
    )
    assert '<html lang="pt">' in page
    assert "<h1>Feito com as mãos</h1>" in page
    assert "Todo o pessoal cubano: na simulação mediana ficam" in page
    assert "em 8 de fevereiro de 2026" in page
    assert "What the numbers are" in page  # in English, as it has no entry
    assert "lang" in sim(copy, "config", "--lang", "pt")


@pytest.mark.slow
def test_a_run_shows_additions(copy: Path, tmp_path: Path) -> None:
    """Slow, for the copy is compiled anew."""
    changes = (
        "window.end=2026-03-31",
        "air.reserved=0.5",
        "assumptions.causes.fell_ill.base=0.001",
    )
    settings = [part for change in changes for part in ("--set", change)]
    few = ("--reps", "4", "--jobs", "1", "--out", str(tmp_path))
    sim(copy, "run", "scenarios/frozen.yaml", *few, *settings)
    [folder] = tmp_path.glob("frozen-*")
    assert "left in" in sim(copy, "thinning", str(folder))
    summary = (folder / "summary.csv").read_text(encoding="utf-8")
    page = (folder / "report.html").read_text(encoding="utf-8")
    for name in ("fell_ill", "waiting_share"):
        assert name in summary
    assert "full_pressure" in (folder / "outcomes.csv").read_text(encoding="utf-8")
    assert "Seats to Cuba" in page
    assert "seats a day are on offer on the last day." in page
    assert "All of this happens within 121 days." in page
    assert "freeze" in page
    assert (folder / "figures" / "seats.svg").stat().st_size > 10_000


@pytest.mark.slow
def test_a_mission_that_was_added_serves_and_is_called_home(tmp_path: Path) -> None:
    """Slow, for the copy is compiled anew."""
    page = ROOT / "docs" / "howto" / "add-a-mission.md"
    added_to(tmp_path, page)
    [(name, text)] = re.findall(r"^```yaml\n# (\S+)\n(.*?)^```", page.read_text(), re.M | re.S)
    (tmp_path / name).write_text(text, encoding="utf-8")
    held = 'actors.havana.script=[{"start": "2026-01-04", "posture": "withdraw"}]'
    short = ("--reps", "4", "--jobs", "1", "--set", "window.end=2026-03-31", "--set", held)
    sim(tmp_path, "run", name, "--no-luck", *short)
    [folder] = [each for each in (tmp_path / "results").iterdir() if each.is_dir()]
    rows = csv.DictReader((folder / "summary.csv").read_text(encoding="utf-8").splitlines())
    assert any("technicians" in row.values() for row in rows)
    run_tests(
        tmp_path,
        "-n",
        "0",
        "tests/unit/test_report_figures.py",
        "tests/unit/test_mechanisms_stakes.py",
    )
