"""One draw of every uncertain quantity for every replicate, each addressed by its own name."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from pydantic import BaseModel

from sim.core.distributions import Distribution
from sim.core.quantity import Floats, Parameters
from sim.core.streams import Streams


def drawn[Group: BaseModel](
    group: Group, streams: Streams, given: Mapping[str, Floats] | None = None, path: str = ""
) -> Group:
    """The same group with every quantity replaced by its draws, shape ``(n_replicates,)``.

    A quantity that the scenario fixes has the same value in every replicate; one whose path is
    among the `given` has those values. The group stands at `path` in the scenario.
    """
    values: dict[str, Any] = {}
    for name in type(group).model_fields:
        value = getattr(group, name)
        here = f"{path}.{name}" if path else name
        if isinstance(group, Parameters) and name in group.__quantities__:
            sample = (given or {}).get(here)
            if sample is None:
                sample = _sample(value, streams, f"draw.{here}")
            # In one piece also where they are a column of a table: compiled code is made once more otherwise.
            sample = np.ascontiguousarray(sample)
            values[name] = np.floor(sample) if group.__quantities__[name].whole else sample
        elif isinstance(value, BaseModel):
            values[name] = drawn(value, streams, given, here)
        elif isinstance(value, dict):
            values[name] = {
                key: drawn(item, streams, given, f"{here}.{key}")
                if isinstance(item, BaseModel)
                else item
                for key, item in value.items()
            }
        else:
            values[name] = value
    return type(group).model_construct(**values)


def _sample(value: float | Distribution, streams: Streams, purpose: str) -> Floats:
    if isinstance(value, Distribution):
        return value.quantile(streams.uniforms(purpose, 0, 1)[:, 0])
    return np.full(len(streams.replicates), float(value))
