"""Tables for a spreadsheet, a workbook without formulas, and a bundle of the same bytes every time."""

import csv
import hashlib
import tomllib
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import numpy as np
import pytest
from test_report_readings import dataset, scenario

from sim.report.headline import headlines
from sim.studies.export.answer.papers import FOLDERS, PAPERS, papers, parents, versions
from sim.studies.export.answer.sheet import sheet, weekly
from sim.studies.export.answer.sheets import sheets
from sim.studies.export.told.bundle import SUMS, zipped
from sim.studies.export.told.tables import csv_files
from sim.studies.export.told.workbook import workbook

ROOT = Path(__file__).parents[2]
ABOUT = scenario()
RESULTS = dataset(ABOUT)
TABLES = {each.name: each for each in sheets(RESULTS, ABOUT)}
FACTS = {"title": "Made by hand"}
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "http://example.org", "12", "a\x1b[31mb"]
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rows(name):
    return list(csv.DictReader(StringIO(TABLES[name].csv())))


def test_every_headline_number_is_a_row_and_so_are_the_totals():
    found = {row["name"]: row for row in rows("headline")}
    for each in headlines(RESULTS):
        row = found.pop(each.name)
        assert float(row["median"]) == pytest.approx(each.median)
        assert float(row["mean"]) == pytest.approx(each.mean, rel=1e-5)
        assert (row["label"], row["unit"], row["date"]) == (each.label, each.unit, "2026-02-08")
    assert set(found) == {"left_total", "arrived_total", "oil_total"}
    assert all(row["label"] and row["unit"] for row in found.values())


def test_means_add_up_to_the_totals():
    found = {row["name"]: float(row["mean"]) for row in rows("headline")}
    causes = [name for name in found if name.startswith("left_") and name != "left_total"]
    assert sum(found[name] for name in causes) == pytest.approx(found["left_total"], rel=1e-5)
    assert found["oil_total"] == pytest.approx(0.25 * 3 * RESULTS.sizes["day"])
    weeks = [row for row in rows("departures") if row["name"] == "left"]
    last = [row for row in weeks if row["date"] == "2026-02-08"]
    total = next(float(row["mean"]) for row in last if row["entry"] == "total")
    assert total == pytest.approx(found["left_total"], rel=1e-5)


def test_a_table_over_time_has_a_row_a_week_and_the_last_day():
    assert weekly(10) == [0, 7, 9]
    people = [
        row for row in rows("people") if (row["name"], row["entry"]) == ("present", "medical")
    ]
    assert [people[0]["date"], people[1]["date"], people[-1]["date"]] == [
        "2025-12-01", "2025-12-08", "2026-02-08",
    ]  # fmt: skip
    end = RESULTS["present"].sel(mission="medical").values[:, -1]
    assert float(people[-1]["median"]) == np.median(end)
    assert float(people[-1]["high90"]) == pytest.approx(np.quantile(end, 0.95), rel=1e-5)


def test_shares_of_a_posture_add_up_to_one():
    last = [
        row
        for row in rows("governments")
        if (row["name"], row["date"]) == ("caracas_posture", "2026-02-08")
    ]
    assert sum(float(row["mean"]) for row in last) == pytest.approx(1, rel=1e-5)
    assert {row["median"] for row in last} == {""}


def test_a_run_is_a_row_with_dates():
    found = rows("runs")
    assert [row["run"] for row in found] == ["0", "1", "2"]
    assert found[0]["first_hollowed_alliance"] == "2025-12-11"
    assert found[0]["first_rupture"] == ""
    assert found[2]["left_killed (persons)"] == str(7 * 40)


def test_without_paths_there_is_what_is_kept():
    bare = RESULTS.drop_vars([name for name in RESULTS.data_vars if "day" in RESULTS[name].dims])
    levels = [0.05, 0.25, 0.5, 0.75, 0.95]
    kept = {}
    for name, values in RESULTS.data_vars.items():
        if "day" in values.dims and name != "reported" and not name.endswith("_posture"):
            kept[name] = values.quantile(levels, "replicate").rename(quantile="level")
            kept[name].attrs = values.attrs
            kept[f"{name}_mean"] = values.mean("replicate")
    summary = bare.assign(kept)
    found = {each.name: each for each in sheets(summary, ABOUT)}
    for mission in ("medical", "undercover"):
        whole, short = (
            [row for row in each["people"].rows if row[1:3] == ("present", mission)]
            for each in (TABLES, found)
        )
        for one, other in zip(whole, short, strict=True):
            assert one[:5] == other[:5]
            assert one[5:] == pytest.approx(other[5:])
    assert not [row for row in found["headline"].rows if row[1] == "left_total"]
    assert found["runs"].rows[0][0] == 0


