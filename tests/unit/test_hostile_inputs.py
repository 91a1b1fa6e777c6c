"""Settings, designs and tables of targets from elsewhere: one sentence each, whatever is in them."""

import os
from pathlib import Path

import numpy as np
import pytest

from sim.calibration.observed import with_observed
from sim.cli.settings import effective
from sim.core.errors import BadValueError, SimError
from sim.core.intake import UnfitFileError, unreadable
from sim.ensemble.errors import MismatchError
from sim.points import DESIGN, points_in


@pytest.mark.parametrize(
    "make",
    [
        os.mkfifo,
        Path.mkdir,
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.write_bytes(b"jobs = " + b"[" * 100_000),
        lambda path: path.write_bytes(b"jobs = " + b"9" * 100_000),
        lambda path: path.write_bytes(b"\x00\xff"),
        lambda path: path.write_bytes(b"#" * 300_000),
    ],
)
def test_settings_are_a_small_file_of_text(make, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    make(tmp_path / "sim.toml")
    with pytest.raises(SimError, match=r"^sim\.toml: "):
        effective()


def test_settings_may_begin_with_a_byte_order_mark(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    (tmp_path / "sim.toml").write_bytes(b"\xef\xbb\xbfjobs = 3\r\n")
    assert effective()["jobs"] == 3


def _design(**changes):
    words = b'{"variants": [{}], "paths": [], "keep": []}'
    design = {
        "words": np.frombuffer(words, np.uint8),
        "variant_of": np.zeros(3, np.int64),
        "stream_of": np.arange(3),
        "values": np.zeros((0, 0)),
    } | changes
    return {name: array for name, array in design.items() if array is not None}


@pytest.mark.parametrize(
    "changes",
    [
        {"words": None},
        {"words": np.frombuffer(b"[" * 200_000, np.uint8)},
        {"words": np.frombuffer(b'{"variants": [{}], "paths": ["x"], "keep": []}', np.uint8)},
        {"words": np.frombuffer(b'{"variants": 3, "paths": [], "keep": []}', np.uint8)},
        {"variant_of": np.ones(3, np.int64)},
        {"variant_of": -np.ones(3, np.int64)},
        {"variant_of": np.zeros(3)},
        {"variant_of": np.zeros((3, 1), np.int64)},
        {"stream_of": np.arange(4)},
        {"stream_of": -np.arange(3)},
        {"values": np.zeros((3, 2))},
        {"variant_of": np.zeros(0, np.int64), "stream_of": np.zeros(0, np.int64)},
        {"values": np.array([[{}]], dtype=object)},
    ],
)
def test_a_design_whose_parts_do_not_fit_is_refused(changes, tmp_path):
    np.savez(tmp_path / DESIGN, **_design(**changes))
    with pytest.raises(MismatchError, match=r"design\.npz is missing or damaged"):
        points_in(tmp_path)


def test_a_design_that_is_a_link_is_refused(tmp_path):
    np.savez(tmp_path / "elsewhere.npz", **_design())
    (tmp_path / DESIGN).symlink_to(tmp_path / "elsewhere.npz")
    with pytest.raises(MismatchError, match=r"design\.npz"):
        points_in(tmp_path)


@pytest.mark.parametrize(
    "content", [b"\xff", b"target;value\n", b"target,value,tolerance\np05.2,1\n", b'"']
)
def test_a_table_of_what_was_seen_is_refused_in_a_sentence(content, tmp_path):
    path = tmp_path / "seen.csv"
    path.write_bytes(content)
    with pytest.raises((BadValueError, UnfitFileError), match=r"seen\.csv"):
        with_observed((), path)


def test_a_file_of_another_owner_or_on_a_failing_disk_is_told_with_exit_7():
    for error in (PermissionError(13, "Permission denied"), OSError(5, "Input/output error")):
        told = unreadable("a", error)
        assert (told.code, str(told)) == (7, f"a: cannot be read: {error.strerror.lower()}")
