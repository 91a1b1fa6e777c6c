"""Quantities as people write them."""

import pytest

from sim.core.distributions import uniform
from sim.core.errors import BadValueError
from sim.core.quantity import Quantity
from sim.core.units import allowed_units, parse_quantity


@pytest.mark.parametrize(
    ("written", "unit", "expected"),
    [
        ("35 kb/d", "kb/day", 35.0),
        ("35kb/d", "kb/day", 35.0),
        ("0.5 mb/d", "kb/day", 500.0),
        ("700 kb/week", "kb/day", 100.0),
        ("35 %", "1", 0.35),
        ("7 %/week", "1/day", 0.01),
        ("2 1/week", "1/day", 2 / 7),
        ("12 %/year", "1/year", 0.12),
        ("2 weeks", "days", 14.0),
        ("1 year", "days", 365.25),
        ("70 seats/week", "persons/day", 10.0),
        ("1.5e2 persons", "persons", 150.0),
        (".5 days", "days", 0.5),
        ("4 barrels", "barrels", 4.0),
        (12, "days", 12.0),
        (-0.0, "days", 0.0),
    ],
)
def test_a_number_with_a_unit_is_converted(written: object, unit: str, expected: float) -> None:
    assert parse_quantity(written, unit) == expected


@pytest.mark.parametrize("unit", ["1", "1/day", "1/year", "days", "kb", "kb/day", "persons/day"])
def test_the_declared_unit_comes_first_and_is_itself(unit: str) -> None:
    assert allowed_units(unit)[0] == unit
    assert unit == "1" or parse_quantity(f"3 {unit}", unit) == 3.0


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("010", "write whole numbers in plain decimal, is '010'"),
        ("1_000", "write 1000 without separators, is '1_000'"),
        ("0,5", "write 0.5 with a decimal point, is '0,5'"),
        ("12", "must be a number of days, is '12'"),
        ("1:30", "must be a number of days, is '1:30'"),
        ("٣ days", "must be a number of days, is '٣ days'"),
        ("3 wekes", "did you mean 'weeks'?"),
        ("nan", "must be a finite number, is nan"),
        ("1e999 days", "must be a finite number, is 1e999 days"),
        (float("inf"), "must be a finite number, is inf"),
        (10**400, "must be a finite number, is 1000"),
        (True, "must be a number of days, is true"),
        (None, "must be a number of days, is empty"),
        ([1], "must be a number of days, is a list"),
        ("9" * 4000, "must be a finite number, is 999"),
        ("triangular(1, 2)", "unknown distribution 'triangular'"),
    ],
)
def test_anything_else_is_refused_in_words(written: object, said: str) -> None:
    with pytest.raises(BadValueError) as caught:
        parse_quantity(written, "days")
    assert said in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_distribution_is_read_and_checked_against_the_range() -> None:
    share = Quantity("1", "uncertain", 0, 1, "assumption: test")
    assert share.check("uniform(0.2, 0.4)") == uniform(0.2, 0.4)
    with pytest.raises(BadValueError, match=r"must be from 0 to 1, is 'uniform\(0.2, 1.4\)'"):
        share.check("uniform(0.2, 1.4)")


def test_a_range_names_the_unit_only_where_there_is_one() -> None:
    with pytest.raises(
        BadValueError, match=r"must be from 0 to 1, is 3; if 3 % is meant, write 0.03$"
    ):
        Quantity("1", "lever", 0, 1, "assumption: test").check(3)
    with pytest.raises(BadValueError, match=r"must be from 0 to 9 days, is '2 weeks'$"):
        Quantity("days", "lever", 0, 9, "assumption: test").check("2 weeks")
