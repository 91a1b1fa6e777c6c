"""One draw of every uncertain quantity for every replicate, each addressed by its own name."""

from typing import Any

import numpy as np
from pydantic import BaseModel

from sim.core.distributions import Distribution
from sim.core.quantity import Floats, Parameters
from sim.mechanisms.streams import Streams


def drawn[Group: BaseModel](group: Group, streams: Streams, path: str) -> Group:
    """The same group with every quantity replaced by its draws, shape ``(n_replicates,)``.

    A quantity that the scenario fixes has the same value in every replicate.
    """
    values: dict[str, Any] = {}
    for name in type(group).model_fields:
        value = getattr(group, name)
        here = f"{path}.{name}"
        if isinstance(group, Parameters) and name in group.__quantities__:
            values[name] = _sample(value, streams, here, whole=group.__quantities__[name].whole)
        elif isinstance(value, BaseModel):
            values[name] = drawn(value, streams, here)
        elif isinstance(value, dict):
            values[name] = {
                key: drawn(item, streams, f"{here}.{key}") if isinstance(item, BaseModel) else item
                for key, item in value.items()
            }
        else:
            values[name] = value
    return type(group).model_construct(**values)


def _sample(value: float | Distribution, streams: Streams, purpose: str, *, whole: bool) -> Floats:
    if isinstance(value, Distribution):
        draws = value.quantile(streams.uniforms(purpose, 0, 1)[:, 0])
    else:
        draws = np.full(len(streams.replicates), float(value))
    return np.floor(draws) if whole else draws
