"""Results mean to others what they mean to us: units that UDUNITS reads, dates, gaps, and the rules of CF."""

import json
import shutil
from datetime import timedelta
from functools import cache
from pathlib import Path

import cf_units
import h5py
import numpy as np
import pytest
import xarray as xr
from compliance_checker.runner import CheckSuite, ComplianceChecker

from sim.ensemble.cf import DECLARED_UNIT, units_of
from sim.ensemble.contract import Variable
from sim.ensemble.forms import FORMS, Form
from sim.ensemble.quantiles import QUANTILES
from sim.ensemble.results import open_results
from sim.ensemble.run import HowToRun, run
from sim.experiments.batch import layout
from sim.experiments.job import plan_of
from sim.report import readings
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.studies.calibration.answer import simulator

BASELINE = Path(__file__).parents[2] / "scenarios" / "baseline.yaml"
RUNS = 4
#: What xarray up to 2025 takes for a span of time, unless told otherwise.
SPANS = {f"{unit}s" for unit in ("day", "hour", "minute", "second", "millisecond", "microsecond")}


@cache
def scenario() -> Scenario:
    return load(BASELINE, Scenario, ["draws=prior", f"replicates={RUNS}"]).scenario


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[Form, Path]:
    found = {}
    for form in FORMS:
        found[form] = tmp_path_factory.mktemp("cf") / form
        plan = plan_of(scenario(), jobs=1, form=form)
        assert run(plan, found[form], layout(scenario()), HowToRun(jobs=1)).n_done == RUNS
    return found


def every_variable() -> list[Variable]:
    return [*layout(scenario()).variables, *simulator.layout().variables]


@pytest.mark.parametrize("unit", sorted({each.unit for each in every_variable()}))
def test_udunits_reads_the_unit_of_every_variable(unit: str) -> None:
    about = units_of(unit)
    assert about[DECLARED_UNIT] == unit
    cf_units.Unit(about.get("units", "1"))  # refuses what it cannot read
    assert about.get("units") not in SPANS


@pytest.mark.parametrize(
    ("unit", "same_as", "factor"),
    [
        ("kb", "m3", 158.987),
        ("kb/day", "m3 day-1", 158.987),
        ("persons", "1", 1),
        ("persons/day", "day-1", 1),
        ("days", "hour", 24),
        ("code", "1", 1),
        ("1/year", "year-1", 1),
    ],
)
def test_units_are_what_they_say(unit: str, same_as: str, factor: float) -> None:
    read = cf_units.Unit(units_of(unit)["units"])
    assert read.convert(1.0, cf_units.Unit(same_as)) == pytest.approx(factor, rel=1e-5)


def errors_in(path: Path, report: Path) -> list[str]:
    """What the compliance checker calls an error; a rule that it cannot try on names is left out."""
    CheckSuite.load_all_available_checkers()
    ComplianceChecker.run_checker(
        str(path),
        ["cf:1.11"],
        verbose=0,
        criteria="normal",
        output_filename=str(report),
        output_format="json",
    )
    found = json.loads(report.read_text())["cf:1.11"]["high_priorities"]
    return [message for each in found for message in each["msgs"]]


def test_the_compliance_checker_finds_no_error(folders: dict[Form, Path], tmp_path: Path) -> None:
    """All files in one test, since the checker takes longer to load than to look."""
    files = [
        folders["netcdf"] / "results.nc",
        folders["summary"] / "results.nc",
        folders["summary"] / QUANTILES,
    ]
    found = {file: errors_in(file, tmp_path / "report.json") for file in files}
    assert found == {file: [] for file in files}


def test_the_compliance_checker_would_find_our_own_units(
    folders: dict[Form, Path], tmp_path: Path
) -> None:
    spoiled = Path(shutil.copy(folders["netcdf"] / "results.nc", tmp_path))
    with h5py.File(spoiled, "r+") as file:
        file["present"].attrs["units"] = "persons"
    [message] = errors_in(spoiled, tmp_path / "report.json")
    assert "persons" in message


@pytest.mark.parametrize("form", ["netcdf", "zarr"])
def test_others_find_numbers_dates_and_gaps(folders: dict[Form, Path], form: Form) -> None:
    with open_results(folders[form]) as ours:
        days = ours["first_day"].to_numpy()
        assert days.dtype == np.int16
        assert readings.unit(ours, "oil_stock") == "kb"
        assert readings.codes(ours, "presence_class")[0] == "none"
    theirs = (
        xr.open_dataset(folders[form] / "results.nc")
        if form == "netcdf"
        else xr.open_zarr(folders[form] / "results.zarr", consolidated=False)
    )
    with theirs:
        first = theirs["first_day"].to_numpy().astype("datetime64[D]")
        assert (np.isnat(first) == (days < 0)).all()
        assert (days >= 0).any()
        expected = [scenario().window.start + timedelta(days=int(day)) for day in days[days >= 0]]
        assert first[days >= 0].astype(object).tolist() == expected
        numbers = set(theirs.data_vars) - {"first_day"}
        assert {theirs[name].dtype.kind for name in numbers} <= set("fiu")
        assert list(theirs["presence_class"].attrs["flag_values"]) == [0, 1, 2, 3]


def test_netcdf_and_zarr_describe_their_variables_alike(folders: dict[Form, Path]) -> None:
    with (
        xr.open_dataset(folders["netcdf"] / "results.nc", decode_cf=False) as one,
        xr.open_zarr(folders["zarr"] / "results.zarr", consolidated=False, decode_cf=False) as two,
    ):
        for name in one.variables:
            ours, theirs = dict(one[name].attrs), dict(two[name].attrs)
            flags = [list(each.pop("flag_values", ())) for each in (ours, theirs)]
            assert flags[0] == flags[1]
            assert ours == theirs


def test_a_summary_names_the_postures_whose_shares_it_keeps(folders: dict[Form, Path]) -> None:
    with open_results(folders["netcdf"]) as paths, open_results(folders["summary"]) as summary:
        names = readings.codes(paths, "havana_posture")
        assert readings.codes(summary, "havana_posture_share") == names
        held = (paths["havana_posture"] == names.index("stand")).mean("replicate")
        kept = summary["havana_posture_share"].sel(havana_posture_code="stand")
        assert kept.to_numpy() == pytest.approx(held.to_numpy())
