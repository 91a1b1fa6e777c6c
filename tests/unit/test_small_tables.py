"""Tables and settings are read however the program that saved them ends lines or marks bytes."""

from pathlib import Path

import pytest

from sim.calibration.observed import with_observed
from sim.calibration.readings import asked
from sim.cli.settings import _file as settings_of
from sim.core.errors import SimError
from sim.core.small_tables import number_fault, records, separator_fault

MARK = b"\xef\xbb\xbf"
TABLE = "target,value,tolerance\np05.2,0.4,\n"


@pytest.mark.parametrize("mark", [b"", MARK])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_marks_and_line_ends_change_nothing(mark: bytes, ends: str, tmp_path: Path) -> None:
    content = mark + TABLE.replace("\n", ends).encode()
    row = {"target": "p05.2", "value": "0.4", "tolerance": ""}
    assert list(records(content, "observed.csv", ("target", "value"))) == [(2, row)]
    toml = tmp_path / "sim.toml"
    toml.write_bytes(mark + f'jobs = 1{ends}out = "res"{ends}'.encode())
    assert settings_of(toml) == {"jobs": 1, "out": "res"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("target;value;tolerance\np05.2;0,4;\n", "observed.csv:1: cells are apart by semicolons"),
        ("target\tvalue\ttolerance\np05.2\t0.4\t\n", "observed.csv:1: cells are apart by tabs"),
        ("target,value,tolerance\np05.2,0,4,\n", "observed.csv:2: has 4 cells, the header has 3"),
        ('target,value,tolerance\np05.2,"0,4",\n', "write 0.4 with a decimal point"),
        ("target,worth,tolerance\np05.2,0.4,\n", "observed.csv:1: the column 'value' is missing"),
        ('target,value,tolerance\n"p05.2,0.4,\n', "observed.csv: is not a CSV file"),
    ],
)
def test_what_is_wrong_with_a_table_is_one_sentence(text: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "observed.csv"
    file.write_text(text, encoding="utf-8-sig")
    with pytest.raises(SimError) as found:
        with_observed(asked(), file)
    assert told in str(found.value)


def test_a_marked_table_of_what_was_seen_is_read(tmp_path: Path) -> None:
    file = tmp_path / "observed.csv"
    file.write_bytes(MARK + TABLE.replace("\n", "\r\n").encode())
    [seen] = [each for each in with_observed(asked(), file) if each.name == "p05.2"]
    assert seen.target.centre == pytest.approx(0.4)


def test_a_header_of_one_column_is_no_fault() -> None:
    assert separator_fault(["target"]) == ""
    assert number_fault("x") == "must be a number, is 'x'"
