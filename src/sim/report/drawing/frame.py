"""What stands around the panels of a figure: heading, how to read it, notes, events."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report import readings
from sim.report.limits import NOT_A_FORECAST
from sim.report.markers import Marker, markers
from sim.report.numerals import day_text

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the panels."""

    title: str
    subtitle: str
    reading: str
    notes: tuple[str, ...] = ()
    marks: tuple[Marker, ...] = ()
    watermark: str = ""


def frame(
    results: "xarray.Dataset",
    scenario: "Scenario",
    title: str,
    reading: str,
    notes: tuple[str, ...] = (),
    *,
    with_events: bool = True,
) -> Frame:
    """Heading and notes of a figure of these results, and the key to events if it shows them."""
    days = readings.dates(results, scenario)
    runs, asked = readings.n_runs(results), readings.n_asked(results)
    count = f"{runs} of {asked} runs" if runs < asked else f"{runs} runs" if runs != 1 else "1 run"
    subtitle = f"{day_text(days[0])} to {day_text(days[-1])} · {count} · {scenario.title}"
    watermark = f"PARTIAL: {count}" if runs < asked else ""
    marks = markers(scenario, days) if with_events else ()
    return Frame(title, subtitle, reading, (*notes, NOT_A_FORECAST), marks, watermark)
