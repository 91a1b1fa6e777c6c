"""Makes ``docs/python.md`` of the docstrings of ``import sim``.

After a change of them, in ``tests``: ``uv run python -m support.python_page``.
"""

import inspect
import re
from pathlib import Path

import sim

PAGE = Path(__file__).parents[2] / "docs" / "python.md"
BLOCK = """\
import sim

blockade = sim.load("scenarios/blockade.yaml")
runs = sim.run(blockade, runs=200, seed=7, jobs=2)
runs.data
runs.headlines, runs.outcomes
answer = sim.compare(runs, sim.run("scenarios/deal_track.yaml", runs=200))
answer.differences, answer.figure("fans")
model = sim.Model(blockade, runs=1)
model.step()
"""
HEAD = f"""\
# Python

What the command line does, `import sim` does: the same functions, the same bits. The wheel is typed and
names load when they are used. This page is made from the docstrings; a test holds it to them and runs the
block below from a wheel, in an empty environment.

```python
{BLOCK}```

- In a notebook scenarios, runs, comparisons, studies, figures and persons show themselves as cards.
  [A question answered in ten cells](notebooks/a_question_in_ten_cells.ipynb) and
  [the model opened up](notebooks/the_model_opened_up.ipynb) are run by the tests.
- Whatever is wrong is a `sim.Error` with the sentence of the command line, and, where that is known, its
  `file`, `line` and `column`. `code` is the exit code that the command line would end with.
- A script needs no `if __name__ == "__main__"` for `jobs`; a pool of your own needs it as always.
- `sim.run(..., to="results")` makes the folder that `sim run` would find again, and goes on where
  an interrupted call stopped.
- For the EMA Workbench give `sim.experiments.ema_model.ema_model(scenario.resolved)` to its evaluators, or
  call `sim.run` in a function of your own.
"""
GROUPS = {
    "Scenarios": ("load", "Scenario"),
    "Runs": ("run", "open", "Runs", "Person", "story", "Story"),
    "Comparisons": ("compare", "Comparison", "Figure"),
    "The model": ("Model",),
    "Studies": ("sweep", "sensitivity", "attribute", "discover", "Found"),
    "Forecasts and evidence": (
        "forecast", "Forecast", "score", "Scores", "replay", "Replay", "evidence", "Evidence",
    ),
    "Errors": ("Error",),
}  # fmt: skip


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for heading, names in GROUPS.items():
        parts.append(f"\n## {heading}\n")
        parts += [_entry(name) for name in names]
    return "".join(parts)


def _entry(name: str) -> str:
    thing = getattr(sim, name)
    if name == "evidence":
        from sim.api.forecasts import evidence as thing
    if not inspect.isclass(thing):
        return f"\n### sim.{name}{_arguments(thing)}\n\n{_told(thing)}"
    call = _arguments(thing) if name == "Model" else ""
    members = [
        f"- `{member}{_arguments(each)}`: {_first(each)}\n"
        for member, each in vars(thing).items()
        if not member.startswith("_") and (inspect.isfunction(each) or isinstance(each, property))
    ]
    listed = f"\nIt has:\n\n{''.join(members)}" if members else ""
    return f"\n### sim.{name}{call}\n\n{_told(thing)}{listed}"


def _arguments(thing: object) -> str:
    if not callable(thing):
        return ""
    signature = inspect.signature(thing)
    bare = [
        each.replace(annotation=each.empty)
        for name, each in signature.parameters.items()
        if name != "self"
    ]
    return str(signature.replace(parameters=bare, return_annotation=signature.empty)).replace(
        "'", '"'
    )


def _first(thing: object) -> str:
    return " ".join(inspect.getdoc(thing).partition("\n\n")[0].split())


def _told(thing: object) -> str:
    """A docstring as Markdown: parameters as a list, examples as code."""
    summary, *sections = re.split(
        r"\n(\w+)\n-{3,}\n", inspect.getdoc(thing).replace("``", "`") + "\n"
    )
    told = f"{summary.strip()}\n"
    for title, body in zip(sections[::2], sections[1::2], strict=True):
        if title == "Examples":
            told += f"\n```python\n{body.strip()}\n```\n"
        else:
            told += f"\n{title}:\n\n{_items(body)}"
    return told


def _items(body: str) -> str:
    """``name`` and the indented text below it, an item each."""
    found = re.findall(r"^(\S.*)\n((?:[ ]+.*\n|\n)+)", body.rstrip() + "\n", re.MULTILINE)
    return "".join(f"- `{name}`: {' '.join(text.split())}\n" for name, text in found)


if __name__ == "__main__":
    PAGE.write_text(page())
