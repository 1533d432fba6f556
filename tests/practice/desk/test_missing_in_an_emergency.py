"""Who sees a child by an emergency opening alone: her report of a missing child is taken, and she ends no clock."""

from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from erle.foundation.access import gate
from erle.foundation.access.acting import acting_as
from erle.foundation.access.models import Share
from erle.foundation.clocks.actions import ClockStopped, stop
from erle.foundation.clocks.queries import running_about
from erle.foundation.ledger.models import Line
from erle.knowledge.records.models import Person, Report
from erle.knowledge.records.queries import child_called, chronology
from erle.practice.desk.models import Arrival
from erle.practice.missing.actions import RETURN_INTERVIEW
from erle.practice.missing.actions.reporting import report_missing
from erle.practice.missing.actions.steps import record_return_interview
from erle.practice.missing.models import Episode, ReturnInterview
from erle.practice.missing.rules import InterviewStatus
from tests.house.test_routes import browser
from tests.knowledge.linkage.handing import at_desk, employed, open_in_emergency
from tests.partnership import NOW, Partnership
from tests.practice.missing.conftest import reported
from tests.practice.missing.services import AT, comes_back


def test_who_opened_in_an_emergency_records_no_talk_and_stops_no_clock(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        leah = child_called(partnership.leah.reference)
        missing = report_missing(person=leah, reported=reported(), by=partnership.lead, at=NOW).episode
    comes_back(missing, partnership.member)
    other = employed(partnership, "Kit Marsh", "police", "return-interview-coordinator")
    open_in_emergency(other, "Leah Arden")
    said: dict[str, Any] = {"happened_at": NOW, "interviewer": "Kit Marsh", "note": ""}

    with acting_as(other):
        episode = Episode.objects.select_related("circle", "person__circle").get(pk=missing.pk)
        with pytest.raises(gate.OnlyInAnEmergency, match="Ask a worker who is in the circle to do this"):
            record_return_interview(episode=episode, status=InterviewStatus.COMPLETED, **said, by=other, at=AT)
        row = {"circle": episode.circle, "episode": episode, "status": "completed", **said}
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            ReturnInterview.objects.create(**row, recorded_by=other, recorded_at=AT)
        clock = running_about(missing.reference, key=RETURN_INTERVIEW)
        assert clock is not None
        with pytest.raises(ClockStopped):
            stop(clock, outcome="x", by=other, at=AT)
        assert Episode.objects.filter(pk=missing.pk).update(returned_at=None) == 0

    with acting_as(partnership.coordinator):
        assert running_about(missing.reference, key=RETURN_INTERVIEW) is not None
        record_return_interview(
            episode=episode, status=InterviewStatus.COMPLETED, **said, by=partnership.coordinator, at=AT
        )
        assert running_about(missing.reference, key=RETURN_INTERVIEW) is None


def test_a_report_from_the_page_of_a_child_who_is_open_in_an_emergency_comes_to_the_desk(
    partnership: Partnership,
) -> None:
    officer, desk = partnership.never, at_desk(partnership)
    open_in_emergency(officer, "Leah Arden")
    client, at = browser(officer), f"/children/{partnership.leah.reference}/missing/report/"
    when = {"on-day": NOW.day, "on-month": NOW.month, "on-year": NOW.year, "time": "00:00"}
    said = {"kind": "M", **when, "reported_by": "police", "words": "Seen getting into a car."}

    assert "your report goes to the MASH desk" in client.get(at).content.decode()
    answer = client.post(at, said, follow=True)

    assert answer.status_code == 200
    assert "Reported. You opened this record in an emergency" in answer.content.decode()
    with acting_as(officer):
        [report] = Report.objects.filter(recorded_by=officer)
        own = Person.objects.get(pk=report.person_id)
        assert (own.given_names, own.born_on) == ("Leah", partnership.leah.born_on)
        assert (own.known_as, own.school, own.lives, own.pronouns) == ("", "", "", "")
        assert Episode.objects.get(person=own).agency_id == officer.agency_id
        opening = Share.objects.get(worker=officer, kind="break_glass")
    with acting_as(desk):
        assert Arrival.objects.get(title="Reported missing").urgency == "now"
    with acting_as(partnership.lead):
        assert chronology(child_called(partnership.leah.reference))[0]["text"] == "Seen getting into a car."
        assert not Episode.objects.filter(person=partnership.leah).exists()
        [line] = Line.objects.filter(act="reported_missing", circle_id=partnership.leah.circle_id)
        assert (line.worker_id, line.about, line.purpose) == (officer.pk, opening.reference, "missing_now")
    shown = browser(partnership.lead).get(f"/children/{partnership.leah.reference}/access/").content.decode()
    assert "Reported the child missing, under an emergency opening" in shown
