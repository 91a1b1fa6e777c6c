"""A calibration, and what it can tell apart, from its file to what is left in a folder."""

from dataclasses import replace

from sim.ensemble import store
from sim.ensemble.run import HowToRun
from sim.methods.bench import Bench
from sim.scenario.load import Loaded
from sim.scenario.write import resolved_yaml
from sim.studies.calibration.answer.calibrate import calibrate
from sim.studies.calibration.answer.fit import Wave
from sim.studies.calibration.answer.identify import identify
from sim.studies.calibration.answer.posterior_file import portable, save
from sim.studies.calibration.answer.smc import TighteningStep
from sim.studies.calibration.question.schema import Calibration
from sim.studies.calibration.told import limits_page
from sim.studies.calibration.told.write import summary, write_calibration

POSTERIOR, PAGE, LIMITS = "posterior.nc", "calibration.md", "identifiability.md"
RESOLVED = "calibration.resolved.yaml"


def fitted(loaded: Loaded[Calibration], bench: Bench) -> dict[str, object]:
    """Fit, and leave the posterior with everything that was learned; gives the summary for programs."""
    settings = HowToRun(jobs=bench.jobs, command=bench.command)

    def tell(done: Wave | TighteningStep) -> None:
        bench.remark(_line(done))

    found = calibrate(loaded.scenario, bench.folder, settings, bench.progress, tell)
    named = replace(loaded, scenario=portable(loaded.scenario))
    store.write_file(bench.folder / RESOLVED, resolved_yaml(named).encode())
    posterior = save(found, bench.folder / POSTERIOR, bench.command)
    with bench.waiting("tables and figures"):
        files = write_calibration(found, posterior)
    for name, content in files.items():
        store.write_file(bench.folder / name, content)
    return summary(found, posterior)


def identified(file: Calibration, bench: Bench) -> dict[str, object]:
    """Fit to simulated articles, and leave what can be told apart; gives the summary for programs."""
    settings = HowToRun(jobs=bench.jobs, command=bench.command)
    found = identify(file, bench.folder, settings, bench.progress)
    for name, content in limits_page.write_identified(found, bench.command).items():
        store.write_file(bench.folder / name, content)
    return limits_page.summary(found)


def _line(done: Wave | TighteningStep) -> str:
    """What is said of a wave or step."""
    if isinstance(done, Wave):
        left = f"{100 * done.left:.1f} % of the prior not ruled out"
        return f"{done.name}: {done.stood} of {done.run} runs meet all hard patterns; {left}"
    moved = f"{done.taken} of {done.proposed} moves taken"
    return f"{done.name}: distance at most {done.tolerance:.3g}; {moved}"
