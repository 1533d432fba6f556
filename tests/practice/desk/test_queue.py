"""The queue: by time left, by its filters, a page at a time, counted once; sealed arrivals stand in nobody's."""

from datetime import timedelta
from typing import Any

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.actions import end_post
from erle.foundation.agencies.models import Post, Worker
from erle.knowledge.linkage.rules import Choice
from erle.knowledge.linkage.things.actions import judge_things
from erle.knowledge.records.actions.handing_in import Named
from erle.knowledge.records.rules import MentionKind, Urgency
from erle.practice.desk.actions.deciding import Decided, decide, tell_referrer
from erle.practice.desk.actions.holding import claim, offer
from erle.practice.desk.models import Arrival
from erle.practice.desk.queries import queue as reading
from erle.practice.desk.queries.arrivals import others_about, others_naming, sealed_arrivals
from erle.practice.desk.queries.queue import Holder, Order, Stage, Wanted, at_the_desk, counts, next_place, queue
from erle.practice.desk.queries.times import waited
from erle.practice.desk.rules import Response
from tests.partnership import NOW, Partnership, as_administrator
from tests.practice.desk.conftest import NOBODY, WREN, By, read_now, the_arrival

HANDLE = Named(MentionKind.ACCOUNT, "@northmere.night")


def _shown(wanted: Wanted, worker: Worker) -> list[str]:
    with acting_as(worker):
        desk = [one.pk for one in at_the_desk(NOW)]
        return [one.title for one in queue(wanted, worker=worker, at_desk=desk, at=NOW)]


@pytest.fixture
def five(priya: Worker, school_shares: By) -> dict[str, str]:
    """Five reports, by title; the older is due first."""
    given: dict[str, dict[str, Any]] = {
        "Old": {"at": NOW - timedelta(days=9)},
        "Soon": {"urgency": Urgency.SOON},
        "Today": {"urgency": Urgency.TODAY},
        "Now": {"urgency": Urgency.NOW},
        "Online": {"urgency": Urgency.SOON, "named": [HANDLE]},
    }
    return {title: school_shares(NOBODY, title=title, **more).reference for title, more in given.items()}


def test_the_queue_stands_by_time_left_then_by_urgency(priya: Worker, five: dict[str, str]) -> None:
    assert _shown(Wanted(), priya) == ["Old", "Now", "Today", "Soon", "Online"]
    assert _shown(Wanted(order=Order.URGENCY), priya) == ["Now", "Old", "Today", "Soon", "Online"]


def test_each_filter_leaves_what_it_names(priya: Worker, tom: Worker, five: dict[str, str]) -> None:
    with acting_as(priya):
        claim(read=read_now(five["Soon"]), by=priya, at=NOW)
        decide(read=read_now(five["Today"]), decided=_decided(priya, Response.NO_ACTION), by=priya, at=NOW)
        decide(read=read_now(five["Now"]), decided=_decided(priya, Response.STRATEGY), by=priya, at=NOW)

    for wanted, shown in (
        (Wanted(holder=Holder.MINE), ["Now", "Today", "Soon"]),
        (Wanted(holder=Holder.NOBODY), ["Old", "Online"]),
        (Wanted(over=True), ["Old"]),
        (Wanted(online=True), ["Online"]),
        (Wanted(urgent=True), ["Now"]),
        (Wanted(agency="alder-court", online=True), ["Online"]),
        (Wanted(agency="northmere-police"), []),
        (Wanted(stage=Stage.DECIDE), ["Old", "Soon", "Online"]),
        (Wanted(stage=Stage.READ), ["Today"]),
        (Wanted(stage=Stage.TELL), ["Now"]),
        (Wanted(stage=Stage.CLOSED), []),
    ):
        assert _shown(wanted, priya) == shown, wanted
    with acting_as(priya):
        desk = [one.pk for one in at_the_desk(NOW)]
        [school] = counts(priya, at_desk=desk, at=NOW)
        assert (school.number, school.mine, school.nobody, school.over, school.online, school.urgent) == (
            5,
            3,
            2,
            1,
            1,
            1,
        )
        assert (school.to_tell, reading.to_read_count(), reading.to_read_count("alder-court")) == (1, 1, 1)
        assert reading.waiting().count() == 4


def test_what_is_closed_is_out_of_the_queue_and_found_by_its_stage(priya: Worker, five: dict[str, str]) -> None:
    with acting_as(priya):
        decide(read=read_now(five["Old"]), decided=_decided(priya, Response.ADVICE), by=priya, at=NOW)
        tell_referrer(read=read_now(five["Old"]), words="Told.", by=priya, at=NOW)

    assert "Old" not in _shown(Wanted(), priya)
    assert _shown(Wanted(stage=Stage.CLOSED), priya) == ["Old"]


