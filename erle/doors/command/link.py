"""`erle link`: ask of which records a person should say whether they are of one child; prints numbers, never names."""

import argparse
from dataclasses import asdict
from typing import Any

from erle.doors.command.printing import say, say_data
from erle.doors.command.standing import product
from erle.foundation.database.refusals import Refused


class NothingToLink(Refused):
    """There are no two records that could be told apart."""


def add_to(words: Any) -> None:
    """Add the command."""
    parser = words.add_parser("link", help="ask about records that may be of one child; a person answers")
    parser.add_argument("--learn", action="store_true", help="learn a model anew; else the one that is kept is used")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Match the standing records and ask; once more changes nothing."""
    with product(make=False):
        from django.utils import timezone

        from erle.knowledge.linkage.matching.matching import NothingToCompare
        from erle.knowledge.linkage.tasks import ask_questions

        try:
            told = ask_questions(at=timezone.now(), anew=asked.learn)
        except NothingToCompare as error:
            raise NothingToLink("There are no records yet that could be compared. Nothing was asked.") from error
    if asked.json:
        say_data(asdict(told))
        return 0
    say(f"Records read: {told.records:,}. Model {told.model}{', learnt now' if told.learnt else ''}.")
    say(f"Pairs found: {told.proposed:,}; asked about: {told.open:,}.")
    say(f"Questions new: {told.asked:,}; changed: {told.changed:,}; asked no longer: {told.lapsed:,}.")
    return 0
