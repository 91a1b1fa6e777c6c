"""What runs would take in time, memory and disk, before they are made: plans, and whether they fit."""

from dataclasses import dataclass, replace
from pathlib import Path

from sim.ensemble import costs, forms, zarrfile
from sim.ensemble.costs import RunNeeds, Site
from sim.ensemble.errors import StorageError, TooLargeError
from sim.ensemble.manifest import form_in, records
from sim.ensemble.memory import free_memory
from sim.ensemble.plan import Plan
from sim.experiments.job import identity_of, plan_of, sample_of
from sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class Prospect:
    """An ensemble that could be run, and what it would take here or on a cluster.

    Its `plan` says how and where; `sim.experiments.job.plan_of` makes the one that can be run.
    """

    file: Path
    scenario: Scenario
    plan: Plan
    place: Site
    estimate: RunNeeds
    most_memory: int
    free_disk: int
    folder: Path

    def check(self) -> None:
        """Refuse what cannot fit, with a sentence that names the file and what to change."""
        jobs = self.place.jobs
        advice = f"lower --jobs (now {jobs})" if jobs > 1 else "lower the headcounts of missions"
        try:
            self.estimate.check(
                self.folder,
                most_memory=self.most_memory,
                free_disk=self.free_disk,
                advice=advice,
            )
        except TooLargeError as error:
            raise TooLargeError(f"{self.file}: {error}") from None
        except StorageError as error:
            more = "" if self.plan.form == "summary" else "; --keep summary needs less"
            raise StorageError(f"{error}{more}", error.reason) from None


def prospect(
    file: Path,
    scenario: Scenario,
    parent: Path,
    place: Site,
    *,
    keep: str | None = None,
    max_memory: int | None = None,
) -> Prospect:
    """Choose what is kept of the runs, and say what they will take, from what such runs took here."""
    sample, free = sample_of(scenario), costs.free_disk(parent)
    total = scenario.replicates * sample.recorded
    form = forms.form_of(keep) if keep else forms.suited(total, free)
    if form == "zarr":
        zarrfile.require()
    plan = identity_of(scenario, jobs=place.workers, form=form)
    most = max_memory or int(costs.SHARE_OF_FREE * free_memory())
    estimate = costs.estimate(plan, sample, place)
    return Prospect(file, scenario, plan, place, estimate, most, free, parent / plan.folder_name)


def begun(scenario: Scenario, parent: Path, *, jobs: int, keep: str | None = None) -> Plan | None:
    """The plan of runs that were begun before, or by another part of a job array; None if none were."""
    wished = forms.form_of(keep) if keep else None
    plan = identity_of(scenario, jobs=jobs)
    for form in [wished] if wished else forms.FORMS:
        folder = parent / replace(plan, form=form).folder_name
        if records(folder):
            return plan_of(scenario, jobs=jobs, form=wished or form_in(folder))
    return None
