"""Whether results are described as the scenario describes them: variables, shapes, labels, units, counts."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from sim.core.wording import escaped
from sim.ensemble.cf import attributes_of, day_attributes
from sim.ensemble.contract import Layout, Variable
from sim.ensemble.errors import MismatchError
from sim.ensemble.forms import FORMATS
from sim.ensemble.manifest import Manifest

#: What the file says of itself as a whole, and where the record says it.
_COUNTS = {"scenario_digest": "digest", "seed": "seed", "n_asked": "n_asked", "n_done": "n_done"}


def check_described(folder: Path, manifest: Manifest, layout: Layout) -> None:
    """Compare what the results say of themselves with `layout` and the record; no value is read.

    Raises
    ------
    MismatchError
        With the first name, shape, label, unit or count that is another.
    """
    form = FORMATS[manifest.form]
    rows = layout.without_paths() if manifest.form == "summary" else layout
    with form.opened(folder / form.results) as file:
        try:
            wrong = _wrong(file, manifest, rows)
        except (OSError, RuntimeError, KeyError, ValueError, TypeError, AttributeError) as error:
            wrong = f"something that cannot be read ({type(error).__name__})"
    if wrong:
        message = f"{folder}: {form.results} has {wrong}; it is not what the scenario gives"
        raise MismatchError(message)


def _wrong(file: Any, manifest: Manifest, layout: Layout) -> str:  # noqa: ANN401 - h5py or zarr
    """The first thing that is not as it should be, or nothing."""
    expected = {variable.name for variable in layout.variables} | {"replicate", *layout.coordinates}
    if others := sorted(expected ^ set(file)):
        return (
            f"no variable {others[0]}" if others[0] in expected else f"a variable {_s(others[0])}"
        )
    for name, key in _COUNTS.items():
        if not _same(file.attrs.get(name), getattr(manifest, key)):
            return f"another {name}"
    if file["replicate"].shape != (manifest.n_done,):  # before anything as long as the record says
        return f"not {manifest.n_done} runs"
    given = layout.coordinates | {"replicate": manifest.replicates}
    for name, values in given.items():
        if not _same(_labels(file[name]), values):
            return f"other labels of {name}"
    told = _told(file["day"], day_attributes(layout)) if "day" in given else ""
    return told or _of_variables(file, layout, given)


def _of_variables(file: Any, layout: Layout, given: dict[str, Any]) -> str:  # noqa: ANN401 - as above
    told = (_of_variable(file, about, given, layout.start) for about in layout.variables)
    return next(filter(None, told), "")


def _of_variable(file: Any, about: Variable, given: dict[str, Any], start: date) -> str:  # noqa: ANN401
    found = file[about.name]
    shape = tuple(len(given[name]) for name in ("replicate", *about.dims))
    if found.shape != shape or found.dtype.kind not in "iufb":
        return f"{about.name} of another shape or type"
    return _told(found, attributes_of(about, start, found.dtype))


def _told(found: Any, attributes: dict[str, Any]) -> str:  # noqa: ANN401 - as above
    """The first attribute of a variable that is another, or nothing."""
    for name, value in attributes.items():
        if not _same(found.attrs.get(name), value):
            return f"another {name} of {_s(found.name)}"
    return ""


def _labels(found: Any) -> list[Any]:  # noqa: ANN401 - as above
    values = np.asarray(found[...]).tolist()
    return [each.decode() if isinstance(each, bytes) else each for each in values]


def _same(found: Any, value: Any) -> bool:  # noqa: ANN401 - whatever a file holds
    return found is not None and np.array_equal(np.ravel(found), np.ravel(value))


def _s(name: str) -> str:
    return escaped(name.strip("/"))
