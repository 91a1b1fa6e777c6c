"""What a field means is its description, or the text under it in the class that has one."""

from pydantic import Field

from sim.core.meanings import meaning
from sim.core.quantity import Number, Parameters, lever, with_defaults


class Parent(Parameters):
    """A group."""

    plain: int = 0
    told: int = Field(1, description="Said in  the field.")
    share: Number = lever(0.5, "1", (0, 1), "assumption: a test")
    """Said
    under it."""


class Child(Parent):
    """A group that says one thing anew."""

    share: Number = lever(0.25, "1", (0, 1), "assumption: a test")
    """Said below."""
    plain: int = 2


def test_a_field_means_what_is_written_about_it() -> None:
    assert [meaning(Parent, name) for name in Parent.model_fields] == [
        "", "Said in the field.", "Said under it.",
    ]  # fmt: skip
    assert meaning(Child, "share") == "Said below."
    assert meaning(Child, "told") == "Said in the field."


def test_the_same_group_with_other_defaults_means_the_same() -> None:
    assert meaning(with_defaults(Child(plain=3), "assumption: a test"), "share") == "Said below."


def test_defaults_are_made_once_for_every_class() -> None:
    assert Parent.usual() is Parent.usual()
    assert (Parent.usual(), Child.usual()) == (Parent(), Child())
