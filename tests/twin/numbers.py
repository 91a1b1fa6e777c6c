"""Drawn quantities as plain numbers, because the twin computes one replicate."""

from typing import Any

import numpy as np
from pydantic import BaseModel


def plain_numbers(group: BaseModel) -> Any:  # noqa: ANN401 - the class of `group`
    """The same group with every array of one replicate replaced by its number."""
    values: dict[str, Any] = {
        name: _plain(getattr(group, name)) for name in type(group).model_fields
    }
    return type(group).model_construct(**values)


def _plain(value: object) -> object:
    if isinstance(value, np.ndarray):
        return float(value[0])
    if isinstance(value, BaseModel):
        return plain_numbers(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
