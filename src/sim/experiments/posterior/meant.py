"""Which posterior a scenario means: found, read once, and proved to be the one."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from sim.core.distributions import Distribution
from sim.core.errors import BadValueError
from sim.core.quantity import declared
from sim.ensemble.errors import MismatchError
from sim.experiments.posterior.file import Posterior, exact, read
from sim.scenario.draws_from import PRIOR, SUFFIX
from sim.scenario.load import Loaded
from sim.scenario.problems import Place
from sim.scenario.schema import Scenario

#: What a posterior that came as a file is called in a result folder and in the digest, whatever it was
#: called before; no output begins like this.
KEPT = "scenario.draws.nc"


@lru_cache(maxsize=4)
def _known(place: str, _changed: int) -> Posterior:
    posterior = read(place)
    _check_model(posterior)
    return posterior


def posterior_of(scenario: Scenario) -> Posterior | None:
    """The posterior that a scenario draws from, proved to be the one it means; None for the prior.

    Raises
    ------
    BadValueError, MismatchError
        If there is none, it was made with another version of the model, or it is another one.
    """
    if scenario.draws == PRIOR:
        return None
    path = Path(scenario.draws)
    posterior = _known(scenario.draws, path.stat().st_mtime_ns if path.is_file() else 0)
    _check_range(posterior, scenario)
    if scenario.posterior_sha256 not in {"", posterior.sha256}:
        message = (
            f"{scenario.name} was made with posterior {scenario.posterior_sha256[:8]}..,"
            f" {scenario.draws} is {posterior.sha256[:8]}..; results must not be mixed"
        )
        raise MismatchError(message)
    return posterior


def pinned(scenario: Scenario) -> Scenario:
    """The same scenario, naming its posterior by hash; the folder a file is in says nothing of it."""
    posterior = posterior_of(scenario)
    if posterior is None:
        return scenario.model_copy(update={"posterior_sha256": ""})
    draws = KEPT if scenario.draws.endswith(SUFFIX) else scenario.draws
    named = {"draws": draws, "posterior_sha256": posterior.sha256}
    return scenario.model_copy(update=named)


def pinned_file(loaded: Loaded[Scenario]) -> Loaded[Scenario]:
    """The same for a scenario that was read from a file, whose values have origins."""
    origins = dict(loaded.origins)
    if posterior := posterior_of(loaded.scenario):
        origins["posterior_sha256"] = Place(f"posterior {posterior.name}")
    return replace(loaded, scenario=pinned(loaded.scenario), origins=origins)


def _check_range(posterior: Posterior, scenario: Scenario) -> None:
    """Refuse draws outside what a quantity can be: the equations never see a share above 1."""
    lowest, highest = posterior.draws.values.min(axis=0), posterior.draws.values.max(axis=0)
    column = {path: number for number, path in enumerate(posterior.paths)}
    for each in declared(scenario):
        number = column.get(each.path)
        if number is None:
            continue
        low, high, least, most = (
            each.quantity.low,
            each.quantity.high,
            lowest[number],
            highest[number],
        )
        if least < low or most > high:
            outside = least if least < low else most
            raise BadValueError(
                f"posterior {posterior.name}: {each.path} must be from {low:g} to {high:g},"
                f" a draw is {outside:g}"
            )


def _check_model(posterior: Posterior) -> None:
    """Refuse a posterior of quantities that the model no longer has, or has with another prior."""
    now = {
        each.path: exact(each.value)
        for each in declared(Scenario(name="defaults", title="Defaults"))
        if isinstance(each.value, Distribution)
    }
    for path, default in zip(posterior.paths, posterior.defaults, strict=True):
        if default and now.get(path) != default:
            is_now = f"is {now[path]}" if path in now else "is not drawn"
            raise BadValueError(
                f"posterior {posterior.name} belongs to another version of the model:"
                f" {path} was {default}, now {is_now}; calibrate again, or run --prior"
            )
