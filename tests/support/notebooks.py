"""Runs the code cells of a notebook in one namespace, as a kernel would, and gives what each shows."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "docs" / "notebooks"


def cells(notebook: Path) -> list[str]:
    """The code of a notebook, a text for each cell."""
    content = json.loads(notebook.read_text())
    return ["".join(c["source"]) for c in content["cells"] if c["cell_type"] == "code"]


def shown(notebook: Path) -> Iterator[Any]:
    """Run every cell in turn; what its last line is worth, None if that is no expression."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for position, code in enumerate(cells(notebook)):
        body = ast.parse(code).body
        last = body.pop() if isinstance(body[-1], ast.Expr) else None
        where = f"{notebook.name}, cell {position + 1}"
        exec(compile(ast.Module(body, []), where, "exec"), names)  # noqa: S102
        yield eval(compile(ast.Expression(last.value), where, "eval"), names) if last else None  # noqa: S307
