"""Where a forecast is from, for pages and pictures."""

from sim.core.languages import _
from sim.report.source_line import source_line
from sim.studies.forecast.answer.frozen import Frozen, hash_of


def facts_of(frozen: Frozen) -> dict[str, str]:
    """How a forecast came about, by name."""
    made = frozen.made_by
    packages = ", ".join(f"{name} {version}" for name, version in made.software.items())
    return {
        "hash of the forecast": hash_of(frozen),
        "scenario digest": made.scenario_digest,
        "draws": _(made.draws),
        "seed": str(made.seed),
        "runs": _("{used} of {made} agree with what is known").format(
            used=made.runs_used, made=made.runs
        ),
        "version": made.code_version,
        "revision": made.revision or "",
        "packages": packages,
        "command": made.command,
    }


def source_of(frozen: Frozen) -> str:
    """The same in a line, with the hash of the file."""
    line = source_line(facts_of(frozen), frozen.made_by.runs_used)
    return _("{source} · hash {hash}").format(source=line, hash=hash_of(frozen)[:12])
