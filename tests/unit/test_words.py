"""One word, one meaning: a name of a class says in all of `sim` which thing is meant."""

import ast
from collections import defaultdict
from pathlib import Path

import sim

PACKAGE = Path(sim.__file__).parent
AGENT = "the agent, and what a scenario writes of it"
HANDLE = "the thing, and what `import sim` gives to hold it by"
# Names that two classes may share, with the reason; those that are no longer shared are named too.
SHARED = {
    "Actor": AGENT,
    "AirBridge": AGENT,
    "Caracas": AGENT,
    "Havana": AGENT,
    "Supplier": AGENT,
    "Washington": AGENT,
    "Comparison": HANDLE,
    "Figure": HANDLE,
    "Person": HANDLE,
    "Scenario": HANDLE,
    "Scores": HANDLE,
    "Asked": "what is asked of a study, in each of them",
    "View": "what a government knows when it chooses, in the menu of each",
}
#: Shared by as many as there are governments or studies, the others by two.
IN_EACH = {"Asked", "View"}


def homes() -> dict[str, list[str]]:
    """The files of `sim` that define each class."""
    found = defaultdict(list)
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(str(file.relative_to(PACKAGE)))
    return found


def test_a_name_of_a_class_is_given_once() -> None:
    twice = {name: files for name, files in homes().items() if len(files) > 1}
    assert sorted(twice) == sorted(SHARED), twice
    assert all(len(files) == 2 for name, files in twice.items() if name not in IN_EACH), twice
