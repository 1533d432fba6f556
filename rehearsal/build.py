"""Building the demo: all of it in one transaction, so that it stands whole or not at all."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from rehearsal.around.telling import surround
from rehearsal.circles import seal_those
from rehearsal.desk.acts import lay_out
from rehearsal.happenings import happen
from rehearsal.interviews.acts import route_interviews
from rehearsal.many import further_stories
from rehearsal.onwards.acts import share_those
from rehearsal.protocols.acts import agree
from rehearsal.reading import stories
from rehearsal.searching.acts import search_for_those
from rehearsal.stage import Stage, found_partnership
from rehearsal.writing import start_clocks, tell

FURTHER = 60
TOLD_EVERY = 20
Progress = Callable[[str], None]


def build(
    *,
    now: datetime,
    seed: int,
    scale: int,
    further: int = FURTHER,
    suffix: str = "",
    progress: Progress = lambda words: None,
) -> Stage:
    """Found the partnership and tell every child's story; return who and what stands."""
    with transaction.atomic():
        stage = found_partnership(now=now, suffix=suffix)
        agree(stage)
        progress(f"{len(stage.agencies)} agencies, {len(stage.workers)} workers.")
        route_interviews(stage)
        by_hand, more = stories(), further_stories(seed, further * scale)
        total = len(by_hand) + len(more)
        for number, story in enumerate([*by_hand, *more], start=1):
            tell(story, stage)
            if number % max(TOLD_EVERY, total // 10) == 0:
                progress(f"{number:,} of {total:,} children.")
        surround(stage)
        start_clocks(stage)
        seal_those(stage)
        happen(stage)
        search_for_those(stage)
        progress("Clocks, asks and one emergency opening.")
        lay_out(stage)
        share_those(stage)
        progress("Reports on the MASH desk, and lines shared onwards.")
    return stage
