"""`.ci/sizes` counts what it says it counts, on a package small enough to count by hand."""

import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci" / "sizes"
HOUSE = {
    "__init__": "",
    "door": "from house import hall\n\n\ndef open_it():\n    from house.cellar import light\n\n    return light\n",
    "hall": "import house.cellar\nfrom house.attic import dust\n",
    "cellar": "light = 1\n",
    "attic": (
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from house.hall import dust as same\ndust = 2\n"
    ),
}


@pytest.fixture
def sizes():
    loader = SourceFileLoader("sizes", str(SCRIPT))
    module = module_from_spec(spec_from_loader("sizes", loader))
    sys.modules["sizes"] = module
    dont_write, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    loader.exec_module(module)
    sys.dont_write_bytecode = dont_write
    yield module
    del sys.modules["sizes"]


def built(folder, **changed):
    (folder / "house").mkdir()
    for name, text in (HOUSE | changed).items():
        (folder / "house" / f"{name}.py").write_text(text)
    return folder


def test_every_number_is_the_one_counted_by_hand(sizes, tmp_path):
    found = sizes.measured(built(tmp_path), "house")
    assert found.lines == {
        "house": 0, "house.attic": 5, "house.cellar": 1, "house.door": 7, "house.hall": 2,
    }  # fmt: skip
    # The attic names the hall for its types only, the door the cellar only once it is opened.
    assert found.single == {
        "house.attic": "house.hall", "house.cellar": "house.hall", "house.hall": "house.door",
    }  # fmt: skip
    assert str(found.sizes) == (
        "lines 15 files 5 median 2 p90 6 max 7 longest 4 cycles 0 single_importer 3"
    )


def test_an_import_inside_a_function_closes_a_cycle(sizes, tmp_path):
    late = "light = 1\n\n\ndef back():\n    from house import door\n\n    return door\n"
    found = sizes.measured(built(tmp_path, cellar=late), "house")
    assert found.cycles == [["house.cellar", "house.door", "house.hall"]]


def test_one_line_is_printed_and_details_only_on_request():
    line, *more = printed()
    words = line.split()
    assert words[::2] == [
        "lines",
        "files",
        "median",
        "p90",
        "max",
        "longest",
        "cycles",
        "single_importer",
    ]
    assert all(word.isdigit() for word in words[1::2])
    assert not more
    first, *details = printed("-v")
    assert first == line
    assert f"modules with one importer: {words[-1]}" in details


def printed(*options):
    command = [sys.executable, str(SCRIPT), *options]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
