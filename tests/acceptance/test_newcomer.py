"""The first ten minutes of somebody who has just installed the program."""

import json
import re
from pathlib import Path

from support.terminal import ROOT, sim


def test_a_newcomer_gets_from_nothing_to_an_answer_of_their_own(tmp_path: Path) -> None:
    made = sim("init", "my-study", "--from", "blockade", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    study = tmp_path / "my-study"
    assert "my-study/scenarios/my_study.yaml" in made.stdout
    for name in ("README.md", "scenarios/schema.json", ".vscode/settings.json"):
        assert (study / name).is_file(), name
    for page in ("explore", "forecasts", "calibration"):  # whose commands name a file of a study
        named = re.findall(
            r"^sim (?:sweep|forecast|calibrate|identify) (\S+\.yaml)",
            (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
        assert named
        assert [file for file in named if not (study / file).is_file()] == []
    mine = study / "scenarios" / "my_study.yaml"
    assert mine.read_text().startswith("# yaml-language-server: $schema=schema.json\n")

    listed = sim("list", cwd=study)
    assert listed.returncode == 0, listed.stderr
    rows = {line.split()[0]: line.split()[1:] for line in listed.stdout.splitlines()}
    assert rows["blockade"][:2] == ["baseline", "+2"]
    assert rows["my_study"][:2] == ["blockade", "+0"]

    run = ("run", "scenarios/my_study.yaml", "--reps", 2, "--jobs", 1, "--no-report")
    first = sim(*run, cwd=study)
    assert first.returncode == 0, first.stderr
    assert "not forecasts" in first.stdout
    (result,) = (study / "results").iterdir()
    assert (result / "results.nc").is_file()

    mine.write_text(mine.read_text().replace("levers: {}", "misions: {medical: {headcount: 9000}}"))
    refused = sim("validate", "scenarios/my_study.yaml", cwd=study)
    assert refused.returncode == 3
    assert refused.stdout == ""
    sentence = "scenarios/my_study.yaml:13:1: unknown key 'misions'; did you mean 'missions'?\n"
    assert refused.stderr == sentence

    mine.write_text(mine.read_text().replace("misions", "missions"))
    fine = sim("validate", "scenarios/my_study.yaml", cwd=study)
    assert (fine.returncode, fine.stdout) == (0, "scenarios/my_study.yaml: fine\n")

    told = sim("diff", "scenarios/blockade.yaml", "scenarios/my_study.yaml", "--json", cwd=study)
    (only,) = json.loads(told.stdout)["differences"]
    assert (only["path"], only["other"], only["role"]) == (
        "missions.medical.headcount",
        9000,
        "assumption",
    )

    again = sim(*run, "-q", cwd=study)
    assert again.returncode == 0, again.stderr
    assert again.stderr == ""
    assert len(list((study / "results").iterdir())) == 2
