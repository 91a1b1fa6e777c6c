"""What a catalogue has: every text that the code asks for, nothing else, with the same gaps and numbers."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
import yaml
from babel.messages.catalog import Message as Entry

from sim.core.languages import ENGLISH, FOLDER, languages
from sim.report.readings import plain_case, plain_words
from sim.studies.story.told.words import BEYOND, MOTIVES, OTHERS
from support import shipped_questions
from support.messages import PACKAGE, messages, read
from support.terminal import ROOT

CATALOGUES = [language for language in languages() if language != ENGLISH]
NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?!\w|[/.,]\w)")


@cache
def entries(language: str) -> tuple[Entry, ...]:
    return tuple(each for each in read(FOLDER / f"{language}.po") if each.id)


def forms(each: Entry) -> list[tuple[str, str]]:
    """The English text and the other, for each of its forms."""
    if isinstance(each.id, tuple):
        one, many = each.id
        return [(one if at == 0 else many, told) for at, told in enumerate(each.string)]
    return [(each.id, each.string)]


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_text_that_is_asked_for_has_an_entry(language: str) -> None:
    there = {each.id[0] if isinstance(each.id, tuple) else each.id for each in entries(language)}
    assert sorted({each.text for each in messages()} - there) == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_text_of_a_shipped_question_has_an_entry(language: str) -> None:
    assert sorted(shipped_questions.texts() - {each.id for each in entries(language)}) == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_motive_of_a_government_has_an_entry(language: str) -> None:
    motives = [(each.name, each.meaning) for terms in MOTIVES.values() for each in terms]
    asked = {OTHERS} | {text for each in (*motives, *BEYOND.items()) for text in each}
    assert sorted(asked - {each.id for each in entries(language)}) == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_shipped_forecast_calls_its_scenario_what_the_scenario_calls_itself(
    language: str,
) -> None:
    told = {each.id: each.string for each in entries(language)}
    for title, name in shipped_questions.titles().items():
        scenario = yaml.safe_load((ROOT / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8"))
        assert told[title] == scenario[f"title.{language}"]


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_entry_is_translated_and_none_is_a_guess(language: str) -> None:
    assert [each.id for each in entries(language) if not all(told for _, told in forms(each))] == []
    assert [each.id for each in entries(language) if each.fuzzy] == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_gaps_are_the_same_on_both_sides(language: str) -> None:
    def gaps(text: str) -> Counter[str | None]:
        return Counter(name for _, name, _, _ in Formatter().parse(text) if name is not None)

    wrong = [
        (text, told)
        for each in entries(language)
        for text, told in forms(each)
        if gaps(text) != gaps(told)
    ]
    # A form for one thing may leave out the one.
    assert [pair for pair in wrong if gaps(pair[0]) - gaps(pair[1]) != Counter("n")] == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_numbers_are_the_same_on_both_sides(language: str) -> None:
    def numbers(text: str) -> Counter[str]:
        return Counter(each.replace(",", ".") for each in NUMBER.findall(text))

    assert [
        (text, told)
        for each in entries(language)
        for text, told in forms(each)
        if numbers(text) != numbers(told)
    ] == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_entry_is_left_over(language: str) -> None:
    ids = {
        text
        for each in entries(language)
        for text in ([each.id] if isinstance(each.id, str) else each.id)
    }
    assert sorted(ids - stands_in_the_code()) == []


@cache
def stands_in_the_code() -> frozenset[str]:
    """Every text that the package or a shipped scenario has, and every name in it as words."""
    found = {text for each in messages() for text in (each.text, each.plural)}
    for file in PACKAGE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        found |= {name for node in ast.walk(tree) for name in names(node)}
    for file in (ROOT / "scenarios").glob("*.yaml"):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        found |= {event.get("label", "") for event in content.get("events", {}).values()}
    found |= composed() | shipped_questions.texts()
    return frozenset(
        found | {told for name in found for told in (plain_words(name), plain_case(name))}
    )


def names(node: ast.AST) -> set[str]:
    """Names of fields, which pages write as words."""
    return (
        {node.target.id}
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        else set()
    )


def composed() -> set[str]:
    """Fixed texts that are put together once, when a module is loaded."""
    from sim.mechanisms.causes import CAUSES
    from sim.report.figures import FIGURES
    from sim.report.luck import FEWEST_RUNS

    found = {f"Left the country: {plain_words(each.name)}" for each in CAUSES}
    found |= {text for each in FIGURES for text in (each.title, each.caption)}
    found |= {f"that takes {FEWEST_RUNS} runs or more"}
    for file in Path(PACKAGE).rglob("*.py"):
        if "told" in file.parts or "report" in file.parts:
            found |= constants(file)
    return found


def constants(file: Path) -> set[str]:
    """Texts that a module gives a name in capitals."""
    from importlib import import_module

    dotted = ".".join(("sim", *file.relative_to(PACKAGE).with_suffix("").parts))
    module = import_module(dotted.removesuffix(".__init__"))
    return {
        value for name, value in vars(module).items() if name.isupper() and isinstance(value, str)
    }
