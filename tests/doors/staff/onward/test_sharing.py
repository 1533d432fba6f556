"""Choose, say with whom and why, check, share: nothing typed is lost, and nothing goes that was not looked at."""

from typing import Any

import pytest
from django.test import Client

from erle.doors.staff.onward.basket import Basket
from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.access.models import Refusal
from erle.knowledge.records.disclosing import queries
from erle.knowledge.records.disclosing.rules import LEFT_OUT, MOST_LINES, LeaveOut
from erle.knowledge.records.models import Disclosure
from tests.doors.staff.onward.steps import basket, choose, said, share_by_pages, version
from tests.house.test_routes import browser
from tests.knowledge.records.disclosing.acts import add_line, hand_in_about_leah, keys_of
from tests.partnership import NOW, Partnership


@pytest.fixture
def lead(partnership: Partnership) -> Client:
    return browser(partnership.lead)


@pytest.fixture
def at(partnership: Partnership) -> str:
    """The address at which Leah is shared onwards."""
    return f"/onwards/{partnership.leah.reference}/"


def _page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def _shared(partnership: Partnership) -> int:
    with acting_as(partnership.lead):
        return Disclosure.objects.count()


def test_page_by_page_to_what_was_shared(partnership: Partnership) -> None:
    made = share_by_pages(partnership, partnership.never)

    shown = _page(browser(partnership.never), f"/shared/{made.reference}/")
    assert "Seen near the station after school." in shown
    assert "Leah Arden, born 3 March 2012" in shown
    with acting_as(partnership.lead):
        assert basket(partnership.lead, partnership.leah.reference) == Basket()


def test_the_lines_are_there_to_be_chosen_and_one_named_in_the_address_is(
    partnership: Partnership, lead: Client, at: str
) -> None:
    [key] = keys_of(partnership.lead, partnership.leah)

    assert f'value="{key}">' in _page(lead, at)
    assert f'value="{key}" checked>' in _page(lead, f"{at}?line={key}")


def test_a_line_beyond_the_filters_is_there_when_the_address_names_it(
    partnership: Partnership, lead: Client, at: str
) -> None:
    [key] = keys_of(partnership.lead, partnership.leah)

    assert f'value="{key}" checked>' in _page(lead, f"{at}?line={key}&kind=missing")
    assert f'value="{key}"' not in _page(lead, f"{at}?kind=missing")


def test_what_was_chosen_on_other_pages_stays_chosen(partnership: Partnership, lead: Client, at: str) -> None:
    first = keys_of(partnership.lead, partnership.leah)
    second = add_line(partnership).reference
    choose(lead, partnership.leah.reference, first)

    choose(lead, partnership.leah.reference, [second], shown=[second])
    assert list(basket(partnership.lead, partnership.leah.reference).lines) == [*first, second]
    choose(lead, partnership.leah.reference, [], shown=[second])
    assert list(basket(partnership.lead, partnership.leah.reference).lines) == first


def test_a_line_that_was_not_on_the_page_is_not_chosen(partnership: Partnership, lead: Client) -> None:
    answer = choose(lead, partnership.leah.reference, ["L-NNNNNNNN22"], shown=["L-22222222"])

    assert answer.status_code == 422
    assert "Choose at least one line" in answer.content.decode()


def test_too_many_are_not_kept(partnership: Partnership, lead: Client) -> None:
    keys = [f"L-{number}" for number in range(MOST_LINES + 1)]

    assert choose(lead, partnership.leah.reference, keys).status_code == 422
    assert not basket(partnership.lead, partnership.leah.reference).lines


@pytest.mark.parametrize("step", ["details/", "check/"])
def test_without_lines_every_step_leads_back_to_them(lead: Client, at: str, step: str) -> None:
    assert lead.get(at + step).headers["Location"] == at


