"""A thing has one form, however it was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erle.knowledge.records.rules import MentionKind, thing_key

VEHICLE, PHONE, ACCOUNT, PLACE = MentionKind.VEHICLE, MentionKind.PHONE, MentionKind.ACCOUNT, MentionKind.PLACE


@pytest.mark.parametrize(
    ("kind", "said", "key"),
    [
        *((PHONE, said, "+447700900311") for said in (
            "07700 900311", "+44 7700 900311", "+44 (0)7700 900311", "0044 7700 900 311", "00440 7700900311",
            "447700900311", "(07700) 900-311",
        )),
        (PHONE, "+353 85 012 3456", "+353850123456"),
        (PHONE, "00353 85 012 3456", "+353850123456"),
        (PHONE, "0113 496 0000", "+441134960000"),
        (PHONE, "900311", "900311"),
        (PHONE, "A second phone", ""),
        *((VEHICLE, said, "AB12CDE") for said in ("AB12 CDE", "ab12cde", "AB-12 cde")),
        (VEHICLE, "ABI2 CDE", "ABI2CDE"),
        *((ACCOUNT, said, "jay_k") for said in ("@jay_k", "JAY_K", " @ jay_k")),
        *((PLACE, said, "star kebabs lincoln road") for said in (
            "Star Kebabs, Lincoln Road", "STAR KEBABS (Lincoln Road)",
        )),
    ],
)  # fmt: skip
def test_it_is_the_same_wherever_the_same_is_said(kind: MentionKind, said: str, key: str) -> None:
    assert thing_key(kind, said) == key


@given(st.sampled_from(MentionKind), st.text(max_size=40))
def test_the_one_form_is_its_own_one_form(kind: MentionKind, said: str) -> None:
    key = thing_key(kind, said)

    assert thing_key(kind, key) == key
