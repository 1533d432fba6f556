"""Seeds are encrypted under a key of their own, each bound to its worker."""

from __future__ import annotations

import base64
import stat

import pytest
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from django.conf import settings

from erle.doors.staff.signing_in import factors, seeds
from tests.doors.staff.signing_in.conftest import Enrolled


def test_no_seed_stands_in_the_database_as_it_is(joanna: Enrolled) -> None:
    factors.make_recovery_codes(by=joanna.worker)

    held = Authenticator.objects.filter(user=joanna.worker)

    assert held.count() == 2
    assert not any(joanna.seed in str(one.data) for one in held)


def test_a_seed_copied_to_another_worker_does_not_open(joanna: Enrolled, imran: Enrolled) -> None:
    hers = Authenticator.objects.get(user=joanna.worker, type=Authenticator.Type.TOTP).data["secret"]

    with seeds.seeds_of(imran.worker), pytest.raises(InvalidTag):
        seeds.decrypt(hers)


def test_a_seed_with_one_changed_bit_does_not_open(joanna: Enrolled) -> None:
    with seeds.seeds_of(joanna.worker):
        number, _, body = seeds.encrypt("seed").partition(".")
        raw = bytearray(base64.b64decode(body))
        for place in range(len(raw)):
            raw[place] ^= 1
            with pytest.raises(InvalidTag):
                seeds.decrypt(f"{number}.{base64.b64encode(bytes(raw)).decode()}")
            raw[place] ^= 1

        assert seeds.decrypt(f"{number}.{body}") == "seed"


def test_one_seed_encrypted_twice_is_not_the_same_text(joanna: Enrolled) -> None:
    with seeds.seeds_of(joanna.worker):
        assert seeds.encrypt("seed") != seeds.encrypt("seed")


def test_without_a_worker_nothing_is_encrypted() -> None:
    with pytest.raises(LookupError):
        seeds.Factors().encrypt("seed")


def test_a_seed_under_an_unknown_key_is_refused(joanna: Enrolled) -> None:
    with seeds.seeds_of(joanna.worker), pytest.raises(ValueError, match="expected '1'"):
        seeds.decrypt("9.AAAA")


def test_the_key_is_readable_by_its_owner_alone(joanna: Enrolled) -> None:
    assert stat.S_IMODE(settings.TOTP_KEY_FILE.stat().st_mode) == 0o600


def test_the_picture_has_neither_script_nor_style(joanna: Enrolled) -> None:
    drawn = factors.picture(joanna.seed, joanna.worker).decode()

    assert "<svg" in drawn
    assert "script" not in drawn
    assert "style" not in drawn
