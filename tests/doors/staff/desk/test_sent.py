"""What comes with the desk's own forms, whatever it is: an answer in words, never a broken page."""

from typing import Any

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erle.practice.desk.actions.arriving import Shared
from tests.house.test_fuzz import TYPED, _sendable
from tests.partnership import Partnership
from tests.practice.desk.conftest import By

WORDS = TYPED.map(_sendable)
FIELDS = [
    "chosen",
    "act",
    "to",
    "reason",
    "done",
    "version",
    "response",
    "reasons",
    "not_known",
    "named",
    "agencies",
    "about",
    "question",
    "basis",
    "agency",
    "because",
    "child",
    "reference",
    "answer",
    "words",
    "nothing_held",
    "born_on-day",
    "born_on-month",
    "born_on-year",
    "given_names",
    "sex",
]
ACTS = [
    "claim",
    "put-back",
    "take",
    "take-back",
    "take-over",
    "hand-over",
    "decline",
    "ask",
    "not-ask",
    "about",
    "about/record",
    "second-reading",
    "tell",
]
PLACES = ["several/", "undo/", "{}/", *(f"{{}}/{act}/" for act in ACTS)]


def test_the_desks_forms_take_anything(
    partnership: Partnership, desk: Client, held_by_priya: Shared, school_shares: By
) -> None:
    desk.raise_request_exception = False
    known = st.sampled_from(
        [f"{held_by_priya.reference}~2", f"{held_by_priya.reference}~x", "claim", "offer", "section_17", "no_action",
         "another", "agree", "disagree", partnership.lead.reference, "northmere-police",
         "public_task_safeguarding", "2", "3"]
    )  # fmt: skip
    fields = st.dictionaries(st.sampled_from(FIELDS), known | WORDS | st.lists(known | WORDS, max_size=3), max_size=9)

    @settings(max_examples=60, deadline=None, derandomize=True, database=None,
              suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
    @given(place=st.sampled_from(PLACES), typed=fields)
    def send(place: str, typed: dict[str, Any]) -> None:
        answer = desk.post(f"/desk/{place.format(held_by_priya.reference)}", typed)

        assert answer.status_code in (200, 302, 404, 422), (place, typed)

    send()
