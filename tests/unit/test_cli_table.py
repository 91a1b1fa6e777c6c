"""The table of commands says what the functions say, and loads nothing but the one that is called."""

import os
import subprocess
import sys

import pytest

from sim.cli.app import ROWS, loaded
from support.terminal import SIM


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.name)
def test_help_is_the_first_line_of_the_function(row):
    command = loaded(row.name)
    assert command.name == row.name
    assert command.help.partition("\n")[0] == row.line


def test_help_loads_no_command():
    code = """
import sys
from sim.cli import main
sys.argv = ["sim", "--help"]
try:
    main()
except SystemExit as stop:
    assert stop.code == 0, stop.code
from sim.cli.app import ROWS
modules = {f"sim.cli.{row.place.partition(':')[0]}" for row in ROWS.values()}
assert not modules & set(sys.modules), modules & set(sys.modules)
assert "numpy._core" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert all(row.line.split()[-1] in done.stdout for row in ROWS.values())


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("sim res", ["resolve", "resume"]),
        ("sim run --max", ["--max-memory"]),
        ("sim evidence a", ["affects"]),
        ("sim schema levers.bl", ["levers.blockade"]),
        ("sim nothing x", []),
    ],
)
def test_shells_complete_commands_options_and_keys(words, offered):
    number = str(len(words.split()) - 1)
    asked = {"_SIM_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": number}
    done = subprocess.run(
        [SIM], env=os.environ | asked, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == offered, done.stderr


def test_a_slip_in_the_name_of_a_command_gets_the_closest_one():
    done = subprocess.run([SIM, "valdate"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Did you mean 'validate', " in done.stderr
