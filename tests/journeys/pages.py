"""Every page there is, with what to open it by: addresses in full, who opens it, and what is done before looking."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache

from rehearsal.reading import stories
from tests.journeys import desk_pages as desk
from tests.journeys import import_pages as imports
from tests.journeys import interview_pages as interviews
from tests.journeys import missing_pages as missing
from tests.journeys import onward_pages as onward
from tests.journeys import protocol_pages as protocols
from tests.journeys.desk import Desk, path_of
from tests.journeys.served import Served
from tests.journeys.shown import (
    ADMINISTRATOR,
    COORDINATOR,
    DETECTIVE,
    GOVERNANCE,
    JUDGE,
    LEAD,
    LICENSING,
    MANAGER,
    NOBODY,
    POLICE,
    TEACHER,
    Shown,
    press,
)

NO_PAGE = {
    "openid_connect_login": "leads to an agency’s own sign-in, of which the journeys have none",
    "openid_connect_callback": "is where an agency’s own sign-in answers; it shows nothing",
    "invitation_link": "leads on to the invitation, which has its journey",
    "invitation": "has its journey in test_invitation, where the link is made",
    "second_factor": "has its journey in test_invitation: it shows only after a password",
    "second_factor_setup": "has its journey in test_invitation",
    "second_factor_picture": "is a picture on the page above",
    "account_password": "has its journey in test_invitation, since the demo has no passwords",
    "account_codes": "has its journey in test_invitation",
    "sign_out": "takes a form and leads to the sign-in page",
    "session_extend": "answers the page’s script",
    "account_end_session": "takes a form and leads back to the account",
    "draft": "answers the page’s script",
    "share_information_may_be": "has its journey in test_may_be, where a child of hers is described",
    "share_information_draft": "leads to the first question that is not answered",
    "share_information_words": "takes a form and leads back to the check",
    "handed_in_report": "has its journey in test_telling, where something is shared",
    "attachment": "gives a file out, and shows no page",
    "view_delete": "takes a form and leads back to the views",
    "undo": "takes a form and leads back to the list",
    "same_take_back": "takes a form and leads back to the question",
    **desk.NO_PAGE,
    **imports.NO_PAGE,
    **interviews.NO_PAGE,
    **missing.NO_PAGE,
    **onward.NO_PAGE,
    **protocols.NO_PAGE,
}
"""Addresses that show no page, or whose page is looked at elsewhere, and why."""


HOLD = "Hold these the same"


def _search(words: str) -> Callable[[Desk], None]:
    def search(desk: Desk) -> None:
        desk.fill("Name, number, place or reference", words)
        desk.press("Search")

    return search


def born_on(name: str) -> date:
    """Return the date of birth that the demo's stories give the child; any, for one of whom it does not tell."""
    told = [story for story in stories() if f"{story.given} {story.family}" == name]
    return told[0].born_on(datetime.now(UTC)) if told else date(2012, 4, 3)


def ask(name: str) -> Callable[[Desk], None]:
    """Return the ask about a child."""

    def asked(desk: Desk) -> None:
        desk.fill("Full name", name)
        desk.date(born_on(name))
        desk.fill("Why do you ask?", "A driver asks about an address.")
        desk.press("Ask")

    return asked


def _propose(follow: str) -> Callable[[Desk], None]:
    """Return the proposal that somebody sees every child, and what follows on it."""

    def propose(desk: Desk) -> None:
        desk.choose("Who is to see every child who is not sealed?", "DS Rohan Teller, Northmere Police")
        desk.fill("What for?", "An audit of missing episodes")
        desk.choose("Lawful basis", "Protecting a child from harm, as part of our public duty")
        desk.date(datetime.now(UTC).date() + timedelta(days=10))
        desk.press("Propose")
        desk.sees("Waits for a second person")
        if follow:
            address = desk.page.get_by_role("link", name="Take back").first.get_attribute("href") or ""
            desk.open(address.replace("withdraw", follow))

    return propose


def _telling(step: str, *then: Callable[[Desk], None]) -> Callable[[Desk], None]:
    """Return the way to one question of a draft, begun where there is none yet, and what follows there."""

    def tell(desk: Desk) -> None:
        waiting = desk.page.get_by_role("link", name=re.compile(": carry on$"))
        if waiting.count():
            address = waiting.first.get_attribute("href") or ""
        else:
            desk.press("Start now")
            desk.press("Describe the child")
            desk.fill("First names", "Ivo")
            desk.press("Continue")
            address = path_of(desk.page.url).partition("items/")[0]
        desk.open(address + step)
        for act in then:
            act(desk)

    return tell


