"""What happens once the children are known: somebody outside asks, and somebody opens a record in an emergency."""

from datetime import date, timedelta

from erle.foundation.access.acting import acting_as
from erle.foundation.access.rules import REVIEW_WITHIN_WORKING_DAYS
from erle.foundation.statute.calendar import ENGLAND
from erle.foundation.statute.limits import WorkingDays
from erle.knowledge.records.actions.asking import ask_whether_known, break_glass
from erle.knowledge.records.models import Person
from rehearsal.stage import Stage
from rehearsal.story import Story

ASKED = (
    ("stott", "Simona", "A driver tells us that he is asked for by the same address again. Whom do I ring?"),
    ("castell", "Haroon", "His bank has written to us about an old account."),
    ("teller", "Zofia", "A landlord has handed in a drawing book that was left in an empty flat."),
)
OPENED = (
    "teller",
    "Ruairi",
    "missing_now",
    "Missing now; the home’s line is engaged and his brother’s number is in the record.",
)
NOBODY_KNOWN = ("lowther", "Perpetua Winterbourne", "A new pupil, arrived without a file.")


def happen(stage: Stage) -> None:
    """Let others ask and open; those who answer for the child are told."""
    for key, given, why in ASKED:
        story, person = _child(stage, given)
        with acting_as(stage.workers[key]):
            ask_whether_known(
                name=f"{story.given} {story.family}", born_on=_born(person), why=why, by=stage.workers[key]
            )
    key, name, why = NOBODY_KNOWN
    with acting_as(stage.workers[key]):
        ask_whether_known(name=name, born_on=(stage.now - timedelta(days=4_500)).date(), why=why, by=stage.workers[key])
    _emergency(stage)


def _emergency(stage: Stage) -> None:
    """Open a record for an hour; the database says when, so it is the moment at which the demo is made."""
    key, given, reason, happening = OPENED
    story, person = _child(stage, given)
    with acting_as(stage.workers[key]):
        break_glass(
            name=f"{story.given} {story.family}",
            born_on=_born(person),
            reason=reason,
            happening=happening,
            basis="police_emergency",
            review_due_at=WorkingDays(REVIEW_WITHIN_WORKING_DAYS).due(stage.now, ENGLAND),
            by=stage.workers[key],
            at=stage.now,
        )


def _child(stage: Stage, given: str) -> tuple[Story, Person]:
    return next((story, person) for story, person in stage.children if story.given == given)


def _born(person: Person) -> date:
    if person.born_on is None:
        raise ValueError("The children of the stories have a date of birth.")
    return person.born_on
