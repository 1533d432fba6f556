"""Whatever is sent to a question of a real draft, by a browser or by its script: no fault, an answer or a refusal."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.doors.staff.sharing_information.teller import teller
from tests.house.test_fuzz import NASTY
from tests.partnership import Partnership

PAGES = (
    "", "who/", "describe/", "items/", "items/1/", "items/1/when/", "items/1/grade/", "items/1/take-out/", "items/2/",
    "voice/", "strengths/", "named/", "urgency/", "told/", "why/", "files/", "check/", "words/", "not/",
)  # fmt: skip
NAMES = st.sampled_from(
    [
        "seen",
        "later",
        "more",
        "act",
        "what",
        "person",
        "text",
        "nature",
        "kept_words",
        "when",
        "reading",
        "where",
        "nobody_knows",
        "known",
        "told_by",
        "source",
        "assessment",
        "handling",
        "conditions",
        "said",
        "wishes",
        "setting",
        "kind_1",
        "words_1",
        "more_1",
        "kind_99",
        "words_99",
        "kind_",
        "words_x",
        "urgency",
        "because",
        "child",
        "child_why",
        "family",
        "family_why",
        "words",
        "agency",
        "purpose",
        "basis",
        "given_names",
        "family_name",
        "born_on-day",
        "born_on-month",
        "born_on-year",
        "sex",
        "school",
        "description",
        "step",
        "choice",
        "take_out",
        "add",
        "reason",
        "told",
        "about",
    ]
)
LIKELY = st.sampled_from(
    [
        "fact",
        "opinion",
        "saw",
        "other",
        "yes",
        "no",
        "P",
        "C",
        "1",
        "A",
        "vehicle",
        "person",
        "today",
        "now",
        "find",
        "describe",
        "use",
        "keep",
        "what-1",
        "strengths",
        "yesterday at 08:50",
        "at 4",
        "25/10/2026 01:30",
        "He absconded.",
    ]
)
VALUES = (NASTY | LIKELY | st.text(max_size=30)).map(lambda words: words.encode("utf-8", "replace").decode("utf-8"))
FIELDS = st.dictionaries(NAMES, VALUES | st.lists(VALUES, max_size=2), max_size=8)
FILES = st.binary(max_size=60) | st.sampled_from([b"%PDF-1.7", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"RIFF0000WEBP"])


@pytest.mark.parametrize("key", ["lead", "member"])
@pytest.mark.parametrize("where", PAGES)
def test_no_question_breaks_whatever_is_sent(partnership: Partnership, where: str, key: str) -> None:
    one = teller(partnership.workers[key])
    one.client.raise_request_exception = False
    one.start(partnership.leah.reference)

    @settings(
        max_examples=5,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(asked=FIELDS, typed=FIELDS, script=st.booleans(), file=st.none() | FILES)
    def send(asked: dict[str, Any], typed: dict[str, Any], script: bool, file: bytes | None) -> None:
        headers = {"accept": "application/json"} if script else {}
        sent = {**typed, **({"file": SimpleUploadedFile("a\u202e.txt", file), "add": "1"} if file is not None else {})}
        if where == "items/2/":
            one.client.post(one.path("items/"), {"more": "yes"})

        answers = [
            one.client.get(one.path(where), asked),
            one.client.post(one.path(where), sent, headers=headers),
            one.client.get(one.path("check/")),
            one.client.get(one.path("items/")),
        ]

        assert [answer.status_code for answer in answers if answer.status_code >= 500] == [], (asked, typed)

    send()