def _find(words: str) -> Callable[[Desk], None]:
    def find(desk: Desk) -> None:
        if desk.page.get_by_label("What do you know of the child?").count():
            desk.fill("What do you know of the child?", words)
            desk.press("Find")

    return find


def _unclear(desk: Desk) -> None:
    desk.fill("When was it?", "half past three")
    desk.press("Continue")


def _emptied(desk: Desk) -> None:
    """Send nothing, whatever an earlier look left in the draft."""
    desk.fill("What did you see or hear?", "")
    desk.press("Continue")


def _written(desk: Desk) -> None:
    """Write something that is pointed out, and see that it was kept."""
    desk.fill("What did you see or hear?", "He absconded. A silver car waited at the gate.")
    desk.tick("What happened: I saw it, heard it, or was told it")
    desk.press("Continue")


MAISIE, CHILD, WORKER = "/children/{maisie}/", "/children/{maisie}/access/", "/administration/workers/{penhale}/"
EVERYTHING = "/administration/everything/propose/"
SHOWN = (
    Shown("my-work", "my_work", LEAD, "/"),
    Shown("my-work-manager", "my_work", MANAGER, "/"),
    Shown("my-work-coordinator-all", "my_work", COORDINATOR, "/?all=overdue"),
    Shown("my-work-nothing", "my_work", LICENSING, "/"),
    Shown("told", "notices", MANAGER, "/told/"),
    Shown("told-nothing", "notices", LICENSING, "/told/"),
    Shown("told-mail", "notices_mail", MANAGER, "/told/mail/"),
    Shown("help", "help", LEAD, "/help/"),
    Shown("children", "children", LEAD, "/children/"),
    Shown("children-pages", "children", MANAGER, "/children/"),
    Shown("search", "search", LEAD, "/search/"),
    Shown("search-found", "search", LEAD, "/search/", then=_search("thornbury")),
    Shown("search-none", "search", LEAD, "/search/", then=_search("Winterbourne")),
    Shown("search-ask", "search", DETECTIVE, "/search/", then=_search("Perpetua Winterbourne 3 Mar 2012")),
    Shown("child", "child", LEAD, MAISIE),
    Shown("child-police", "child", POLICE, MAISIE),
    Shown("child-missing", "child", LEAD, "/children/{ruairi}/"),
    Shown("child-imported", "child", MANAGER, "/children/{imported}/"),
    Shown("chronology", "child_chronology", LEAD, MAISIE + "chronology/"),
    Shown("chronology-police", "child_chronology", POLICE, MAISIE + "chronology/?starred=1&gap=7"),
    Shown("chronology-filtered", "child_chronology", LEAD, MAISIE + "chronology/?kind=strength&weeks=20"),
    Shown("chronology-none", "child_chronology", LEAD, MAISIE + "chronology/?kind=strength&agency=northmere-police"),
    Shown("missing", "child_missing", LEAD, MAISIE + "missing/"),
    Shown("missing-nothing", "child_missing", MANAGER, "/children/{at_home}/missing/"),
    Shown("network", "child_network", LEAD, MAISIE + "network/"),
    Shown("network-nothing", "child_network", MANAGER, "/children/{imported}/network/"),
    Shown("somebody", "child_add_somebody", LEAD, MAISIE + "network/new/"),
    Shown("somebody-empty", "child_add_somebody", LEAD, MAISIE + "network/new/", 422, press("Write down")),
    Shown("copy", "child_copy", LEAD, MAISIE + "copy/?starred=1"),
    Shown("copy-empty", "child_copy", LEAD, MAISIE + "copy/", 422, press("Make the copy")),
    Shown("line", "line", LEAD, "/lines/{line}/"),
    Shown("line-empty", "line", LEAD, "/lines/{line}/", 422, press("Write note")),
    Shown("thing", "thing", LEAD, "/things/{thing}/"),
    Shown("thing-held", "thing", LEAD, "/things/{held}/"),
    Shown("thing-copy", "thing_copy", LEAD, "/things/{thing}/copy/"),
    Shown("thing-same", "thing_same", LEAD, "/things/{near}/same/"),
    Shown("thing-same-empty", "thing_same", LEAD, "/things/{near}/same/", 422, press("The same place")),
    Shown("thing-same-held", "thing_same", LEAD, "/things/{judged}/same/"),
    Shown("things-near", "things_near", LEAD, "/things/near/"),
    Shown("things-near-nothing", "things_near", TEACHER, "/things/near/"),
    Shown("things-addresses", "things_addresses", LEAD, "/things/near/addresses/"),
    Shown("things-addresses-empty", "things_addresses", LEAD, "/things/near/addresses/", 422, press(HOLD)),
    Shown("things-addresses-nothing", "things_addresses", TEACHER, "/things/near/addresses/"),
    Shown("thing-next", "thing_next", LEAD, "/things/{near}/next/"),
    Shown("thing-next-empty", "thing_next", LEAD, "/things/{near}/next/", 422, press("Different")),
    Shown("thing-take-back", "thing_take_back", LEAD, "/things/{judged}/take-back/"),
    Shown("views", "views", LEAD, "/views/"),
    Shown("view-save", "view_save", LEAD, "/views/save/?here=/children/"),
    Shown("view-save-empty", "view_save", LEAD, "/views/save/?here=/children/", 422, press("Save view")),
    Shown("child-sealed", "child", MANAGER, "/children/{ottilie}/"),
    Shown("access", "child_access", LEAD, CHILD),
    Shown("access-sealed", "child_access", MANAGER, "/children/{ottilie}/access/"),
    Shown("share", "child_share", LEAD, CHILD + "share/"),
    Shown("share-empty", "child_share", LEAD, CHILD + "share/", 422, press("Share")),
    Shown("not-share", "child_not_share", LEAD, CHILD + "not-share/"),
    Shown("withdraw", "child_withdraw", LEAD, CHILD + "withdraw/{share}/"),
    Shown("keep-out", "child_keep_out", LEAD, CHILD + "keep-out/"),
    Shown("let-back", "child_let_back", LEAD, CHILD + "let-back/{bar}/"),
    Shown("seal", "child_seal", MANAGER, CHILD + "seal/"),
    Shown("unseal", "child_seal", MANAGER, "/children/{ottilie}/access/seal/"),
    Shown("return-interview", "return_interview", COORDINATOR, "/episodes/{episode}/return-interview/"),
    Shown("return-interview-missing", "return_interview", COORDINATOR, "/episodes/{away}/return-interview/"),
    Shown("ask", "ask", LEAD, "/ask/"),
    Shown("ask-wrong", "ask", LEAD, "/ask/", 422, press("Ask")),
    Shown("ask-known", "ask", LICENSING, "/ask/", then=ask("Haroon Siddal")),
    Shown("ask-not-known", "ask", DETECTIVE, "/ask/", then=ask("Perpetua Winterbourne")),
    Shown("emergency", "emergency", POLICE, "/emergency/"),
    Shown("emergency-wrong", "emergency", POLICE, "/emergency/", 422, press("Open for one hour")),
    Shown("reviews", "reviews", MANAGER, "/reviews/"),
    Shown("reviews-governance", "reviews", GOVERNANCE, "/reviews/"),
    Shown("review", "review", MANAGER, "/reviews/{opening}/"),
    Shown("administration", "administration", ADMINISTRATOR, "/administration/"),
    Shown("administration-limits", "administration", GOVERNANCE, "/administration/"),
    Shown("new-agency", "administration_new_agency", ADMINISTRATOR, "/administration/agencies/new/"),
    Shown("agency", "administration_agency", ADMINISTRATOR, "/administration/agencies/childrens-services/"),
    Shown("new-worker", "administration_new_worker", ADMINISTRATOR, "/administration/agencies/licensing/workers/new/"),
    Shown("worker", "administration_worker", ADMINISTRATOR, WORKER),
    Shown("no-link-on-the-demo", "administration_invite", ADMINISTRATOR, WORKER, 422, press("Make a link to sign in")),
    Shown("appoint", "administration_appoint", ADMINISTRATOR, WORKER + "appoint/"),
    Shown("end-post", "administration_end_post", ADMINISTRATOR, WORKER + "posts/{post}/end/"),
    Shown("leave", "administration_leave", ADMINISTRATOR, WORKER + "leave/"),
    Shown("limit", "administration_limit", GOVERNANCE, "/administration/limits/repeat_missing_days/"),
    Shown("everything", "administration_everything", GOVERNANCE, "/administration/everything/"),
    Shown("everything-propose", "administration_propose_everything", GOVERNANCE, EVERYTHING),
    Shown("everything-proposed", "administration_everything", GOVERNANCE, EVERYTHING, then=_propose("")),
    Shown("everything-agree", "administration_agree_everything", GOVERNANCE, EVERYTHING, then=_propose("agree")),
    Shown("everything-back", "administration_withdraw_everything", GOVERNANCE, EVERYTHING, then=_propose("withdraw")),
    Shown("telling", "share_information", TEACHER, "/share/"),
    Shown("telling-found", "share_information_who", TEACHER, "/share/", then=_telling("who/", _find("Zofia"))),
    Shown("telling-describe", "share_information_describe", TEACHER, "/share/", then=_telling("describe/")),
    Shown("telling-what", "share_information_what", TEACHER, "/share/", then=_telling("items/1/")),
    Shown("telling-empty", "share_information_what", TEACHER, "/share/", 422, _telling("items/1/", _emptied)),
    Shown("telling-when", "share_information_when", TEACHER, "/share/", then=_telling("items/1/", _written)),
    Shown("telling-unclear", "share_information_when", TEACHER, "/share/", 422, _telling("items/1/when/", _unclear)),
    Shown("telling-take-out", "share_information_remove", TEACHER, "/share/", then=_telling("items/1/take-out/")),
    Shown("telling-items", "share_information_items", TEACHER, "/share/", then=_telling("items/")),
    Shown("telling-voice", "share_information_voice", TEACHER, "/share/", then=_telling("voice/")),
    Shown("telling-strengths", "share_information_strengths", TEACHER, "/share/", then=_telling("strengths/")),
    Shown("telling-named", "share_information_named", TEACHER, "/share/", then=_telling("named/")),
    Shown("telling-urgency", "share_information_urgency", TEACHER, "/share/", then=_telling("urgency/")),
    Shown("telling-told", "share_information_told", TEACHER, "/share/", then=_telling("told/")),
    Shown("telling-why", "share_information_why", TEACHER, "/share/", then=_telling("why/")),
    Shown("telling-files", "share_information_files", TEACHER, "/share/", then=_telling("files/")),
    Shown("telling-check", "share_information_check", TEACHER, "/share/", then=_telling("check/")),
    Shown("telling-not", "share_information_not", TEACHER, "/share/", then=_telling("not/")),
    Shown("telling-throw-away", "share_information_throw_away", TEACHER, "/share/", then=_telling("throw-away/")),
    Shown("telling-grade", "share_information_grade", DETECTIVE, "/share/", then=_telling("items/1/grade/")),
    Shown("handed-in-nothing", "handed_in", LICENSING, "/handed-in/"),
    *desk.SHOWN,
    *onward.SHOWN,
    *imports.SHOWN,
    *interviews.SHOWN,
    *missing.SHOWN,
    *protocols.SHOWN,
    Shown("account", "account", LEAD, "/account/"),
    Shown("demo-sign-in", "sign_in", NOBODY, "/sign-in/"),
    Shown("tour", "tour", NOBODY, "/tour/"),
    Shown("tour-file", "tour_step", NOBODY, "/tour/file/"),
    Shown("tour-after-another", "tour_step", NOBODY, "/tour/received/"),
    Shown("tour-not-there", "", LEAD, "/tour/nothing/", 404),
    Shown("sign-in", "sign_in", NOBODY, "/sign-in/", mode="test"),
    Shown("sign-in-empty", "sign_in", NOBODY, "/sign-in/", 422, press("Sign in"), mode="test"),
    Shown("invitation-over", "invitation", NOBODY, "/invitation/", 410, mode="test"),
    Shown("not-to-be-read", "", LEAD, "/?" + "&".join(["a=1"] * 1001), 400),
    Shown("records", "child_records", LEAD, MAISIE + "records/"),
    Shown(
        "records-undo",
        "child_undo_tie",
        LEAD,
        MAISIE + "records/",
        then=lambda desk: desk.click("Not this child", exact=False),
    ),
    Shown("same-person", "same", LEAD, "/same/"),
    Shown("same-person-judge", "same", JUDGE, "/same/"),
    Shown(
        "same-person-question",
        "same_question",
        JUDGE,
        "/same/",
        then=lambda desk: desk.click("Maisie Thornbury", exact=False),
    ),
    Shown("same-person-model", "same_model", JUDGE, "/same/model/"),
    Shown("my-work-judge", "my_work", JUDGE, "/"),
    Shown("not-there", "", LEAD, "/children/E-NOSUCH/", 404),
    Shown("not-her-role", "", LICENSING, "/reviews/", 403),
)

