"""The story of one run of finished results: chosen, computed again, told."""

from pathlib import Path

from sim.methods.plain_runs import runs_in
from sim.studies.story.answer.choice import chosen
from sim.studies.story.answer.chronicle import Chronicle, chronicle
from sim.studies.story.question import Pick


def conduct(folder: Path, pick: Pick) -> Chronicle:
    """What happened in one run of a result folder.

    Raises
    ------
    SimError
        If there is no such run, or the folder holds no runs of one scenario.
    MismatchError
        If the results are not what they should be, or the run gives other numbers when it is
        computed again.
    """
    with runs_in(folder) as (scenario, results):
        return chronicle(results, scenario, chosen(results, scenario, pick))
