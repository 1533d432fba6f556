"""The desk says of which child a report is: one she may see, or one who is recorded now and was known to nobody."""

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.ledger.models import Line
from erle.knowledge.linkage.models import Tie
from erle.knowledge.records.actions.telling import Particulars
from erle.knowledge.records.models import Entry, Person
from erle.practice.desk.actions.arriving import Shared
from erle.practice.desk.actions.holding import claim
from erle.practice.desk.actions.judging import KnownAlready, NotOfChildrensServices, judge_arrival, record_child
from erle.practice.desk.models import Arrival
from erle.practice.desk.queries.arrivals import known, picture_of
from erle.practice.desk.queries.judging import children_that_fit, subject_of
from tests.partnership import NOW, Partnership
from tests.practice.desk.conftest import LEAH, NOBODY, By, read_now, the_arrival

LEE = Particulars(known_as="Leah", school="Alder Court")


@pytest.fixture
def held(held_by_priya: Shared) -> Shared:
    """A report about Leah that Priya holds, by which she sees Leah."""
    return held_by_priya


def test_a_child_whom_she_sees_and_who_fits_is_offered(held: Shared, priya: Worker, school_shares: By) -> None:
    unsure = school_shares(LEE, title="Unsure")
    nobody = school_shares(NOBODY, title="Nobody")
    with acting_as(priya):
        assert [one.given_names for one in children_that_fit(the_arrival(unsure.reference))] == ["Leah"]
        assert children_that_fit(the_arrival(nobody.reference)) == []
        assert subject_of(the_arrival(unsure.reference)) == LEE


def test_a_judgement_puts_the_report_in_the_picture_and_lets_its_holder_in(
    partnership: Partnership, held: Shared, priya: Worker, tom: Worker, school_shares: By
) -> None:
    unsure = school_shares(LEE, title="Unsure")
    with acting_as(tom):
        claim(read=read_now(unsure.reference), by=tom, at=NOW)
        assert picture_of(the_arrival(unsure.reference)) is None
    with acting_as(priya):
        picture = Person.objects.get(pk=partnership.leah.pk)
        judge_arrival(
            read=read_now(unsure.reference), picture=picture, reason="Same school and year.", by=priya, at=NOW
        )
        assert Tie.objects.filter(how="judgement", reason="Same school and year.").exists()
    with acting_as(tom):
        assert picture_of(the_arrival(unsure.reference)) == partnership.leah
    with acting_as(partnership.lead):
        assert Entry.objects.filter(person=partnership.leah, title="Unsure").exists()


def test_a_child_whom_nobody_knows_is_recorded_and_the_report_is_hers(priya: Worker, school_shares: By) -> None:
    shared = school_shares(NOBODY)
    with acting_as(priya):
        claim(read=read_now(shared.reference), by=priya, at=NOW)
        picture = record_child(
            read=read_now(shared.reference), agency=priya.agency, particulars=NOBODY, reason="New", by=priya, at=NOW
        )
        assert picture_of(the_arrival(shared.reference)) == picture
        assert Entry.objects.filter(person=picture, origin__isnull=False).count() == 1
        assert known([the_arrival(shared.reference).pk])


def test_a_child_known_already_is_not_recorded_twice(
    partnership: Partnership, priya: Worker, school_shares: By
) -> None:
    misspelt = school_shares(Particulars(given_names="Lea", family_name="Arden", born_on=LEAH.born_on))
    with acting_as(priya), pytest.raises(KnownAlready, match="Ring Joanna Pryce, Children's Services, 01632 960140"):
        record_child(
            read=read_now(misspelt.reference), agency=priya.agency, particulars=LEAH, reason="x", by=priya, at=NOW
        )
    with acting_as(partnership.lead):
        assert Line.objects.filter(act="asked", about=partnership.leah.reference, worker_id=priya.pk).exists()


def test_only_childrens_services_open_their_record(partnership: Partnership, priya: Worker, school_shares: By) -> None:
    shared = school_shares(NOBODY)
    with acting_as(priya), pytest.raises(NotOfChildrensServices):
        record_child(
            read=read_now(shared.reference),
            agency=partnership.agencies["police"],
            particulars=NOBODY,
            reason="x",
            by=priya,
            at=NOW,
        )


def test_before_the_claim_the_desk_learns_known_or_not_and_whom_to_ring(
    partnership: Partnership, priya: Worker, school_shares: By
) -> None:
    about_leah, about_nobody = school_shares(), school_shares(NOBODY)
    with acting_as(priya):
        numbers = dict(Arrival.objects.values_list("reference", "pk"))
        found = known(list(numbers.values()))

        assert set(found) == {numbers[about_leah.reference]}
        assert (found[numbers[about_leah.reference]].agency, found[numbers[about_leah.reference]].lead) == (
            partnership.agencies["childrens_services"],
            partnership.lead,
        )
        assert about_nobody.reference in numbers
        assert known([]) == {}
    for outsider in (partnership.lapsed, partnership.lead, partnership.never):
        with acting_as(outsider):
            assert known(list(numbers.values())) == {}
