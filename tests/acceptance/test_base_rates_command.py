"""``sim base-rates``: one object for scripts, a page for readers, a sentence for a bad number."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.core.errors import SimError
from sim.evidence.base_rates import base_rates

SCENARIOS = str(Path(__file__).parents[2] / "scenarios")


def said(*flags: str) -> str:
    result = CliRunner().invoke(app, ["base-rates", "--scenarios", SCENARIOS, *flags])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


def test_rows_hold_past_prior_and_source() -> None:
    found = json.loads(said("--runs", "2", "--json"))
    assert found["runs"] == 2
    assert len(found["rows"]) == len(base_rates())
    for row in found["rows"]:
        past = row["historical"]
        assert 0 < past["low"] < past["mid"] < past["high"]
        assert set(row["prior"]) == {"no_shock", "baseline", "blockade"}
        for prior in row["prior"].values():
            assert (prior["mid"] is None) == (prior["years"] == 0)
        assert row["outcome"]
        assert row["source"]


def test_the_page_is_a_table_with_its_command() -> None:
    text = said("--runs", "2")
    assert "sim base-rates --runs 2 > docs/base-rates.md" in text
    assert text.count("\n| ") == len(base_rates()) + 1  # and the heading


def test_no_runs_are_refused_with_a_sentence() -> None:
    with pytest.raises(SimError, match="--runs: must be from 1 to 100000, is 0"):
        said("--runs", "0")
