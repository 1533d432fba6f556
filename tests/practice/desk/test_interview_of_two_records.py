"""A return interview that came of a record tied to the child's picture follows both; the tie alone leads there."""

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.conflicts import keep_out
from erle.knowledge.linkage.actions import undo_tie
from erle.knowledge.linkage.models import Tie
from erle.knowledge.records.queries import child_called
from erle.knowledge.records.rules import Urgency
from erle.practice.desk.actions.finishing import finish_interview
from erle.practice.missing.actions.interviewing import Noted, keep_step
from erle.practice.missing.actions.reporting import report_missing
from erle.practice.missing.actions.withholding import override, withhold
from erle.practice.missing.models import Episode, Interview, PlanOffer, Withheld
from erle.practice.missing.rules.interviewing import Step
from tests.knowledge.linkage.handing import LEAH, employed, typed_by
from tests.partnership import NOW, Partnership
from tests.practice.missing.conftest import reported
from tests.practice.missing.services import AT, Services, comes_back, found_services, hold, the_one


@pytest.fixture
def services(partnership: Partnership) -> Services:
    """Two services."""
    return found_services(partnership)


@pytest.fixture
def other(partnership: Partnership, services: Services) -> Episode:
    """An episode on a record of a second social work manager's, which is Leah's too."""
    police = employed(partnership, "Kit Marsh", "police", "social-work-manager")
    record = typed_by(police, LEAH)
    with acting_as(police):
        record = child_called(record.reference)
        episode = report_missing(person=record, reported=reported(), by=police, at=NOW).episode
    comes_back(episode, police)
    return episode


def test_who_is_barred_from_the_other_record_is_let_in_by_no_override(
    partnership: Partnership, services: Services, other: Episode
) -> None:
    interview, by = the_one(services.at_home), services.at_home
    assert interview.person_id == partnership.leah.pk
    with acting_as(by):
        kept = withhold(interview=interview, called="Leah", words="x", whom="", by=by, at=AT)
    police = other.recorded_by
    with acting_as(police):
        keep_out(circle=other.circle, worker=partnership.lead, reason="Knows the family", by=police, at=NOW)

    with acting_as(by):
        names = override(withheld=kept, reason="Safety", child_told="Told", by=by, at=AT)

    assert names != []
    assert not any(name.startswith("Joanna Pryce") for name in names)
    with acting_as(partnership.lead):
        assert not Withheld.objects.exists()


@pytest.mark.parametrize("stands", [True, False])
def test_nothing_is_passed_on_to_a_picture_whose_tie_was_undone(
    partnership: Partnership, services: Services, other: Episode, stands: bool
) -> None:
    interview, by = the_one(services.at_home), services.at_home
    hold(interview, by)
    with acting_as(by):
        for noted in (Noted(Step.ACCOUNT, words="I got out."), Noted(Step.PLAN, code="look", words="The mill")):
            keep_step(interview=interview, noted=noted, by=by, at=AT)
    if not stands:
        with acting_as(partnership.lead):
            undo_tie(tie=Tie.objects.get(), because="Another Leah.", by=partnership.lead, at=NOW)

    with acting_as(by):
        finish_interview(interview=Interview.objects.get(pk=interview.pk), urgency=Urgency.SOON, by=by, at=AT)

    with acting_as(partnership.lead):
        assert PlanOffer.objects.exists() == stands
