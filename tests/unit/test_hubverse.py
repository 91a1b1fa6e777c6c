"""Forecasts as a hub and back: equal scores, the hub's own rules, and a sentence for every broken file."""

import codecs
import csv
import json
import shutil
from copy import deepcopy
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from sim.core.errors import SimError
from sim.methods.scores.crps import crps
from sim.studies.forecast.answer.frozen import Chance, Spread, content_of, read_frozen
from sim.studies.forecast.answer.others import STEPS, read_hub
from sim.studies.forecast.answer.score import MODEL, score
from sim.studies.forecast.answer.true import Answer
from sim.studies.forecast.conduct import leave_hub
from sim.studies.forecast.told.hub import COLUMNS, LEVELS, hub_files, model_id
from support.forecasts import first_days, frozen, oil, results
from support.terminal import ROOT, sim

RULES = Path(__file__).parent / "hubverse"
RUNS, DAYS = 40, 30


def forty_futures():
    """Runs that differ: more oil from run to run, one cargo large enough in every second, a coup in half."""
    number = np.arange(RUNS)
    daily = np.tile(number[:, None] * 0.9, (1, DAYS))
    daily[::2, 12] = 50.0
    daily[::4, 19] = 50.0
    daily[::4, 12] = 0.0
    coups = np.where(number < RUNS // 2, 10 + number % 17, -1)
    return results(
        RUNS, oil_delivered=oil(venezuela=daily), first_day=first_days(RUNS, coup_attempt=coups)
    )


FORECAST = frozen(data=forty_futures())
OIL, COUP, COUP_DAY, CARGO_DAY = FORECAST.questions
OWN = model_id(FORECAST)
OTHER = "others-theirs"
KNOWN = str(FORECAST.known_until)


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    leave_hub(FORECAST, tmp_path / "hub")
    return tmp_path / "hub"


def file_of(hub: Path, model: str = OTHER) -> Path:
    return hub / "model-output" / model / f"{KNOWN}-{model}.csv"


def as_other(hub: Path) -> Path:
    """Another team says exactly what we say."""
    file = file_of(hub)
    file.parent.mkdir()
    shutil.copy(file_of(hub, OWN), file)
    return file


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text().splitlines()))


