"""What happens once the children are known: others ask, open in an emergency, and write a name down another way."""

from datetime import date, timedelta

from erle.foundation.access.acting import acting_as
from erle.foundation.access.rules import REVIEW_WITHIN_WORKING_DAYS
from erle.foundation.statute.calendar import ENGLAND
from erle.foundation.statute.limits import WorkingDays
from erle.knowledge.linkage.actions import recognise
from erle.knowledge.records.actions import telling
from erle.knowledge.records.actions.asking import ask_whether_known, break_glass
from erle.knowledge.records.models import Person
from erle.knowledge.records.rules import EntryKind, Precision
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
HEARD = (
    "eastwick",
    "Maisie",
    "Maisie",
    "Thornberry",
    "Her mum asks to move: her daughter is afraid of the canal path.",
)
"""Who at another agency keeps a record of whom, how the names are written there, and what stands in it."""
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
    _as_heard(stage)


def _as_heard(stage: Stage) -> None:
    """Record a child at another agency under a name as it sounds: no rule says that it is her, so a person is asked."""
    key, given, given_names, family_name, text = HEARD
    (story, person), worker, at = _child(stage, given), stage.workers[key], stage.now - timedelta(days=9)
    with acting_as(worker):
        heard = telling.record_person(
            agency=worker.agency,
            particulars=telling.Particulars(
                given_names=given_names, family_name=family_name, born_on=_born(person), sex=story.sex
            ),
            basis="public_task_safeguarding",
            purpose="Help with housing",
            by=worker,
            at=at,
        )
        said = telling.Said("contact", text, "Her mother", at, Precision.ABOUT, grade="1 A P")
        line = telling.Line(EntryKind.CONCERN, "Asked to move")
        telling.take_report(person=heard, agency=worker.agency, said=said, line=line, by=worker, at=at)
        recognise(people=[heard.pk])


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
