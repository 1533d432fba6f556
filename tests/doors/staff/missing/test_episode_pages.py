"""The pages of an episode: from the report to the return as a worker sends it, and two people at the same one."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

from django.test import Client

from erle.doors.staff.words import LONDON
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.clocks.queries import running_about
from erle.knowledge.records.actions.telling import Particulars, record_person
from erle.knowledge.records.rules import Precision
from erle.practice.missing.actions import RETURN_INTERVIEW
from erle.practice.missing.actions.reporting import report_missing
from erle.practice.missing.models import Episode, TriggerPlan
from erle.practice.missing.rules import Moment
from tests.house.test_routes import browser
from tests.partnership import BASIS, NOW, Partnership
from tests.practice.missing.conftest import missing, night, reported, stands

assert missing, night  # the fixtures, by their names
VERSION = re.compile(r'name="version" value="(\d+)"')


def _when(ago: timedelta = timedelta(minutes=1)) -> dict[str, str]:
    local = (datetime.now(UTC) - ago).astimezone(LONDON)
    return {
        "on-day": str(local.day),
        "on-month": str(local.month),
        "on-year": str(local.year),
        "time": f"{local:%H:%M}",
    }


def _send(client: Client, path: str, **fields: object) -> str:
    version = VERSION.findall(client.get(path).content.decode())
    answer = client.post(path, {"version": version[0] if version else "0", **fields}, follow=True)
    assert answer.status_code == 200, unescape(answer.content.decode())[-3000:]
    return unescape(answer.content.decode())


def test_a_child_is_reported_graded_told_and_found_on_the_pages(partnership: Partnership) -> None:
    client, leah = browser(partnership.member), partnership.leah.reference
    report = {"kind": "M", "last_seen": "Gate", "reported_by": "school", "name": "Ms Okafor", "words": "Left at noon"}
    shown = _send(client, f"/children/{leah}/missing/report/", **_when(timedelta(hours=1)), **report)
    assert "Reported by Ms Okafor (school or college)" in shown
    with acting_as(partnership.member):
        reference = Episode.objects.get(person=partnership.leah.pk).reference
    page = f"/episodes/{reference}/"

    assert "Imran Hale, Northmere Police (you) holds this episode" in _post(client, page, "take-on/")
    assert "Serious harm" in _shown(client, f"{page}risk/")
    assert "Asthma, no inhaler" in _send(client, f"{page}risk/", level="high", reasons="Asthma, no inhaler")
    assert "Looked after, section 20" in _send(
        client, f"{page}care/", statuses=["cla_s20"], responsible="Northmere", missing_from="foster"
    )
    assert "Not told yet" in _shown(client, page)
    assert "Duty desk, 01632" in _send(client, f"{page}told/", whom="responsible", name="Duty desk, 01632", **_when())
    assert "Market" in _send(client, f"{page}seen/", place="Market", **_when())
    car = {"kind": "vehicle", "named": "AB12 CDE", "words": "Seen at the gate", "relied": "1", "known": "B"}
    linked = _send(client, f"{page}link/", **car)
    assert "1 B P: reliable, known indirectly, corroborated" in linked
    [thing] = re.findall(r'href="(/things/[^"]+/)"', linked)
    assert "Leah Arden" in _shown(client, thing)
    due = _send(client, f"{page}actions/", words="Look at the weir", whom="PC Lal", **_when())
    assert "Late 1 min" in due
    [version] = re.findall(rf"{page}actions/(\d+)/", due)
    assert "Nobody there" in _send(client, f"{page}actions/{version}/", outcome="Nobody there", **_when())
    back = _send(client, f"{page}found/", how="back", by_whom="found_police", harm=["not_asked"], **_when())
    assert "The 72 hours for the return interview run." in back
    assert "Safe at home" in _send(
        client, f"{page}prevention/", harm=["none_disclosed"], words="Safe at home", **_when(timedelta(0))
    )
    with acting_as(partnership.member):
        assert running_about(reference, key=RETURN_INTERVIEW) is not None


def _post(client: Client, page: str, act: str) -> str:
    version = VERSION.findall(client.get(page).content.decode())
    answer = client.post(f"{page}{act}", {"version": version[0]}, follow=True)
    return re.sub(r"<[^>]+>", "", unescape(answer.content.decode()))


def _shown(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_the_second_of_two_who_grade_reads_what_the_first_said_beside_what_she_typed(
    partnership: Partnership, missing: Episode, night: Worker
) -> None:
    first, second = browser(partnership.member), browser(night)
    path = f"/episodes/{missing.reference}/risk/"
    [old] = VERSION.findall(second.get(path).content.decode())
    _send(first, path, level="high", reasons="A threat was read")

    refused = second.post(path, {"version": old, "level": "low", "reasons": "He always rings"})

    shown = unescape(refused.content.decode())
    assert refused.status_code == 422
    assert "Imran Hale, Northmere Police, recorded the same while you were reading" in shown
    assert "A threat was read" in shown
    assert "He always rings" in shown
    with acting_as(night):
        assert stands(missing.reference).risk_words == "High"
    [new] = VERSION.findall(shown)
    sent = second.post(path, {"version": new, "level": "medium", "reasons": "Both read"}, follow=True)
    assert "Both read" in sent.content.decode()


def test_a_child_of_whom_she_may_see_no_record_is_reported_by_name(partnership: Partnership) -> None:
    client = browser(partnership.lapsed)
    given = {
        "given_names": "Leah",
        "family_name": "Arden",
        "born_on-day": "3",
        "born_on-month": "3",
        "born_on-year": "2012",
    }
    report = {"kind": "M", "reported_by": "school", "words": "Left at noon"}

    shown = _send(client, "/missing/report/", **given, **_when(timedelta(hours=1)), **report)

    assert "Missing since" in shown
    with acting_as(partnership.lapsed):
        assert Episode.objects.get().person_id != partnership.leah.pk
    with acting_as(partnership.lead):
        assert not Episode.objects.filter(person=partnership.leah.pk).exists()


def test_a_child_of_whom_she_sees_the_record_is_found_by_name_and_birth(partnership: Partnership) -> None:
    client = browser(partnership.member)
    given = {
        "given_names": "leah",
        "family_name": "ARDEN",
        "born_on-day": "3",
        "born_on-month": "3",
        "born_on-year": "2012",
    }

    _send(client, "/missing/report/", **given, **_when(), kind="M", reported_by="police", words="Not at home")

    with acting_as(partnership.lead):
        assert Episode.objects.get().person_id == partnership.leah.pk


def test_the_plan_is_kept_in_versions_and_the_second_who_writes_at_once_is_told(
    partnership: Partnership, night: Worker
) -> None:
    first, second = browser(partnership.member), browser(night)
    path = f"/children/{partnership.leah.reference}/missing/plan/"
    [old] = VERSION.findall(second.get(path).content.decode())
    _send(first, path, ring="Aunt first")

    refused = second.post(path, {"version": old, "look": "The weir"})

    shown = unescape(refused.content.decode())
    assert refused.status_code == 422
    assert "Imran Hale, Northmere Police changed the plan" in shown
    assert "Aunt first" in shown
    assert "The weir" in shown
    with acting_as(night):
        assert list(TriggerPlan.objects.values_list("version", "ring")) == [(1, "Aunt first")]


def test_an_episode_told_of_the_same_time_is_shown_beside_it(partnership: Partnership, missing: Episode) -> None:
    with acting_as(partnership.lead):
        other = Episode.objects.get(pk=missing.pk)
        other.pk, other.reference, other.left_at = None, "M-OVERLAPS", NOW - timedelta(hours=5)
        other.returned_at, other.returned_precision = NOW - timedelta(hours=1), "minute"
        other._state.adding = True
        other.save()

    shown = _shown(browser(partnership.lead), f"/episodes/{missing.reference}/")

    assert "Another episode was told of the same time" in shown
    assert "M-OVERLAPS" in shown


def test_a_child_who_became_an_adult_while_missing_stays_on_the_board_and_the_page_says_since_when(
    partnership: Partnership,
) -> None:
    today = NOW.astimezone(LONDON).date()
    born = date(today.year - 18, 1, 2)
    left = Moment(datetime(today.year, 1, 1, 12, tzinfo=UTC), Precision.MINUTE)
    with acting_as(partnership.manager):
        about = Particulars(given_names="Ada", family_name="Marlow", born_on=born)
        child = record_person(
            agency=partnership.manager.agency,
            particulars=about,
            basis=BASIS,
            purpose="x",
            by=partnership.manager,
            at=NOW,
        )
        told = reported(left=left)
        reference = report_missing(person=child, reported=told, by=partnership.manager, at=NOW).episode.reference

    client = browser(partnership.manager)

    assert "Ada Marlow, 18" in _shown(client, "/missing/")
    assert "became an adult while missing" in _shown(client, f"/episodes/{reference}/")
