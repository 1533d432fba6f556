"""Showing how far a long command is, and stopping it at Ctrl-C whatever the interpreter is at."""

import signal
import sys
from types import FrameType
from typing import Self


class Progress:
    """Shows how many rows were read, and remembers a Ctrl-C until somebody heeds it.

    Python drops one that falls into the clearing up of an object, with a note on the standard error: what was to be
    stopped would go on to its end and be kept. Here it is heeded at the next step, without the note.
    """

    def __init__(self) -> None:
        """Start with nothing shown and nobody asking to stop."""
        self._stopped = False
        self._shows = sys.stderr.isatty()
        self._heeds = signal.getsignal(signal.SIGINT) is signal.default_int_handler

    def __call__(self, rows: int) -> None:
        """Show how far it is, or stop."""
        if self._stopped:
            raise KeyboardInterrupt
        if self._shows:
            print(f"\r{rows:,} rows read", end="", file=sys.stderr, flush=True)

    def __enter__(self) -> Self:
        """Begin to remember; where Ctrl-C means something else here, it goes on to mean that."""
        if self._heeds:
            signal.signal(signal.SIGINT, self._stop)
            self._tells, sys.unraisablehook = sys.unraisablehook, self._dropped
        return self

    def __exit__(self, *how: object) -> None:
        """Clear what was shown, and leave Ctrl-C as it was."""
        if self._heeds:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            sys.unraisablehook = self._tells
        if self._shows:
            print("\r" + " " * 40 + "\r", end="", file=sys.stderr, flush=True)

    def _dropped(self, what: "sys.UnraisableHookArgs") -> None:
        if what.exc_type is not KeyboardInterrupt:
            self._tells(what)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopped = True
        raise KeyboardInterrupt
