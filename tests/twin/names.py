"""Names in the order of the results, and constants, written down a second time."""

MISSIONS = (
    "presidential_guard",
    "counterintelligence",
    "military_advisers",
    "medical",
    "sport",
    "education",
    "undercover",
)
SECURITY = ("presidential_guard", "counterintelligence", "military_advisers")
CIVILIAN = ("medical", "sport", "education")
TARGETS = ("presidential_guard", "military_advisers")  # whom the strike hits
CAUSES = (
    "defected",
    "evacuated_injured",
    "expelled",
    "killed",
    "recalled",
    "rotated",
    "voluntary",
)
CONTESTED = ("expelled", "recalled", "voluntary", "rotated")  # causes that reports mix up
LEVERS = ("pressure", "inducement", "blockade", "demand", "talks", "consent")
OUTCOMES = (
    "hollowed_alliance",
    "alliance_dissolved",
    "rupture",
    "restoration",
    "havana_deal",
    "deal_broken",
    "coup_attempt",
    "coup_caracas",
    "havana_collapse",
    "leader_exit_havana",
    "washington_relents",
)
STATES = 24
BORDER = frozenset({3, 6, 20, 23})  # Apure, Bolívar, Táchira, Zulia among the states

DAYS_IN_YEAR = 365
OIL_MEMORY = 30  # days
OIL_OF_LATE = 60  # days
GONE = 0.05  # share of the first day
OIL_GONE = 1.0  # kb/day
