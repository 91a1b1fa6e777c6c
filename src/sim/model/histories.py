"""Every person's history in one replicate, followed while its model runs."""

import csv
import io
from dataclasses import fields

from sim.model.model import AllianceModel
from sim.people.lives import Lives, Person


def lives(model: AllianceModel) -> list[Person]:
    """Run a model of one replicate that keeps histories to its end, and tell who was ever in the country.

    First who left, by day of leaving, then who is left.
    """
    leavers = _Leavers(model)
    model.recorder = leavers
    model.run()
    return [*leavers.persons, *leavers.lives.remaining()]


def as_csv(persons: list[Person]) -> str:
    """A table of persons as CSV with a header."""
    names = [field.name for field in fields(Person)]
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([getattr(person, name) for name in names] for person in persons)
    return table.getvalue()


class _Leavers:
    """Stands in for the recorder: notes who left each day."""

    def __init__(self, model: AllianceModel) -> None:
        self.model = model
        self.lives = Lives(model.people.roster, model.date_of)
        self.persons: list[Person] = []

    def record(self) -> None:
        """Turn the day's exits into persons."""
        self.persons.extend(self.lives.leavers(self.model.day))