def write(file: Path, found: list[dict[str, str]], columns: tuple[str, ...] = COLUMNS) -> None:
    file.parent.mkdir(exist_ok=True)
    with file.open("w", newline="") as text:
        writer = csv.DictWriter(text, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


ANSWERS = {
    OIL.id: Answer(5.0, 4.0, 8.0, "5"),
    COUP.id: Answer(1.0, 1.0, 1.0, "1"),
    COUP_DAY.id: Answer(7.0, 7.0, 7.0, "2026-01-18"),
    CARGO_DAY.id: Answer(20.0, 20.0, 20.0, "never"),
}


def test_the_futures_differ() -> None:
    """Where all runs say the same, every way to read them gives the same score."""
    for question in (OIL, COUP_DAY, CARGO_DAY):
        assert isinstance(question.forecast, Spread)
        assert len(set(question.forecast.values)) > 2
    assert isinstance(COUP.forecast, Chance)
    assert 0.2 < COUP.forecast.probability < 0.8


def test_what_goes_out_and_comes_back_has_the_same_scores(hub: Path) -> None:
    as_other(hub)
    report = score(FORECAST, ANSWERS, read_hub(hub, FORECAST, OWN))
    assert len(report.scored) == 4
    for each in report.scored:
        assert each.scores[OTHER] == each.scores[MODEL], each.question.id
    for each in report.summaries:
        assert each.against[OTHER].difference == 0


@pytest.mark.parametrize("vintage", ["after_article", "after_article_2"])
def test_the_frozen_forecasts_fit_the_rules_of_hubs(vintage: str) -> None:
    files = hub_files(read_frozen(ROOT / "forecasts" / "2026-02-21-v2" / f"{vintage}.json"))
    for name in ("tasks", "admin"):
        rules = json.loads((RULES / f"{name}.json").read_text())
        check = jsonschema.Draft202012Validator(rules, format_checker=jsonschema.FormatChecker())
        content = json.loads(files[f"hub-config/{name}.json"])
        assert [each.message for each in check.iter_errors(content)] == []
        broken = {key: value for key, value in content.items() if key != "schema_version"}
        assert not check.is_valid(broken)
    told = json.loads(files["hub-config/model-metadata-schema.json"])
    (said,) = [json.loads(text) for name, text in files.items() if name.endswith(".yml")]
    jsonschema.validate(said, told)
    assert f"{said['team_abbr']}-{said['model_abbr']}" in "".join(files)


def test_the_same_forecast_gives_the_same_bytes_and_no_other_is_overwritten(hub: Path) -> None:
    assert leave_hub(FORECAST, hub) == {name: len(b) for name, b in hub_files(FORECAST).items()}
    with pytest.raises(SimError, match=r"tasks\.json: exists and says something else"):
        leave_hub(FORECAST.model_copy(update={"questions": FORECAST.questions[:1]}), hub)


def test_quantiles_and_days_alone_are_read_as_what_they_say(hub: Path) -> None:
    file = as_other(hub)
    write(file, [each for each in rows(file) if each["output_type"] != "sample"])
    found = read_hub(hub, FORECAST, OWN)[OTHER]
    oil, day, coup = found[OIL.id], found[COUP_DAY.id], found[COUP.id]
    assert isinstance(oil, Spread)
    assert isinstance(day, Spread)
    assert isinstance(coup, Chance)
    assert isinstance(COUP_DAY.forecast, Spread)
    assert isinstance(OIL.forecast, Spread)
    assert coup.probability == COUP.forecast.probability
    assert len(oil.values) == STEPS
    ours = np.quantile(OIL.forecast.array(), LEVELS, method="hazen")
    theirs = np.quantile(oil.array(), LEVELS, method="hazen")
    assert theirs == pytest.approx(ours, abs=0.02 * np.ptp(ours))
    for number in range(COUP_DAY.n_days):  # twenty days are asked about one by one: nothing is lost
        assert np.mean(day.array() <= number) == pytest.approx(
            np.mean(COUP_DAY.forecast.array() <= number), abs=1 / STEPS
        )
    exact = crps(COUP_DAY.forecast.array(), 7.0, fair=False)
    assert crps(day.array(), 7.0, fair=False) == pytest.approx(float(exact), abs=0.02)


def test_a_team_may_answer_some_and_its_own_levels_may_be_written_otherwise(hub: Path) -> None:
    file = as_other(hub)
    some = [each for each in rows(file) if each["target"] == "oil"]
    for each in some:
        if each["output_type_id"] == "0.5":
            each["output_type_id"] = "0.50"
    write(file, some)
    assert set(read_hub(hub, FORECAST, OWN)[OTHER]) == {OIL.id}


def test_marks_and_line_ends_of_other_editors_are_read(hub: Path) -> None:
    for file in (
        as_other(hub),
        hub / "hub-config" / "tasks.json",
        hub / "hub-config" / "admin.json",
    ):
        file.write_bytes(codecs.BOM_UTF8 + file.read_bytes().replace(b"\n", b"\r\n"))
    assert read_hub(hub, FORECAST, OWN)[OTHER].keys() == {each.id for each in FORECAST.questions}


def changed(column: str, value: str, **where: str):
    def change(found: list[dict[str, str]]) -> None:
        row = next(each for each in found if where.items() <= each.items())
        row[column] = value

    return change


def dropped(**where: str):
    def drop(found: list[dict[str, str]]) -> None:
        found.remove(next(each for each in found if where.items() <= each.items()))

    return drop


def twice(found: list[dict[str, str]]) -> None:
    found.append(dict(found[0]))


def without_required(found: list[dict[str, str]]) -> None:
    found[:] = [each for each in found if each["output_type"] == "sample"]


BROKEN = [
    (changed("target", "oli"), ":2: target 'oli' is none of the hub's; did you mean 'oil'?"),
    (changed("window", "2026-02"), ":2: window '2026-02' is none of the hub's"),
    (changed("reference_date", "2026-01-11"), ":2: reference_date must be that of the file, 2026-"),
    (changed("output_type", "quantil"), "did you mean 'quantile'?"),
    (changed("output_type_id", "0.51", output_type="quantile"), "'0.51' is none that the hub asks"),
    (changed("output_type_id", "maybe", output_type="pmf"), "'maybe' is none that the hub asks"),
    (changed("value", "-1", output_type="quantile"), "value must be at least 0, is -1"),
    (changed("value", "1.2", output_type="pmf"), "value must be at most 1, is 1.2"),
    (changed("value", "0,5", output_type="pmf"), "value must be a number, is '0,5'; write 0.5"),
    (changed("value", "nan", output_type="cdf"), "value must be a plain finite number"),
    (changed("value", "0.9", output_type="pmf", output_type_id="no"), "and not to 1"),
    (changed("value", "1e9", output_type="quantile"), "the quantile falls where it may only rise"),
    (changed("value", "1", output_type="cdf"), "the cdf falls where it may only rise"),
    (dropped(output_type="quantile", output_type_id="0.5"), "the quantile lacks 0.5"),
    (dropped(output_type="cdf"), "the cdf lacks 2026-01-11"),
    (twice, "of this task is given twice"),
    (without_required, "the hub wants the quantile, too"),
]


@pytest.mark.parametrize(
    ("change", "sentence"), BROKEN, ids=lambda each: getattr(each, "__name__", str(each))[:30]
)
def test_a_broken_row_gets_a_sentence_with_its_line(hub: Path, change, sentence: str) -> None:
    file = as_other(hub)
    found = rows(file)
    change(found)
    write(file, found)
    with pytest.raises(SimError) as refused:
        read_hub(hub, FORECAST, OWN)
    assert sentence in str(refused.value)
    assert str(refused.value).startswith(f"{file}:")


def _columns(hub: Path) -> None:
    file = file_of(hub)
    write(file, [each | {"mood": "good"} for each in rows(file)], (*COLUMNS, "mood"))


def _row_numbers(hub: Path) -> None:
    file = file_of(hub)
    numbered = [each | {"": str(number)} for number, each in enumerate(rows(file), 1)]
    write(file, numbered, ("", *COLUMNS))


def _no_rows(hub: Path) -> None:
    write(file_of(hub), [])


def _two_rounds(hub: Path) -> None:
    """The hub has another round as well, and a file of this one has rows of that."""

    def added(content: dict) -> None:
        other = deepcopy(content["rounds"][0])
        for task in other["model_tasks"]:
            task["task_ids"]["reference_date"]["required"] = ["2025-12-01"]
        content["rounds"].append(other)

    _tasks(added)(hub)
    file = file_of(hub)
    write(file, [*rows(file), *(each | {"reference_date": "2025-12-01"} for each in rows(file))])


def _two_ends(hub: Path) -> None:
    """One question under two tasks, since the hub does not say that its end is derived."""

    def stated(content: dict) -> None:
        del content["derived_task_ids"]
        for task in content["rounds"][0]["model_tasks"]:
            task["task_ids"]["target_end_date"]["optional"].append("2030-01-01")

    _tasks(stated)(hub)
    file = file_of(hub)
    write(file, [*rows(file), *(each | {"target_end_date": "2030-01-01"} for each in rows(file))])


def _semicolons(hub: Path) -> None:
    file = file_of(hub)
    file.write_text(file.read_text().replace(",", ";"))


def _parquet(hub: Path) -> None:
    file = file_of(hub)
    file.rename(file.with_suffix(".parquet"))


def _name(hub: Path) -> None:
    file = file_of(hub)
    file.rename(file.with_name(f"{KNOWN}-theirs.csv"))


def _link(hub: Path) -> None:
    file = file_of(hub)
    file.rename(hub / "elsewhere.csv")
    file.symlink_to(hub / "elsewhere.csv")


def _round(hub: Path) -> None:
    shutil.rmtree(file_of(hub).parent)


def _tasks(change):
    def edit(hub: Path) -> None:
        file = hub / "hub-config" / "tasks.json"
        content = json.loads(file.read_text())
        change(content)
        file.write_text(json.dumps(content))

    return edit


def _version(content: dict) -> None:
    content["schema_version"] = content["schema_version"].replace("v5.1.0", "v3.0.0")


def _rule(content: dict) -> None:
    content["rounds"][0]["model_tasks"][0]["output_type"]["quantile"]["value"] = {"type": "any"}


def _ids(content: dict) -> None:
    for task in content["rounds"][0]["model_tasks"]:
        task["task_ids"]["horizon"] = task["task_ids"].pop("window")


def _levels(content: dict) -> None:
    quantile = content["rounds"][0]["model_tasks"][0]["output_type"]["quantile"]
    quantile["output_type_id"]["required"] = ["low", "high"]


def _fewer_ids(content: dict) -> None:
    del content["rounds"][0]["model_tasks"][1]["task_ids"]["window"]


def _list(hub: Path) -> None:
    (hub / "hub-config" / "tasks.json").write_text("[]")


def _no_json(hub: Path) -> None:
    (hub / "hub-config" / "tasks.json").write_text("{")


def _no_tasks(hub: Path) -> None:
    (hub / "hub-config" / "tasks.json").unlink()


ODD = [
    (_columns, "the hub has no column 'mood'"),
    (
        _row_numbers,
        "the hub has no column ''; leave out the numbers of rows (R: row.names = FALSE)",
    ),
    (_no_rows, ".csv:1: there are no forecasts below the names of columns"),
    (_two_rounds, f"reference_date must be that of the file, {KNOWN}, is '2025-12-01'"),
    (_two_ends, f"{OIL.id} is answered twice, as {KNOWN}, oil, "),
    (_semicolons, "cells are apart by semicolons"),
    (_parquet, "is no CSV file, the only form read here"),
    (_name, f"the file of this model is called {KNOWN}-{OTHER}.csv"),
    (_link, "is a link; results are read and written in their own folder only"),
    (_round, f"holds no forecast of others as of {KNOWN}"),
    (_no_json, "tasks.json: is not JSON (line 1)"),
    (_no_tasks, "tasks.json: no such file"),
    (_tasks(_version), "is written for another schema of hubs than 5"),
    (_tasks(_rule), "output_type.quantile.value.type: input should be 'double' or 'integer'"),
    (_tasks(_levels), "a level of quantiles lies from 0 to 1, is 'low'"),
    (_tasks(_fewer_ids), "tasks.json: the file: not all tasks have the task id 'window'"),
    (_list, "tasks.json: the file: input should be an object"),
    (_tasks(_ids), "its tasks have no columns reference_date, target and window"),
]


@pytest.mark.parametrize(
    ("change", "sentence"), ODD, ids=lambda each: getattr(each, "__name__", str(each))[:30]
)
def test_a_broken_hub_gets_a_sentence(hub: Path, change, sentence: str) -> None:
    as_other(hub)
    change(hub)
    with pytest.raises(SimError) as refused:
        read_hub(hub, FORECAST, OWN)
    assert sentence in str(refused.value)


def test_the_commands_do_both_ways(tmp_path: Path) -> None:
    (tmp_path / "forecast.json").write_bytes(content_of(FORECAST))
    (tmp_path / "answers.csv").write_text(
        f"question,value,low,high\n{OIL.id},5,4,8\n{COUP.id},0,,\n"
    )
    done = sim("export", "forecast.json", "--to", "hubverse", "--out", ".", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    hub = tmp_path / json.loads(done.stdout)["path"]
    words = ("score", "forecast.json", "answers.csv", "--hub", hub)
    alone = sim(*words, cwd=tmp_path)
    assert alone.returncode == 3
    assert "holds no forecast of others" in alone.stderr
    as_other(hub)
    told = json.loads(sim(*words, "--json", cwd=tmp_path).stdout)
    assert told["others"] == [OTHER]
    for each in told["questions"]:
        assert each["scores"][OTHER] == each["scores"][MODEL]
    assert OTHER in sim(*words, cwd=tmp_path).stdout
    sim(*words[:-2], cwd=tmp_path)
    with_others = {OTHER in page.read_text() for page in tmp_path.glob("results/*/report.html")}
    assert with_others == {True, False}  # a page with others does not take the place of one without
