"""Reading YAML: values, places, and what PyYAML's two parsers must agree on."""

import pytest
import yaml

from sim.scenario.problems import Place
from sim.scenario.scalars import resolve
from sim.scenario.tree import Keys, Scalar, leaves, plain
from sim.scenario.yaml_events import LOADER, parse

MISTAKES = [
    "a: [1,\nb: 2\n",
    "a: {x: 1\n",
    'a: "xx\n',
    "a:\n\tb: 1\n",
    "a:\n  b: 1\n\tc: 2\n",
    "a: b: c\n",
    "%YAML 9.9\n---\na: 1\n",
    "%TAG ! x\n---\na: 1\n",
    "%FOO x\n---\na: 1\n",
    "a: 1\n---\nb: 2\n",
    "a: 1\n...\nb: 2\n",
    "x: !foo 3\n",
    "x: &a 3\ny: *a\n",
    "<<: *a\n",
    "? [a, b]\n: 3\n",
    "- a\nb: 1\n",
    "a: @x\n",
    "a: 'x' y\n",
    "a: [1]]\n",
    "}",
    "a: |\n  x\n y\n",
    "a: *",
    "a: &",
    "a: !<",
    "a: >x\n",
    "a: - b\n",
    "? a\nb\n",
    "a: 1\na: 2\n",
    "# only\n",
]


@pytest.mark.parametrize("text", MISTAKES)
def test_both_parsers_say_the_same_of_a_mistake(text: str) -> None:
    fast, slow = (parse(text, "F", loader).problems for loader in (LOADER, yaml.SafeLoader))
    assert fast
    assert [each.line() for each in fast] == [each.line() for each in slow]


@pytest.mark.parametrize("loader", [LOADER, yaml.SafeLoader])
def test_every_value_keeps_its_type_and_place(loader: type) -> None:
    text = "a: 1\nb:\n  c: [x, 2.5]\n  d: 'true'\n  é: ~\n  e: |\n    two\n    lines\n"
    parsed = parse(text, "F", loader)
    assert parsed.tree is not None
    assert not parsed.problems
    assert plain(parsed.tree) == {
        "a": 1,
        "b": {"c": ("x", 2.5), "d": "true", "é": None, "e": "two\nlines\n"},
    }
    assert dict(leaves(parsed.tree)) == {
        ("a",): Place("F", 1, 4),
        ("b", "c", 0): Place("F", 3, 7),
        ("b", "c", 1): Place("F", 3, 10),
        ("b", "d"): Place("F", 4, 6),
        ("b", "é"): Place("F", 5, 6),
        ("b", "e"): Place("F", 6, 6),
    }


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_null(text: str) -> None:
    assert resolve(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("FALSE", False),
        ("12", 12),
        ("-7", -7),
        ("+5", 5),
        ("0", 0),
        ("1.", 1.0),
        (".5", 0.5),
        ("1e6", 1_000_000.0),
        ("-0.0", 0.0),
        ("1e-400", 0.0),
    ],
)
def test_numbers_and_flags(text: str, value: float) -> None:
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        *("NO", "yes", "on", "y", "2026-02-30", "1:30", "010", "0o7", "0x1F", "1_000", ".nan"),
        *(".inf", "1e999", "tRue", "+", ".", "-", "e5", "1e", "٣", "=", "<<"),
    ],
)
def test_what_yaml_1_1_would_have_changed_stays_text(text: str) -> None:
    assert resolve(text) == text


def test_a_key_is_compared_in_unicodes_composed_form() -> None:
    parsed = parse("caf\u00e9: 1\ncafe\u0301: 2\n", "F")
    assert [each.line() for each in parsed.problems] == [
        "F:2:1: the key 'café' is given twice (first on line 1)"
    ]
    assert parsed.tree is not None
    assert plain(parsed.tree) == {"café": 1}


def test_a_number_is_shown_as_it_was_written() -> None:
    parsed = parse("a: 1.50e1\n", "F")
    assert isinstance(parsed.tree, Keys)
    node = parsed.tree.entries["a"].node
    assert isinstance(node, Scalar)
    assert (node.value, str(node)) == (15.0, "1.50e1")


def test_several_problems_of_one_file_are_found_at_once() -> None:
    parsed = parse("a: &x 1\nb: !y 2\n3: 4\na: 5\nc: [\n", "F")
    assert [each.code.number for each in parsed.problems] == [
        "E137",
        "E136",
        "E138",
        "E139",
        "E131",
    ]
