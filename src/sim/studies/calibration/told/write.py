"""Everything that is written about a calibration, as bytes by file name."""

from sim.core.json_text import json_text
from sim.experiments.posterior.file import Posterior
from sim.report.table import Table
from sim.studies.calibration.answer.calibrate import Calibrated
from sim.studies.calibration.answer.posterior_file import content_hash
from sim.studies.calibration.told import tables
from sim.studies.calibration.told.figures import figures
from sim.studies.calibration.told.page import page


def write_calibration(found: Calibrated, posterior: Posterior) -> dict[str, bytes]:
    """Tables, figures, the summary for programs and the page; the same calibration, the same bytes."""
    texts = {
        "quantities.csv": Table(tables.QUANTITIES, found.quantities).csv(),
        "causes.csv": Table(tables.QUANTITIES, found.shares).csv(),
        "patterns.csv": Table(tables.PATTERNS, found.patterns).csv(),
        "waves.csv": Table(tables.WAVES, found.fitted.waves).csv(),
        "steps.csv": Table(tables.STEPS, found.fitted.steps).csv(),
        "calibration.json": json_text(summary(found, posterior)) + "\n",
        "calibration.md": page(found, posterior),
    }
    pictures = {f"figures/{name}": content for name, content in figures(found).items()}
    return {name: text.encode() for name, text in texts.items()} | pictures


def summary(found: Calibrated, posterior: Posterior) -> dict[str, object]:
    """One JSON object with what a script wants to know."""
    particles, steps = found.fitted.particles, found.fitted.steps
    effective = sorted(each.effective for each in found.quantities)
    return {
        "schema": 1,
        "name": found.file.name,
        "posterior": posterior.sha256,
        "content": content_hash(found),
        "rows": len(particles),
        "tolerance": steps[-1].tolerance,
        "families": round(found.families, 1),
        "effective_draws": {
            "least": round(effective[0], 1),
            "median": round(effective[len(effective) // 2], 1),
        },
        "acceptance": [round(step.taken / max(step.proposed, 1), 4) for step in steps],
        "not_ruled_out": [round(wave.left, 5) for wave in found.fitted.waves],
        "stands_afresh": round(found.stands_afresh, 4),
        "updated": [each.name for each in (*found.quantities, *found.shares) if each.updated],
        "not_updated": list(found.not_updated),
        "patterns": [
            {
                "target": each.target.name,
                "kind": each.target.target.kind,
                "role": each.target.pattern.role,
                "prior": round(each.prior, 4),
                "fresh": round(each.fresh, 4),
            }
            for each in found.patterns
        ],
    }
