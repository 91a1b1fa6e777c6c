"""docs/relations.md and the tests that cite it by number name each other."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (\d+) \| (I|Mp|Me|N) \| ([^|]+) \| ([^|]*)\|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs" / "relations.md").read_text(encoding="utf-8"))


def written() -> set[str]:
    """Every test function with the number of a relation."""
    return {
        node.name
        for file in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and re.match(r"test_relation_\d", node.name)
    }


def test_relations_are_numbered_in_order() -> None:
    assert [int(number) for number, *_ in ROWS] == list(range(1, len(ROWS) + 1))
    assert len(ROWS) >= 30


def test_every_test_of_a_relation_stands_in_its_row_and_exists() -> None:
    listed = [
        (int(number), name) for number, *_, held in ROWS for name in re.findall(r"`(\w+)`", held)
    ]
    assert {name for _, name in listed} == written()
    assert all(name.startswith(f"test_relation_{number:02}_") for number, name in listed)
    assert len(listed) == len(written())


def test_only_what_must_hold_exactly_needs_a_test_and_what_must_not_hold_has_none() -> None:
    tested = {
        kind: {bool(held.strip()) for _, each, _, held in ROWS if each == kind}
        for kind in ("I", "Mp", "N")
    }
    assert tested == {"I": {True}, "Mp": {True}, "N": {False}}
