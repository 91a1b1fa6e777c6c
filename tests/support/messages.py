"""Every text that the code can ask a catalogue for; ``python -m support.messages`` adds new ones to each.

Found are texts written into a call (``_("…")``), constants that a call names (``_(WILSON)``), texts of
templates, what is declared where it stands and looked up where it is shown (labels, meanings, captions), and
what is told of shipped cases.
"""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

import sim
from sim.core.languages import FOLDER
from sim.evidence.patterns import patterns
from sim.studies.replay.question.shipped import shipped_cases
from sim.studies.replay.told.sentences import hindsight
from support.terminal import ROOT

PACKAGE = Path(sim.__file__).parent
#: What looks texts up, and how many of its first arguments are texts.
CALLS = {"_": 1, "ngettext": 2}
HEAD = r"""msgid ""
msgstr ""
"Language: {language}\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plural}\n"

"""


class Message(NamedTuple):
    """A text, its plural where it has one, and the file that it stands in."""

    text: str
    plural: str
    file: str


def messages() -> set[Message]:
    """All of them."""
    return {*_in_code(), *_in_templates(), *_of_cases(), *_of_fits(), *_of_patterns()}


def _in_code() -> Iterator[Message]:
    for file in sorted(PACKAGE.rglob("*.py")):
        place = str(file.relative_to(PACKAGE))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                wanted = CALLS.get(node.func.id, 0)
                texts = [_text(each, file) for each in node.args[:wanted]]
                if texts and all(texts):
                    yield Message(texts[0] or "", (*texts, "")[1] or "", place)


def _text(node: ast.expr, file: Path) -> str | None:
    """The text of an argument: written there, or a constant of the module."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name) and node.id.isupper():
        dotted = ".".join(("sim", *file.relative_to(PACKAGE).with_suffix("").parts))
        found = getattr(import_module(dotted.removesuffix(".__init__")), node.id, None)
        return found if isinstance(found, str) else None
    return None


def _in_templates() -> Iterator[Message]:
    for file in sorted(PACKAGE.rglob("*.html")):
        parsed = Environment(autoescape=True).parse(file.read_text(encoding="utf-8"))
        for _line, _name, text in extract_from_ast(parsed, ("_",)):
            yield Message(str(text), "", str(file.relative_to(PACKAGE)))


def _of_cases() -> Iterator[Message]:
    """What is told of the drawdowns that ship with the package, which are no code."""
    for case in shipped_cases():
        yield Message(case.title, "", f"drawdowns/{case.name}.yaml")
    for told in hindsight().values():
        yield Message(told, "", "hindsight.toml")


def _of_fits() -> Iterator[Message]:
    """Titles of the calibrations that ship with the package."""
    for file in sorted((ROOT / "scenarios" / "calibration").glob("*.yaml")):
        title = yaml.safe_load(file.read_text(encoding="utf-8")).get("title")
        if title:
            yield Message(title, "", f"calibration/{file.name}")


def _of_patterns() -> Iterator[Message]:
    """What the targets of a calibration are about."""
    for pattern in patterns():
        for target in pattern.targets:
            yield Message(target.variable, "", "patterns.toml")


def read(file: Path) -> Catalog:
    """A catalogue as it is on the disk."""
    with file.open("rb") as content:
        return read_po(content, locale=file.stem)


def write(catalogue: Catalog, file: Path) -> None:
    """Write a catalogue as it is kept: in the order of the texts, without dates and line numbers."""
    head = HEAD.format(language=catalogue.locale, plural=catalogue.plural_forms)
    with file.open("wb") as content:
        content.write(head.encode())
        write_po(content, catalogue, 110, no_location=True, omit_header=True, sort_output=True)


def main() -> None:
    """Put every text that a catalogue lacks into it, without a translation."""
    for file in sorted(FOLDER.glob("*.po")):
        catalogue = read(file)
        for each in sorted(messages()):
            if each.text not in catalogue:
                catalogue.add((each.text, each.plural) if each.plural else each.text)
        write(catalogue, file)


if __name__ == "__main__":
    main()
