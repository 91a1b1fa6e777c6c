"""A posterior on disk: netCDF with the group names of ArviZ, the sample dims first.

Reading needs group ``posterior`` alone: ``draws(chain, draw, quantity)``, equally weighted rows, and
for every quantity the distribution it was drawn from before calibration.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import numpy as np

from sim.core.distributions import Distribution
from sim.core.errors import BadValueError
from sim.ensemble.contract import Array, DrawTable

#: Changes when this module could not read what an older one wrote.
FORMAT = "1"
SHIPPED = Path(str(files("sim.posterior") / "data" / "article.nc"))


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


def _read(path: Path, name: str) -> Posterior:
    import h5py  # noqa: PLC0415 - slow to import

    try:
        with h5py.File(path, "r") as file:
            group, attributes = file["posterior"], dict(file.attrs)
            values: Array = group["draws"][...]
            paths, priors, defaults = (
                tuple(group[key].asstr()[...].tolist())
                for key in ("quantity", "prior_distribution", "default_distribution")
            )
            updated = group["updated"][...].astype(bool).tolist()
    except (OSError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadValueError(f"{path}: is damaged or no posterior ({error})") from None
    if attributes.pop("format", "") != FORMAT:
        raise BadValueError(f"{path}: was written by another version of sim; calibrate again")
    table = DrawTable(paths, values.reshape(-1, values.shape[-1]).astype(np.float64))
    own = {key: value for key, value in attributes.items() if not key.startswith("_")}
    facts = {key: str(value) for key, value in sorted(own.items())}
    found = Posterior(
        name,
        table,
        tuple(Distribution.parse(text) for text in priors),
        defaults,
        tuple(path for path, is_new in zip(paths, updated, strict=True) if not is_new),
        facts,
    )
    if facts.get("sha256") != found.sha256:
        raise BadValueError(f"{path}: the draws are not those it was written with")
    return found
