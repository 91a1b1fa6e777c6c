"""What a scenario changes of the one it starts from, in words and for programs."""

from dataclasses import dataclass
from typing import Any

from sim.core.languages import _, ngettext
from sim.report.settings_told import setting
from sim.scenario.differences import ChangedSetting, differences
from sim.scenario.schema import Scenario

MOST_TOLD = 6
#: The same for both, because the parent is taken with the draws of the scenario.
_DRAWN = ("draws", "posterior_sha256")


@dataclass(frozen=True, slots=True)
class Changed:
    """What a scenario changes of the one it starts from; the days and the number of runs do not count."""

    title: str
    titled: str
    settings: tuple[ChangedSetting, ...]

    @classmethod
    def of(cls, parent: Scenario, scenario: Scenario) -> "Changed":
        """Compare the two, setting by setting."""
        found = tuple(
            each
            for each in differences(parent, scenario)
            if each.role != "run" and each.path not in _DRAWN
        )
        return cls(parent.title, parent.titled, found)

    @property
    def lines(self) -> list[str]:
        """A line for each of the first settings, and how many more there are."""
        told = [_line(each) for each in self.settings[:MOST_TOLD]]
        more = len(self.settings) - MOST_TOLD
        return [*told, _("and {n} more").format(n=more)] if more > 0 else told

    @property
    def sentence(self) -> str:
        """What follows, in words."""
        n = len(self.settings)
        told = (
            ngettext(
                'Compared with "{parent}", one setting is changed.',
                'Compared with "{parent}", {n} settings are changed.',
                n,
            )
            if n
            else _('Compared with "{parent}", nothing is changed but texts or how it is run.')
        )
        return told.format(parent=self.titled, n=n)

    def plain(self) -> dict[str, Any]:
        """For programs."""
        return {
            "title": self.title,
            "settings": [
                {"path": each.path, "role": each.role, "one": each.one, "other": each.other}
                for each in self.settings
            ],
        }


ALONE = "This scenario starts from no other, so nothing is told as a change."


def _line(each: ChangedSetting) -> str:
    """A setting as a reader takes it in: ``Lever blockade: not set → level 1, start 2026-02-22``."""
    unit = f" {each.unit}" if each.unit else ""
    return f"{_name(each.path)}: {setting(each.one)} → {setting(each.other)}{unit}"


def _name(path: str) -> str:
    match path.split("."):
        case ["actors", government, "script"]:
            return _("Script of {government}").format(government=_(government.capitalize()))
        case ["levers", lever]:
            return _("Lever {lever}").format(lever=_(lever))
        case ["switches", switch]:
            return _("Theory switch {switch}").format(switch=_(switch))
        case ["events", event, "happens"]:
            return _("Event {event} happens").format(event=event)
        case ["events", event]:
            return _("Event {event}").format(event=event)
    return path
