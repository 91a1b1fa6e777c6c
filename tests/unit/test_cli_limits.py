"""Low limits and closed streams: the computer's refusal is a sentence, never a bug of ours."""

import errno
import subprocess

import pytest

from sim.cli.complaint import complain_of_system
from support.terminal import ROOT, SIM


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (MemoryError(), "there is not enough memory; lower --jobs or --reps, or allow more"),
        (
            OSError(errno.EMFILE, "Too many open files", "a.nc"),
            "a.nc: the system refuses: too many open files; allow more of them (ulimit -n)",
        ),
        (
            PermissionError(errno.EACCES, "Permission denied", "results"),
            "results: the system refuses: permission denied",
        ),
        (OSError(), "the system refuses: input/output error"),
    ],
)
def test_what_the_computer_refuses_is_said(error, sentence, capsys):
    complain_of_system(error)
    assert capsys.readouterr().err == f"{sentence}\n"


@pytest.mark.parametrize(
    ("closed", "code"), [(">&- 2>&-", 7), ("<&- >&- 2>&-", 7), ("2>&-", 0), ("<&-", 0)]
)
def test_closed_streams_are_no_bug(closed, code):
    command = f'"{SIM}" list {closed}; code=$?; exec 2>/dev/null; exit $code'
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == code
    assert b"bug" not in done.stderr


def test_twelve_open_files_are_enough_or_a_sentence():
    command = f'ulimit -n 12; "{SIM}" list'
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 7}
    assert "bug" not in done.stderr
