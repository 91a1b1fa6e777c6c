"""Where people install it: no home, nothing to write to, other extras than a developer has."""

import os
import sys
from pathlib import Path

import pytest

from sim.cli import place
from sim.cli.settings import effective, user_file
from sim.core import installing
from sim.ensemble.errors import MissingExtraError
from sim.methods import extra
from sim.people import kernel


def _nobody(*_):
    raise KeyError


@pytest.fixture
def homeless(monkeypatch, tmp_path):
    """A user number that nobody has, without HOME."""
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "APPDATA", "NUMBA_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", _nobody)
    with pytest.raises(RuntimeError):
        Path.home()


def test_without_a_home_there_are_no_settings_of_a_user(homeless):
    place.settle()
    assert os.environ["HOME"] == place.NO_HOME
    assert not user_file().exists()
    assert effective()["out"] == "results"


def test_a_home_that_is_there_stays(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    place.settle()
    assert os.environ["HOME"] == str(tmp_path)


def test_kernels_are_kept_in_the_first_folder_that_can_be_written(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    closed = {tmp_path / "chosen"}
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "chosen"))
    monkeypatch.setattr(place, "_can_be_written", lambda folder: folder not in closed)
    beside = place.kernel_folder()
    assert beside is not None
    assert beside == Path(kernel.__file__).with_name("__pycache__")
    closed.add(beside)
    assert place.kernel_folder() == tmp_path / "cache" / "numba"
    closed.add(tmp_path / "cache" / "numba")
    assert place.kernel_folder() is None


@pytest.mark.parametrize(
    ("is_checkout", "line"),
    [(True, "uv sync --extra analysis"), (False, "pip install 'alliance-sim[analysis]'")],
)
def test_a_missing_extra_is_named_with_the_line_of_this_installation(
    is_checkout, line, monkeypatch
):
    monkeypatch.setattr(installing, "is_checkout", lambda: is_checkout)
    monkeypatch.setattr(extra, "is_installed", lambda module: module != "SALib")
    with pytest.raises(MissingExtraError, match="this needs SALib") as refused:
        extra.require("scikit-learn", "SALib")
    assert str(refused.value).endswith(f"run: {line}")


def test_a_package_that_is_blocked_is_not_there(monkeypatch):
    monkeypatch.setitem(sys.modules, "salib_of_nobody", None)
    assert not installing.is_installed("salib_of_nobody")
    assert installing.is_installed("json")