@pytest.mark.parametrize("order", list(Order))
def test_each_page_goes_on_where_the_last_one_ended(
    priya: Worker, five: dict[str, str], order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _shown(Wanted(order=order), priya)
    monkeypatch.setattr(reading, "PAGE", 1)

    seen, wanted = [], Wanted(order=order)
    for _ in range(len(whole)):
        with acting_as(priya):
            row = queue(wanted, worker=priya, at_desk=[], at=NOW)[0]
        seen.append(row.title)
        wanted = Wanted(order=order, after=next_place(row))

    assert seen == whole


def test_what_somebody_holds_who_left_the_desk_is_nobodys(
    partnership: Partnership, priya: Worker, tom: Worker, five: dict[str, str]
) -> None:
    with acting_as(tom):
        claim(read=read_now(five["Soon"]), by=tom, at=NOW)
    assert "Soon" not in _shown(Wanted(holder=Holder.NOBODY), priya)

    with as_administrator(partnership):
        end_post(post=Post.objects.get(worker=tom), at=NOW - timedelta(minutes=1))

    assert "Soon" in _shown(Wanted(holder=Holder.NOBODY), priya)


def test_a_row_says_to_whom_it_is_offered(priya: Worker, tom: Worker, five: dict[str, str]) -> None:
    with acting_as(priya):
        offer(read=read_now(five["Now"]), to=tom, reason="x", by=priya, at=NOW)
        [row] = queue(Wanted(urgent=True), worker=priya, at_desk=[priya.pk, tom.pk], at=NOW)

        assert row.offered["to"] == "Tom Ashby"  # type: ignore[attr-defined]


def test_no_count_and_no_row_tells_of_a_sealed_arrival(
    partnership: Partnership, priya: Worker, school_shares: By
) -> None:
    with acting_as(priya):
        before = counts(priya, at_desk=[priya.pk], at=NOW)
    shared = school_shares(WREN, urgency=Urgency.NOW, named=[HANDLE])

    with acting_as(priya):
        assert counts(priya, at_desk=[priya.pk], at=NOW) == before
        assert not sealed_arrivals().exists()
        assert waited(since=NOW - timedelta(days=1), online=True).everything.number == 0
        assert reading.arrivals_called([shared.reference]) == {}
    with acting_as(partnership.lead):
        assert [one.reference for one in sealed_arrivals()] == [shared.reference]


def test_other_reports_about_the_child_and_naming_the_same_things_are_found(priya: Worker, school_shares: By) -> None:
    first = school_shares(title="First", named=[HANDLE])
    second = school_shares(NOBODY, title="Second", named=[Named(MentionKind.ACCOUNT, "northmere.NIGHT")])
    third = school_shares(title="Third")
    with acting_as(priya):
        claim(read=read_now(first.reference), by=priya, at=NOW)
        arrival = the_arrival(first.reference)
        from erle.practice.desk.queries.arrivals import mentions_of, picture_of

        things = [mention.thing for mention in mentions_of(arrival.report)]
        naming = others_naming(arrival, things)

        assert [one.reference for one in others_about(arrival, picture_of(arrival))] == [third.reference]
        assert [[one.arrival.reference for one in others] for others in naming.values()] == [[second.reference]]


def test_a_report_that_writes_it_otherwise_is_found_where_the_reader_holds_both_to_be_the_same(
    priya: Worker, school_shares: By
) -> None:
    from erle.practice.desk.queries.arrivals import NamedIn, mentions_of

    first = school_shares(title="First", named=[HANDLE])
    other = school_shares(NOBODY, title="Other", named=[Named(MentionKind.ACCOUNT, "northmere_night")])
    with acting_as(priya):
        arrival = the_arrival(first.reference)
        [thing] = [one.thing for one in mentions_of(arrival.report) if one.thing]
        [another] = [one.thing for one in mentions_of(the_arrival(other.reference).report) if one.thing]
        assert others_naming(arrival, [thing]) == {}

        judge_things(one=thing, other=another, choice=Choice.SAME, reason="One account.", by=priya, at=NOW)

        assert others_naming(arrival, [thing, ""]) == {
            thing: [NamedIn(the_arrival(other.reference), "northmere_night")]
        }


def test_times_are_told_by_agency_and_of_online_reports(priya: Worker, school_shares: By) -> None:
    for hours, named in ((1, []), (2, []), (9, [HANDLE])):
        reference = school_shares(NOBODY, at=NOW - timedelta(hours=10), named=named).reference
        with acting_as(priya):
            seen = NOW - timedelta(hours=10 - hours)
            Arrival.objects.filter(reference=reference).update(seen_by=priya, seen_at=seen, acted_at=seen)
    school_shares(NOBODY, at=NOW - timedelta(hours=10))

    with acting_as(priya):
        every = waited(since=NOW - timedelta(days=7), online=False)
        online = waited(since=NOW - timedelta(days=7), online=True)
        assert waited(since=NOW, online=False).everything.number == 0

    [school] = every.agencies
    assert (school.agency, school.number, school.not_seen, school.not_acted) == ("Alder Court Academy", 4, 1, 1)
    assert school.to_seen == timedelta(hours=2)
    assert (every.everything.to_seen, every.everything.to_acted) == (timedelta(hours=2), timedelta())
    assert (online.everything.number, online.everything.to_seen) == (1, timedelta(hours=9))


def _decided(named: Worker, response: Response) -> Decided:
    return Decided(response, "Reasons", "Not known", named)
