"""Where a declaration stands in our own source: for sentences about mistakes that only Python files can hold."""

import ast
import inspect
from linecache import getlines
from pathlib import Path
from types import CodeType

from sim.core.errors import BadValueError


def place(file: str, line: int) -> str:
    """``file:line``, seen from the current folder where the file is below it."""
    path = Path(file)
    here = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    return f"{here}:{line}"


def argument(call: str, inside: CodeType, position: int, name: str) -> str:
    """Where an argument of the call around some code stands; the code itself if there is no such call.

    Parameters
    ----------
    call
        Name of what is called, such as a class.
    inside
        Code that is another argument of the call, such as a lambda.
    position, name
        Which argument is meant, given by position or by name.
    """
    line = inside.co_firstlineno
    for node in ast.walk(_tree(inside.co_filename)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id == call and node.lineno <= line <= (node.end_lineno or 0):
            given: dict[str | None, ast.expr] = {each.arg: each.value for each in node.keywords}
            in_order = node.args[position] if position < len(node.args) else node
            return place(inside.co_filename, given.get(name, in_order).lineno)
    return place(inside.co_filename, line)


def field(group: type, name: str) -> str:
    """Where a field of a class is declared; the class itself if its source has no such line."""
    file = inspect.getsourcefile(group) or ""
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.ClassDef) and node.name == group.__name__:
            lines = [
                each.lineno
                for each in node.body
                if isinstance(each, ast.AnnAssign)
                and isinstance(each.target, ast.Name)
                and each.target.id == name
            ]
            return place(file, lines[0] if lines else node.lineno)
    return file


def refuse_all(faults: list[str]) -> None:
    """Raise one error with a line for each fault, if there are any."""
    if faults:
        raise BadValueError("\n".join(faults))


def _tree(file: str) -> ast.Module:
    """The file as Python reads it; empty for code that was typed in or made at run time."""
    return ast.parse("".join(getlines(file)))
