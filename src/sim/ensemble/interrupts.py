"""Ctrl-C and SIGTERM end a run at once, except where that would leave a library in pieces."""

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
#: A launcher may pass on a Ctrl-C that the terminal sent us already: so soon, it is the same wish.
SAME_WISH = 0.5


class Stopped(BaseException):
    """A request to stop; no `Exception`, so that nothing on the way takes it for a failure."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    @property
    def exit_code(self) -> int:
        """130 for Ctrl-C, 143 for SIGTERM: what a shell would report."""
        return 128 + self.number

    def let_go(self) -> None:
        """Drop what the signal caught half-made (a zip file, say) without its complaint of being so."""
        hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
        try:
            traceback.clear_frames(self.__traceback__)
        finally:
            sys.unraisablehook = hook


class Interrupts:
    """Turns the first signal into `Stopped`, now or at the next `check`; a second ends at once."""

    def __init__(self) -> None:
        self._pending: int | None = None
        self._since = 0.0
        self._deferred = False

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Answer the signals within the block; outside the main thread nothing changes."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._answer) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Keep signals until `check`: HDF5 does not survive an exception in a callback."""
        self._deferred = True
        try:
            yield
        finally:
            self._deferred = False
        self.check()

    def check(self) -> None:
        """Stop here if asked to in the meantime."""
        if self._pending is not None:
            raise Stopped(self._pending)

    def _answer(self, number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if self._pending is None:
            self._pending, self._since = number, now
            if not self._deferred:
                raise Stopped(number)
        elif now - self._since > SAME_WISH:
            os._exit(128 + number)  # nothing half-written is ever taken for whole
