"""A posterior on disk: netCDF with the group names of ArviZ, the sample dims first.

Reading needs group ``posterior`` alone: ``draws(chain, draw, quantity)``, equally weighted rows, and
for every quantity the distribution it was drawn from before calibration.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.core.containers import hdf5
from sim.core.distributions import Distribution
from sim.core.errors import BadValueError
from sim.core.intake import UnfitFileError
from sim.core.wording import escaped
from sim.ensemble.contract import Array, DrawTable

if TYPE_CHECKING:
    import xarray

#: Changes when this module could not read what an older one wrote.
FORMAT = "1"
PACKED = {"zlib": True, "shuffle": True}
SHIPPED = Path(str(files("sim.experiments.posterior") / "data" / "article.nc"))


@dataclass(frozen=True, slots=True)
class Posterior:
    """Equally weighted draws of the uncertain quantities, a row a draw.

    `priors` has the distribution that each quantity was calibrated from, `defaults` the one that the
    schema declared then, or "" where the schema declares none (quantities of events). `facts` says
    how the draws came about; `not_updated` names the quantities that the evidence taught nothing.
    """

    name: str
    draws: DrawTable
    priors: tuple[Distribution, ...]
    defaults: tuple[str, ...]
    not_updated: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def paths(self) -> tuple[str, ...]:
        """The quantities, in the order of the columns."""
        return self.draws.paths

    @property
    def sha256(self) -> str:
        """Hash of quantities and numbers, whatever the bytes of the file."""
        return self.draws.hash()


def exact(distribution: Distribution) -> str:
    """A distribution so that reading it gives the same one again."""
    return f"{distribution.family}({distribution.first!r}, {distribution.second!r})"


def read(place: str) -> Posterior:
    """The posterior that ships with the package (``posterior``), or the one in a file.

    Raises
    ------
    BadValueError
        If there is none, or it cannot be read.
    """
    path = SHIPPED if place == "posterior" else Path(place)
    if not path.is_file():
        raise BadValueError(f"{place}: no posterior there; write 'draws: prior', or run --prior")
    return _read(path, "article" if place == "posterior" else path.name)


@dataclass(frozen=True, slots=True)
class _Content:
    """What is in the file, as it is there."""

    attributes: dict[str, object]
    values: Array
    paths: tuple[str, ...]
    priors: tuple[str, ...]
    defaults: tuple[str, ...]
    updated: Array

    def check(self) -> None:
        """Refuse another format, and draws that are no table of numbers with a column each."""
        if self.attributes.pop("format", "") != FORMAT:
            raise BadValueError("was written by another version of sim; calibrate again")
        n = len(self.paths)
        columns = (self.priors, self.defaults, self.updated)
        if self.values.dtype.kind != "f" or self.values.ndim != 3 or self.updated.ndim != 1:  # noqa: PLR2004
            raise BadValueError("the draws are no table of numbers (chain, draw, quantity)")
        if {n} != {self.values.shape[-1], len(set(self.paths)), *map(len, columns)}:
            raise BadValueError("the draws do not have one column for each quantity")
        if not self.values.size:
            raise BadValueError("there are no draws")
        if not (finite := np.isfinite(self.values).all(axis=(0, 1))).all():
            name = escaped(self.paths[int(np.argmin(finite))])
            raise BadValueError(f"{name} has a draw that is no finite number")


def _read(path: Path, name: str) -> Posterior:
    try:
        content = _content(path)
        content.check()
        found = _posterior(content, name)
    except UnfitFileError as error:
        raise BadValueError(f"{path}: is damaged or no posterior ({error.why})") from None
    except BadValueError as error:
        raise BadValueError(f"{path}: {error}") from None
    if found.facts.get("sha256") != found.sha256:
        raise BadValueError(f"{path}: the draws are not those it was written with")
    return found


def _content(path: Path) -> _Content:
    try:
        with hdf5(path) as file:
            group = file["posterior"]
            paths, priors, defaults = (
                tuple(group[key].asstr()[...].tolist())
                for key in ("quantity", "prior_distribution", "default_distribution")
            )
            updated = group["updated"][...].astype(bool)
            values = group["draws"][...]
            return _Content(dict(file.attrs), values, paths, priors, defaults, updated)
    except UnfitFileError:
        raise
    except (OSError, KeyError, ValueError, TypeError, AttributeError, RuntimeError) as error:
        raise BadValueError(f"is damaged or no posterior ({error})") from None


def _posterior(content: _Content, name: str) -> Posterior:
    values = content.values.reshape(-1, len(content.paths)).astype(np.float64)
    own = {key: value for key, value in content.attributes.items() if not key.startswith("_")}
    return Posterior(
        name,
        DrawTable(content.paths, values),
        tuple(Distribution.parse(text) for text in content.priors),
        content.defaults,
        tuple(path for path, new in zip(content.paths, content.updated, strict=True) if not new),
        {key: str(value) for key, value in sorted(own.items())},
    )


def write(
    path: Path, posterior: Posterior, groups: "Mapping[str, xarray.Dataset] | None" = None
) -> None:
    """Write `posterior` and further `groups` (prior, prior_predictive ...) to a netCDF file."""
    import xarray as xr  # noqa: PLC0415 - slow to import

    texts = {
        "prior_distribution": [exact(prior) for prior in posterior.priors],
        "default_distribution": list(posterior.defaults),
    }
    known = set(posterior.not_updated)
    updated = np.array([path not in known for path in posterior.paths], np.int8)
    group = xr.Dataset(
        {name: ("quantity", np.array(each, dtype=object)) for name, each in texts.items()}
        | {
            "draws": (("chain", "draw", "quantity"), posterior.draws.values[np.newaxis]),
            "updated": ("quantity", updated),
        },
        {"quantity": np.array(posterior.paths, dtype=object)},
    )
    tree = xr.DataTree.from_dict({"posterior": group, **dict(groups or {})})
    tree.attrs |= dict(posterior.facts) | {"format": FORMAT, "sha256": posterior.sha256}
    packed = {
        node.path: {
            name: PACKED for name, each in node.data_vars.items() if each.dtype.kind in "fi"
        }
        for node in tree.subtree
        if node.data_vars
    }
    tree.to_netcdf(path, engine="h5netcdf", encoding=packed)