def parsed(content):
    return ET.fromstring(content)  # noqa: S314 - what we have just written


def cells(content):
    """Kind and content of every cell of a workbook, and whether any has a formula."""
    with ZipFile(BytesIO(content)) as book:
        shared = parsed(book.read("xl/sharedStrings.xml"))
        texts = ["".join(each.itertext()) for each in shared.iter(f"{CELL}si")]
        for name in book.namelist():
            if name.startswith("xl/worksheets/sheet"):
                page = parsed(book.read(name))
                assert not list(page.iter(f"{CELL}f")), name
                assert not list(page.iter(f"{CELL}hyperlink")), name
                for cell in page.iter(f"{CELL}c"):
                    value = cell.find(f"{CELL}v")
                    if value is not None:
                        is_text = cell.get("t") == "s"
                        yield is_text, texts[int(value.text)] if is_text else value.text


def test_no_text_of_a_workbook_becomes_a_formula_a_link_or_a_number():
    table = sheet("odd", "=HYPERLINK(1)", ("+name", "value"), [(each, 1.5) for each in HOSTILE])
    found = list(cells(workbook([table], {"title": "=1+1", "scenario": "@x"})))
    texts = [value for is_text, value in found if is_text]
    for each in (*HOSTILE[:-1], "=HYPERLINK(1)", "+name", "=1+1", "@x"):
        assert each in texts
    assert "a\\x1b[31mb" in texts  # what a reader could not see is written out
    assert [value for is_text, value in found if not is_text] == ["1.5"] * len(HOSTILE)


def test_dates_and_numbers_are_what_they_are_and_gaps_are_empty():
    table = sheet("a", "Q?", ("d", "n", "m"), [(date(2026, 1, 3), 2, float("nan"))])
    numbers = [value for is_text, value in cells(workbook([table], FACTS)) if not is_text]
    assert numbers == ["46025", "2"]  # days since 1899-12-30


def test_the_same_tables_give_the_same_bytes():
    tables = tuple(TABLES.values())
    assert workbook(tables, FACTS) == workbook(tables, FACTS)
    assert csv_files(tables, FACTS) == csv_files(tuple(sheets(RESULTS, ABOUT)), FACTS)


def test_a_sheet_for_each_question_and_one_about_them():
    with ZipFile(BytesIO(workbook(tuple(TABLES.values()), FACTS))) as book:
        names = parsed(book.read("xl/workbook.xml")).iter(f"{CELL}sheet")
        assert [each.get("name") for each in names] == ["about", *TABLES]


def test_tables_are_small_enough_to_open():
    assert all(len(each.rows) < 5000 for each in TABLES.values())
    assert all(len(row) == len(each.columns) for each in TABLES.values() for row in each.rows)


def test_a_bundle_has_the_same_bytes_and_a_list_of_hashes():
    files = {"b/c.txt": b"two", "a.txt": b"one"}
    made = zipped("root", files)
    assert made == zipped("root", dict(reversed(files.items())))
    with ZipFile(BytesIO(made)) as archive:
        assert archive.namelist() == [f"root/{SUMS}", "root/a.txt", "root/b/c.txt"]
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        listed = archive.read(f"root/{SUMS}").decode().splitlines()
    assert listed == [f"{hashlib.sha256(files[n]).hexdigest()}  {n}" for n in sorted(files)]


def test_a_parent_counts_only_if_it_is_the_file_that_was_read():
    content = (ROOT / "scenarios" / "baseline.yaml").read_bytes()
    line = "#   baseline.yaml  sha256 {}\n#   mine.yaml  sha256 " + "0" * 64
    found, missing = parents(line.format(hashlib.sha256(content).hexdigest()))
    assert found == {"baseline.yaml": content}
    assert missing == ["mine.yaml"]
    assert parents(line.format("1" * 64)) == ({}, ["baseline.yaml", "mine.yaml"])


def test_a_wheel_has_the_papers_where_they_are_looked_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert {name: f"sim/{FOLDERS[0].name}/{name}" for name in PAPERS}.items() <= included.items()


def test_papers_and_versions_are_at_hand():
    assert papers()["docs/ODD.md"] == (ROOT / "docs" / "ODD.md").read_bytes()
    assert "requirements.lock" in papers()
    listed = versions().splitlines()
    assert listed == sorted(listed)
    assert any(line.startswith("numpy==") for line in listed)
    assert any(line.startswith("python==3.") for line in listed)
