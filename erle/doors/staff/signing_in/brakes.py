"""Brakes against guessing that nobody can turn on a colleague.

Tries are counted for each source, and for each source together with the worker who is tried, so that failing from one
place never stops her in another. A device on which she has signed in has tries of its own, so that even a guesser in
the same office cannot stop her there. When many sources guess at once, each of them gets fewer tries; none gets none.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest

from erle.doors.staff.signing_in.buckets import Bucket
from erle.doors.staff.signing_in.places import known_device, mark, network

EVERYWHERE = Bucket("everywhere", 300, 0.5)
WORKER = Bucket("worker", 20, 60)
SOURCE = Bucket("source", 40, 5)
PAIR = Bucket("pair", 10, 60)
DEVICE = Bucket("device", 10, 30)
CODE_PAIR = Bucket("code-pair", 5, 60)
CODE_WORKER = Bucket("code-worker", 30, 300)
CODE_DEVICE = Bucket("code-device", 10, 60)
STORM_COST = 4
"""What a try costs a source while many sources guess at once."""


@dataclass
class Turn:
    """One try: whether it may be made, and what is put back when it was not a guess."""

    granted: bool
    taken: list[tuple[Bucket, tuple[str, ...], int]] = field(default_factory=list)

    def was_no_guess(self) -> None:
        """Put back what was taken."""
        for bucket, parts, cost in self.taken:
            bucket.give_back(*parts, cost=cost)
        self.taken.clear()


def try_password(request: HttpRequest, *, email: str, at: datetime) -> Turn:
    """Count a try at a password, or at anything else that needs no password first."""
    worker, device, source = mark(email), known_device(request, email), network(request)
    if device:
        return _turn([(DEVICE, (device, worker), 1)], at)
    storm = not _calm([(EVERYWHERE, ()), (WORKER, (worker,))], at)
    cost = STORM_COST if storm else 1
    return _turn([(SOURCE, (source,), cost), (PAIR, (source, worker), cost)], at)


def try_code(request: HttpRequest, *, email: str, at: datetime) -> Turn:
    """Count a try at a second factor; only somebody who knows the password comes so far."""
    worker, device, source = mark(email), known_device(request, email), network(request)
    if device:
        return _turn([(CODE_DEVICE, (device, worker), 1)], at)
    return _turn([(CODE_PAIR, (source, worker), 1), (CODE_WORKER, (worker,), 1)], at)


def _turn(asked: list[tuple[Bucket, tuple[str, ...], int]], at: datetime) -> Turn:
    turn = Turn(granted=True)
    for bucket, parts, cost in asked:
        if not bucket.take(*parts, cost=cost, at=at):
            turn.granted = False
            break
        turn.taken.append((bucket, parts, cost))
    return turn


def _calm(asked: list[tuple[Bucket, tuple[str, ...]]], at: datetime) -> bool:
    return all(bucket.take(*parts, at=at) for bucket, parts in asked)
