"""Missions as the headline numbers put them together."""

from dataclasses import dataclass

from sim.people.missions import MISSIONS, SECURITY


@dataclass(frozen=True, slots=True)
class Group:
    """Missions that are reported as one number."""

    name: str
    label: str
    missions: tuple[str, ...]


GROUPS = (
    Group("total", "All Cuban personnel", MISSIONS),
    Group("security", "Security", SECURITY),
    Group("medical", "Medical", ("medical",)),
    Group("sport_education", "Sport and education", ("sport", "education")),
    Group("undercover", "Undercover", ("undercover",)),
)
