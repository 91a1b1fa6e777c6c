"""The calibration file: what is fitted to what, and how hard."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from sim.core.contradictions import Contradiction, refuse
from sim.core.errors import did_you_mean
from sim.core.fields import FOLDER, Count, Name, Prose, Seed, Share, Slug, fault
from sim.core.quantity import Parameters
from sim.core.wording import shown
from sim.scenario.switches import Switches
from sim.studies.calibration.question.readings import asked


def _beside(value: str, info: ValidationInfo) -> str:
    """A file beside the one that is read."""
    folder = (info.context or {}).get(FOLDER)
    if folder is None:
        return value
    path = Path(folder) / value
    if not path.is_file():
        raise fault("file", f"there is no file {shown(value)}")
    return str(path)


type Government = Literal["washington", "caracas", "havana"]
FileName = Annotated[str, AfterValidator(_beside)]


class HistorySettings(Parameters):
    """History matching: waves of runs, after each of which the implausible is ruled out."""

    waves: Count = Field(3, ge=1, le=20, description="Waves of runs.")
    draws: Count = Field(2000, ge=200, le=100_000, description="Runs in a wave.")
    limit: float = Field(3.0, ge=1, le=10, description="Implausibility from which a place is out.")
    discrepancy: Share = Field(
        0.5,
        description="What no run can match, as a standard deviation in tolerances (assumption).",
    )
    seeds: Count = Field(20, ge=2, le=1000, description="Seeds at each point that tells the noise.")
    points: Count = Field(10, ge=1, le=1000, description="Points that tell the noise of the runs.")


class StepSettings(Parameters):
    """ABC-SMC: particles, how close they must come, and how they are moved."""

    particles: Count = Field(1000, ge=50, le=20_000, description="Rows of the posterior.")
    tolerance: float = Field(
        1.0, gt=0, le=100, description="Largest distance to all soft patterns, in tolerances."
    )
    keep: Share = Field(0.5, description="Share of particles that every step keeps.")
    most_steps: Count = Field(12, ge=1, le=100, description="Most steps to the tolerance.")
    last_moves: Count = Field(6, ge=1, le=100, description="Moves once the tolerance is reached.")


class IdentifySettings(Parameters):
    """What could be told apart: fits to simulated articles, and theories turned one by one."""

    draws: Count = Field(6000, ge=200, le=100_000, description="Runs of the prior in the table.")
    truths: Count = Field(100, ge=10, le=10_000, description="Simulated articles.")
    particles: Count = Field(60, ge=20, le=10_000, description="Particles of each fit.")
    tolerance: float = Field(3.0, gt=0, le=100, description="Distance of each fit, in tolerances.")
    moves: Count = Field(1, ge=1, le=20, description="Moves once the tolerance is reached.")
    theory_draws: Count = Field(500, ge=50, le=100_000, description="Draws under each theory.")


class Calibration(Parameters):
    """A calibration: the scenario that tells history, the one without a shock, and how to fit."""

    name: Slug = Field(description="Short name, used for the result folder.")
    title: Name = Field(description="One line for figures.")
    description: Prose = Field("none given", description="What is fitted, in plain words.")
    article: FileName = Field(description="Scenario file of history up to the article.")
    calm: FileName = Field(description="Scenario file of the same world without a shock.")
    unscripted: tuple[Government, ...] = Field(
        (),
        description="Governments that choose freely in the scenario of history, whatever its scripts.",
    )
    switches: Switches = Field(default_factory=Switches)
    observed: FileName | None = Field(
        None, description="Table of what somebody saw (CSV: target, value, tolerance)."
    )
    leave_out: tuple[str, ...] = Field((), description="Patterns that are not fitted to, by id.")
    seed: Seed = Field(20260221, description="Seed of all random streams.")
    history: HistorySettings = Field(default_factory=HistorySettings)
    steps: StepSettings = Field(default_factory=StepSettings)
    identify: IdentifySettings = Field(default_factory=IdentifySettings)

    @model_validator(mode="after")
    def _patterns_exist(self) -> "Calibration":
        ids = tuple(dict.fromkeys(each.pattern.id for each in asked()))
        refuse(
            [
                Contradiction(
                    ("leave_out", position),
                    f"there is no pattern {shown(name)}{did_you_mean(name, ids)}",
                )
                for position, name in enumerate(self.leave_out)
                if name not in ids
            ]
        )
        return self
