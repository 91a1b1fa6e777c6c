"""What a field means: its description, or the docstring written under it, read when it is asked for.

Most commands ask for none of them; and a source file is parsed once for all its classes.
"""

import ast
import inspect
import sys
from functools import cache

from pydantic import BaseModel

type _Place = tuple[str, str]


def meaning(model: type[BaseModel], name: str) -> str:
    """What the field of a model means, on one line; empty where nothing is written about it."""
    told = model.model_fields[name].description
    if told is None:
        written = (
            _docstrings(each.__module__).get((each.__qualname__, name)) for each in model.__mro__
        )
        told = next((each for each in written if each is not None), "")
    return " ".join(told.split())


@cache
def _docstrings(module: str) -> dict[_Place, str]:
    """Texts under the fields of all classes of a module, by class and field."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (KeyError, OSError, TypeError):  # a notebook, or a package without its sources
        return {}
    return {
        (group.name, field.target.id): text.value.value
        for group in tree.body
        if isinstance(group, ast.ClassDef)
        for field, text in zip(group.body, group.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
