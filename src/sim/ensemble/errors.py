"""What can go wrong with an ensemble; each becomes one sentence and an exit code."""

from pathlib import Path
from typing import Self

from sim.core.errors import Exit, SimError


class MismatchError(SimError):
    """Results are damaged, belong to something else, or do not come out the same again."""

    code = Exit.MISMATCH


class MissingExtraError(SimError):
    """An optional package is needed; the message is the line that installs it."""

    code = Exit.MISSING_EXTRA


class StorageError(SimError):
    """The disk or the folder refused; the message says what is safe and how to go on."""

    code = Exit.INPUT_OUTPUT

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason

    @classmethod
    def of(cls, verb: str, path: Path, error: OSError) -> Self:
        """``cannot write results/x/shards/16-31: no space left on device``."""
        reason = (error.strerror or "input/output error").lower()
        return cls(f"cannot {verb} {str(path).removesuffix('.npz')}: {reason}", reason)


class OtherScenarioError(SimError):
    """The folder already holds the results of something else."""

    code = Exit.USAGE


class TooLargeError(SimError):
    """The plan does not fit this computer."""

    code = Exit.INVALID


class SampleError(SimError):
    """The replicates that were to be measured cannot be computed."""

    code = Exit.SOME_FAILED


class HopelessError(SimError):
    """Every replicate tried so far failed, so the rest were not tried."""

    code = Exit.SOME_FAILED


class InterruptedRunError(SimError):
    """Ctrl-C (130) or SIGTERM (143), after the state was saved."""

    code: Exit

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = Exit(code)