def test_without_grounds_the_check_leads_back_to_them(partnership: Partnership, lead: Client, at: str) -> None:
    choose(lead, partnership.leah.reference, keys_of(partnership.lead, partnership.leah))

    assert lead.get(f"{at}check/").headers["Location"] == f"{at}details/"
    assert lead.post(f"{at}check/", {}).headers["Location"] == f"{at}details/"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"who": ""}, "Choose a person, or a role at an agency."),
        ({"purpose": ""}, "What do they need to know it for?"),
        ({"basis": ""}, "Choose the lawful basis"),
        ({"necessity": ""}, "Why is this needed"),
        ({"told": ""}, "or choose why they were not told"),
        ({"told": "", "not_told": "other"}, "Say in words why they were not told."),
        ({"until-day": ""}, "The end must include a day"),
        ({"basis": "police_emergency"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_typed_stays(
    partnership: Partnership, lead: Client, at: str, change: dict[str, Any], words: str
) -> None:
    choose(lead, partnership.leah.reference, keys_of(partnership.lead, partnership.leah))

    answer = lead.post(f"{at}details/", said(partnership.never, **change))

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_one_person_twice_is_said(partnership: Partnership, lead: Client, at: str) -> None:
    choose(lead, partnership.leah.reference, keys_of(partnership.lead, partnership.leah))

    answer = lead.post(f"{at}details/", said(partnership.never, who_2=partnership.never.reference))

    assert "You chose one person twice." in answer.content.decode()


def test_who_is_kept_out_is_not_offered_and_is_answered_like_who_left(
    partnership: Partnership, lead: Client, at: str
) -> None:
    choose(lead, partnership.leah.reference, keys_of(partnership.lead, partnership.leah))
    offered = _page(lead, f"{at}details/")

    assert partnership.never.reference in offered
    assert partnership.conflicted.reference not in offered
    answers = [
        lead.post(f"{at}details/", said(None, who=reference)).content.decode().replace(reference, "")
        for reference in (partnership.conflicted.reference, "W-22222222")
    ]
    token = [answer.split("csrfmiddlewaretoken")[0] for answer in answers]
    assert token[0] == token[1]
    assert "Select a valid choice" in answers[0]


def test_who_is_kept_out_after_she_was_chosen_is_not_shared_with(
    partnership: Partnership, lead: Client, at: str
) -> None:
    choose(lead, partnership.leah.reference, keys_of(partnership.lead, partnership.leah))
    lead.post(f"{at}details/", said(partnership.never))
    with acting_as(partnership.manager):
        keep_out(circle=partnership.leah.circle, worker=partnership.never, reason="x", by=partnership.manager, at=NOW)

    answer = lead.post(f"{at}check/", {"version": version(partnership.lead, partnership.leah.reference)})

    assert answer.headers["Location"] == f"{at}details/"
    assert _shared(partnership) == 0


def test_what_another_window_changed_is_looked_at_again(partnership: Partnership, lead: Client, at: str) -> None:
    reference = partnership.leah.reference
    choose(lead, reference, keys_of(partnership.lead, partnership.leah))
    lead.post(f"{at}details/", said(partnership.never))
    seen = version(partnership.lead, reference)
    choose(lead, reference, [add_line(partnership).reference])

    answer = lead.post(f"{at}check/", {"version": seen})

    assert answer.status_code == 422
    assert "changed in another window" in answer.content.decode()
    assert _shared(partnership) == 0


def test_conditions_are_shown_and_confirmed_before_anything_goes(
    partnership: Partnership, lead: Client, at: str
) -> None:
    line = add_line(partnership, grade="1 A C", conditions="Not to the family")
    choose(lead, partnership.leah.reference, [line.reference])
    lead.post(f"{at}details/", said(partnership.never))
    seen = {"version": version(partnership.lead, partnership.leah.reference)}

    shown = _page(lead, f"{at}check/")
    assert "With conditions: Not to the family" in shown
    assert "The conditions are kept" in shown
    assert "Say that the conditions" in lead.post(f"{at}check/", seen).content.decode()
    assert lead.post(f"{at}check/", {**seen, "accepted": "yes"}).status_code == 302


def test_without_conditions_none_are_asked_for(partnership: Partnership, lead: Client, at: str) -> None:
    choose(lead, partnership.leah.reference, keys_of(partnership.lead, partnership.leah))
    lead.post(f"{at}details/", said(partnership.never))

    assert "The conditions are kept" not in _page(lead, f"{at}check/")


def test_a_line_that_goes_no_further_cannot_be_chosen(partnership: Partnership, lead: Client, at: str) -> None:
    line = add_line(partnership, grade="B 2 5")
    shown = _page(lead, at)

    assert "Goes no further by its grade. Ask Children&#x27;s Services to share it." in shown
    assert f'name="chosen" value="{line.reference}"' not in shown


def test_words_are_left_out_and_the_check_shows_the_line_without_them(
    partnership: Partnership, lead: Client, at: str
) -> None:
    [key] = keys_of(partnership.lead, partnership.leah)
    choose(lead, partnership.leah.reference, [key])
    lead.post(f"{at}details/", said(partnership.never))
    path = f"{at}leave-out/{key}/"

    assert "Seen near the station" in _page(lead, path)
    assert "does not stand in the line" in lead.post(path, {"words": "a school", "because": "source"}).content.decode()
    assert "Choose why" in lead.post(path, {"words": "the station"}).content.decode()
    assert lead.post(path, {"words": "the station\n", "because": "where_safe"}).status_code == 302
    assert basket(partnership.lead, partnership.leah.reference).leave_out == {
        key: LeaveOut(["the station"], "where_safe")
    }
    assert f"Seen near {LEFT_OUT} after school." in _page(lead, f"{at}check/")
    assert lead.post(path, {"words": ""}).status_code == 302
    assert basket(partnership.lead, partnership.leah.reference).leave_out == {}


def test_words_of_a_line_that_is_not_chosen_cannot_be_left_out(partnership: Partnership, lead: Client, at: str) -> None:
    [key] = keys_of(partnership.lead, partnership.leah)

    assert lead.get(f"{at}leave-out/{key}/").status_code == 404


def test_words_left_out_are_forgotten_with_the_line(partnership: Partnership, lead: Client, at: str) -> None:
    [key] = keys_of(partnership.lead, partnership.leah)
    choose(lead, partnership.leah.reference, [key])
    lead.post(f"{at}leave-out/{key}/", {"words": "station", "because": "source"})

    choose(lead, partnership.leah.reference, [add_line(partnership).reference], shown=[key, "L-2"])

    assert basket(partnership.lead, partnership.leah.reference).leave_out == {}


def test_of_a_sealed_record_no_role_is_offered(partnership: Partnership, lead: Client) -> None:
    sealed = partnership.sealed
    choose(lead, sealed.reference, keys_of(partnership.lead, sealed))

    shown = _page(lead, f"/onwards/{sealed.reference}/details/")

    assert "Or everyone who holds a role" not in shown
    assert "Or everyone who holds a role" in _page_of_leah(partnership, lead)


def _page_of_leah(partnership: Partnership, lead: Client) -> str:
    choose(lead, partnership.leah.reference, keys_of(partnership.lead, partnership.leah))
    return _page(lead, f"/onwards/{partnership.leah.reference}/details/")


def test_with_a_role_at_an_agency(partnership: Partnership) -> None:
    made = share_by_pages(partnership, partnership.never, who="", seat="northmere-police~police-missing-officer")

    with acting_as(partnership.lead):
        [share] = queries.shares_of(made)
    assert (share.agency, share.role_id) == (partnership.agencies["police"], "police-missing-officer")


def test_a_decision_not_to_share_names_the_lines(partnership: Partnership, lead: Client, at: str) -> None:
    keys = keys_of(partnership.lead, partnership.leah)
    assert choose(lead, partnership.leah.reference, keys, act="not_share").headers["Location"] == f"{at}not-share/"
    answers = {"asked_by": "A club", "purpose": "A leaflet", "reason": "Needs no address", "told": "She said no"}

    assert lead.post(f"{at}not-share/", {**answers, "reason": ""}).status_code == 422
    answer = lead.post(f"{at}not-share/", answers)

    assert answer.headers["Location"] == f"/children/{partnership.leah.reference}/access/"
    with acting_as(partnership.lead):
        assert Refusal.objects.get(circle=partnership.leah.circle).lines == keys
    assert "Asked for: 1 line." in _page(lead, answer.headers["Location"])


def test_a_report_is_shared_item_by_item(partnership: Partnership) -> None:
    report, teacher = hand_in_about_leah(partnership), partnership.lapsed
    client, path = browser(teacher), f"/onwards/{report.reference}/"

    assert "At 10:50." in _page(client, path)
    choose(client, report.reference, ["1"])
    client.post(f"{path}details/", said(partnership.future))
    assert "Came late" in _page(client, f"{path}check/")
    answer = client.post(f"{path}check/", {"version": version(teacher, report.reference)})

    assert "At 10:50." in _page(browser(partnership.future), answer.headers["Location"])