_HERE = {
    "at_home": "SELECT min(p.reference) FROM records_person p JOIN access_circle c ON c.id = p.circle_id"
    " JOIN agencies_agency a ON a.id = c.agency_id AND a.kind = 'csc' WHERE NOT p.sealed AND p.withdrawn_at IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM missing_episode e WHERE e.person_id = p.id)",
    "line": "SELECT e.reference FROM records_entry e JOIN records_note n ON n.entry_id = e.id LIMIT 1",
    "thing": "SELECT m.thing FROM records_mention m JOIN records_person p ON p.circle_id = m.circle_id"
    " WHERE p.given_names = 'Maisie' AND m.words = 'Canal Walk' LIMIT 1",
    "near": "SELECT w.thing || '.' || o.thing FROM records_mention w, records_mention o"
    " WHERE w.words = 'Canal Walk' AND o.words = 'Canal Wlk' LIMIT 1",
    "held": "SELECT j.one FROM linkage_judgement j LIMIT 1",
    "judged": "SELECT j.one || '.' || j.other FROM linkage_judgement j LIMIT 1",
    "maisie": "SELECT reference FROM records_person WHERE given_names = 'Maisie' ORDER BY id LIMIT 1",
    "ruairi": "SELECT reference FROM records_person WHERE given_names = 'Ruairi' ORDER BY id LIMIT 1",
    "ottilie": "SELECT reference FROM records_person WHERE given_names = 'Ottilie' ORDER BY id LIMIT 1",
    "imported": "SELECT min(p.reference) FROM records_person p JOIN missing_episode e ON e.person_id = p.id"
    " WHERE given_names = ''",
    "share": "SELECT s.reference FROM access_share s JOIN records_person p ON p.circle_id = s.circle_id"
    " JOIN agencies_worker w ON w.id = s.worker_id WHERE p.given_names = 'Maisie' AND w.name = 'Dr Ines Calloway'"
    " ORDER BY s.id LIMIT 1",
    "bar": "SELECT c.id FROM access_conflict c JOIN records_person p ON p.circle_id = c.circle_id"
    " WHERE p.given_names = 'Maisie' ORDER BY c.id LIMIT 1",
    "episode": "SELECT e.reference FROM missing_episode e JOIN records_person p ON p.id = e.person_id"
    " WHERE p.given_names = 'Simona' ORDER BY e.left_at DESC LIMIT 1",
    "away": "SELECT e.reference FROM missing_episode e JOIN records_person p ON p.id = e.person_id"
    " WHERE p.given_names = 'Dawid' AND e.returned_at IS NULL",
    "opening": "SELECT s.reference FROM access_share s JOIN records_person p ON p.circle_id = s.circle_id"
    " WHERE s.kind = 'break_glass' AND p.given_names = 'Ruairi'",
    "penhale": "SELECT reference FROM agencies_worker WHERE name = 'Joel Penhale'",
    "post": "SELECT p.id FROM agencies_post p JOIN agencies_worker w ON w.id = p.worker_id"
    " WHERE w.name = 'Joel Penhale'",
}


def _together(*parts: dict[str, str]) -> dict[str, str]:
    """Return what all parts name; a name that two of them use would lead one's pages astray, so it is refused."""
    counted = Counter(key for part in parts for key in part)
    twice = [key for key, times in counted.items() if times > 1]
    if twice:
        raise ValueError(f"Named twice in the journeys' references: {twice}")
    return {key: found for part in parts for key, found in part.items()}


REFERENCES = _together(
    _HERE, desk.REFERENCES, onward.REFERENCES, imports.REFERENCES, interviews.REFERENCES, missing.REFERENCES
)


@cache
def reference(served: Served, key: str) -> str:
    """Return what stands in an address for the key."""
    return served.one(REFERENCES[key])


def address_of(shown: Shown, served: Served) -> str:
    """Return the page's address in full."""
    needed = [key for key in REFERENCES if "{" + key + "}" in shown.address]
    return shown.address.format(**{key: reference(served, key) for key in needed})
