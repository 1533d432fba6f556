"""`erle link`: ask of which records a person should say whether they are of one child; prints numbers, never names."""

import argparse
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from erle.doors.command.printing import say, say_data
from erle.doors.command.standing import home, product
from erle.foundation.database.refusals import Refused

if TYPE_CHECKING:
    from erle.knowledge.linkage.proposing import Proposes


NAMES = {"around": "whom records name as related", "phones": "telephone numbers"}
HERE, SPARK = "here", "spark"
MASTER, ALL_CORES = "ERLE_SPARK_MASTER", "local[*]"


class NothingToLink(Refused):
    """There are no two records that could be told apart."""


def add_to(words: Any) -> None:
    """Add the command."""
    parser = words.add_parser("link", help="ask about records that may be of one child; a person answers")
    parser.add_argument("--whole", action="store_true", help="match all records; else those that came or changed")
    parser.add_argument("--learn", action="store_true", help="learn a model anew from all records, and match them")
    parser.add_argument(
        "--on",
        choices=(HERE, SPARK),
        default=HERE,
        help="where all records are matched; on Spark by the extra erle[spark], its master named by ERLE_SPARK_MASTER",
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Match what came or changed, or all, and ask; once more changes nothing. Stopped, it goes on where it was."""
    proposes = _proposing(asked.on)
    with product(make=False):
        from django.utils import timezone

        from erle.knowledge.linkage.matching.learning.training import NothingToCompare
        from erle.knowledge.linkage.tasks import ask_questions, match_arrivals, was_asked

        try:
            if asked.whole or asked.learn or asked.on == SPARK or not was_asked():
                told = ask_questions(at=timezone.now(), anew=asked.learn, proposes=proposes)
            else:
                told = match_arrivals(lambda words: say(words, to=sys.stderr))
        except NothingToCompare as error:
            raise NothingToLink("There are no records yet that could be compared. Nothing was asked.") from error
    if asked.json:
        say_data(asdict(told))
        return 0
    say(f"Records read: {told.records:,}. Model {told.model}{', learnt now' if told.learnt else ''}.")
    if told.not_compared:
        named = " and ".join(NAMES.get(name, name) for name in told.not_compared)
        say(f"Not compared yet: {named}. The model learns that anew by erle link --learn.")
    say(f"Pairs found: {told.proposed:,}; asked about: {told.open:,}.")
    say(f"Questions new: {told.asked:,}; changed: {told.changed:,}; asked no longer: {told.lapsed:,}.")
    return 0


def _proposing(on: str) -> "Proposes":
    """Return what finds the pairs there, or raise `NoSpark` before anything is begun."""
    from erle.knowledge.linkage.proposing import propose
    from erle.knowledge.linkage.spark.needs import check_needs

    if on == HERE:
        return propose
    check_needs()
    from erle.knowledge.linkage.spark.proposing import proposing_on

    return proposing_on(os.environ.get(MASTER) or ALL_CORES, home=home() / "spark")
