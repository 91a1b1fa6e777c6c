"""Compiling the day's loops: once for this computer, or anew in every process where nothing can be kept."""

from collections.abc import Callable, Mapping
from typing import Any

from numba import njit


def kernel[**P, T](options: Mapping[str, Any]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Compile a function with numba's `options`, and keep the machine code if there is a place for it.

    A container or a shared server may offer none; the same code is then compiled where it is needed.
    """

    def compiled(function: Callable[P, T]) -> Callable[P, T]:
        try:
            made: Callable[P, T] = njit(cache=True, **options)(function)
        except (
            RuntimeError
        ):  # what numba raises when neither the package nor the home can be written
            made = njit(**options)(function)
        return made

    return compiled
