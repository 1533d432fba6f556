"""What the addresses take: the references of what is told of a child, and two children of whom everything is told."""

import re
from datetime import timedelta

from erle.doors.staff.routes import Route
from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.sharing import Grounds
from erle.foundation.access.models import Conflict, Share
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.references import new_reference
from erle.knowledge.records.actions.handing_in import things_key
from erle.knowledge.records.disclosing.actions import Chosen, Recipients, share_onwards
from erle.knowledge.records.models import Entry, Mention, Person
from erle.knowledge.records.queries import child_called
from erle.knowledge.records.rules import MentionKind, Precision, thing_key, thing_reference
from erle.practice.missing.actions import record_episode, record_return
from erle.practice.missing.rules import EpisodeKind, Moment
from tests.house.arrivals import ask, bring
from tests.partnership import BASIS, CANARY, NOW, Partnership
from tests.practice.desk.conftest import decision_maker

NEUTRAL = (
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'), b"TOKEN"),
    (re.compile(rb'nonce="[^"]*"'), b"NONCE"),
    (re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^\"<]*"), b"MOMENT"),
    (re.compile(rb'(Today |"saved_at": ")\d\d:\d\d'), rb"\1HOUR"),
)


class Things:
    """The references that the addresses take, of one child."""

    def __init__(self, child: str, episode: str, share: str, number: int, line: str, things: list[str]) -> None:
        self.child, self.episode, self.share, self.number = child, episode, share, number
        self.line, self.thing, self.other_thing = line, *things
        self.arrival, self.check, self.disclosure = "A-NNNNNN22", "Q-NNNNNN22", "D-NNNNNN22"
        self.interview, self.withheld, self.hand_over = "I-NNNNNNNN22", "Z-NNNNNN22", "H-NNNNNN22"

    def path(self, route: Route, worker: Worker) -> str:
        """Return the address with these references in it."""
        by_place = {"/episodes/": self.episode, "/desk/": self.arrival, "/checks/": self.check}
        by_place |= {"/shared/": self.disclosure, "/interviews/": self.interview, "/withheld/": self.withheld}
        by_place |= {"/interview-offers/": self.hand_over}
        about = next((one for place, one in by_place.items() if route.path.startswith(place)), self.child)
        if route.path.startswith("/administration/workers/"):
            about = worker.reference
        given = {
            "reference": about,
            "share": self.share,
            "number": self.number,
            "slug": "northmere-police",
            "key": "repeat_missing",
            "form": "child_share",
            "about": self.child,
            "line": self.line,
            "check": self.check,
            "version": "1",
            "pattern": "repeated",
            "thing": self.thing,
            "pair": f"{self.thing}.{self.other_thing}",
            "file": "A-NNNNNN22",
            "tie": "J-NNNNNN22",
            "token": "x",
            "older": "1",
            "newer": "2",
            "provider_id": "x",
        }
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(given[found[1]]), route.path)

    def neutral(self, body: bytes) -> bytes:
        """Return a body without what says which of two things was asked for, and without what differs each time."""
        own = (self.child, self.episode, self.share, f"/{self.number}/", self.line, self.thing, self.other_thing)
        interviews = (self.interview, self.withheld, self.hand_over)
        for word in (*own, self.arrival, self.check, self.disclosure, *interviews):
            body = body.replace(word.encode(), b"REFERENCE")
        for pattern, instead in NEUTRAL:
            body = pattern.sub(instead, body)
        return body


def tell_of_children(partnership: Partnership) -> dict[str, Things]:
    """Have both children missing, shared and barred, so that every address has something to find."""
    found = {}
    for key, reference in (("leah", partnership.leah.reference), ("sealed", partnership.sealed.reference)):
        with acting_as(partnership.lead):
            child = child_called(reference)
            left = Moment(NOW.replace(hour=1), Precision.MINUTE)
            episode = record_episode(
                person=child,
                agency=partnership.lead.agency,
                kind=EpisodeKind.MISSING,
                left=left,
                by=partnership.lead,
                at=NOW,
            )
            record_return(episode=episode, returned=left, by=partnership.lead, at=NOW)
            share = Share.objects.filter(circle=child.circle).exclude(kind="opened").latest("pk")
            bar = Conflict.objects.filter(circle=child.circle).first()
            number = bar.pk if bar else 99_999_998
            said = ("Leah’s car", "Leah’s old car") if key == "leah" else (f"{CANARY} Lane", f"{CANARY} Ln")
            line, *things = named(child, *said)
            found[key] = Things(child.reference, episode.reference, share.reference, number, line, things)
            found[key].disclosure = shared_onwards(child, line, partnership.manager, by=partnership.lead)
    desk = decision_maker(partnership, "Priya Menon")
    found["leah"].arrival = bring(partnership.leah, by=partnership.member, words="Leah")
    found["sealed"].arrival = bring(partnership.sealed, by=partnership.lead, words=CANARY)
    found["leah"].check = ask(found["leah"].arrival, partnership, by=desk)
    return found


def named(child: Person, *said: str) -> list[str]:
    """Have a line of the child name things; return its reference and theirs."""
    line = Entry.objects.filter(person=child, report__isnull=False).latest("pk")
    assert line.report is not None
    things = [
        thing_reference(MentionKind.PLACE, thing_key(MentionKind.PLACE, words), secret=things_key()) for words in said
    ]
    for words, thing in zip(said, things, strict=True):
        Mention.objects.create(
            circle=line.circle,
            reference=new_reference("N"),
            report=line.report,
            entry=line,
            kind=MentionKind.PLACE,
            words=words,
            key=words,
            thing=thing,
            recorded_at=NOW,
        )
    return [line.reference, *things]


def shared_onwards(child: Person, line: str, worker: Worker, *, by: Worker) -> str:
    """Have a line of the child shared with one who knows the child; return the reference of that."""
    grounds = Grounds(purpose="x", basis=BASIS, told="x")
    made = share_onwards(
        subject=child,
        chosen=Chosen([line]),
        recipients=Recipients([worker]),
        grounds=grounds,
        ends_at=NOW + timedelta(days=7),
        by=by,
        at=NOW,
    )
    return made.reference
