"""The model that Mesa steps: its agents, what is read from it, how it ends, and the lives in it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.model.model import AllianceModel

__all__ = ["AllianceModel"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is asked for
    """`AllianceModel`, when it is asked for: who only reads the names of observables needs no Mesa."""
    if name == "AllianceModel":
        from sim.model.model import AllianceModel as model  # noqa: N813, PLC0415

        return model
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
