"""Flags of every command, and the places that say how to run."""

import pytest

from sim.cli.flags import in_front
from sim.cli.settings import SETTINGS, effective, sources
from sim.core.errors import SimError


@pytest.fixture(autouse=True)
def _nobody_set_anything(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("run x.yaml -q", "-q run x.yaml"),
        ("-v list --no-color folder", "-v --no-color list folder"),
        ("run x.yaml --reps 3", "run x.yaml --reps 3"),
        ("validate -- -q", "validate -- -q"),
        ("", ""),
    ],
)
def test_flags_come_first_wherever_they_were_typed(typed, read):
    assert in_front(typed.split()) == read.split()


def test_without_any_file_every_setting_has_its_default():
    assert effective() == {setting.name: setting.default for setting in SETTINGS}


def test_the_nearer_place_counts(tmp_path, monkeypatch):
    (tmp_path / "config" / "alliance-sim").mkdir(parents=True)
    (tmp_path / "config" / "alliance-sim" / "config.toml").write_text('jobs = 3\nout = "a"\n')
    assert (effective()["jobs"], effective()["out"]) == (3, "a")
    (tmp_path / "sim.toml").write_text("jobs = 4\n")
    assert (effective()["jobs"], effective()["out"]) == (4, "a")
    monkeypatch.setenv("SIM_JOBS", "5")
    assert effective()["jobs"] == 5
    assert [source.name.rpartition("/")[2] for source in sources()] == [
        "environment",
        "sim.toml",
        "config.toml",
        "default",
    ]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
@pytest.mark.parametrize("raw", ["", [], None, 1.5, "maybe and no", True, -1])
def test_a_setting_takes_its_own_kind_only(setting, raw):
    value = setting.read(raw)
    assert value is None or type(value) is type(setting.default)


def test_a_variable_that_is_wrong_is_named(monkeypatch):
    monkeypatch.setenv("SIM_PROGRESS", "yes")
    with pytest.raises(SimError, match="SIM_PROGRESS: must be true or false, is 'yes'"):
        effective()
