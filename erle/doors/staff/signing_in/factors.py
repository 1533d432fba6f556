"""Second factors: the codes of an authenticator app, each used once, and recovery codes, each used once."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING

import qrcode
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.db import transaction
from django.utils.crypto import constant_time_compare
from qrcode.image.svg import SvgPathImage

from erle.doors.staff.signing_in import seeds
from erle.doors.staff.signing_in.assurance import Method

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker

STEP_SECONDS = 30
TOLERANCE = 1
"""Steps by which a phone's clock may be wrong."""
PICTURE_BOX = 8


def has_second_factor(worker: Worker) -> bool:
    """Tell whether the worker has set up a second factor."""
    return bool(Authenticator.objects.filter(user=worker, type=Authenticator.Type.TOTP).exists())


def new_seed() -> str:
    """Return a seed for an authenticator app."""
    return str(generate_totp_secret())


def step_of(seed: str, code: str, at: datetime) -> int | None:
    """Return the half minute whose code this is, where it is near enough to now."""
    now, found = int(at.timestamp()) // STEP_SECONDS, None
    typed = "".join(code.split())
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        if constant_time_compare(format_hotp_value(hotp_value(seed, step)), typed):
            found = step
    return found


def set_up_app(*, seed: str, code: str, by: Worker, at: datetime) -> bool:
    """Keep the worker's seed where the code is one of its own, and tell whether it was."""
    step = step_of(seed, code, at)
    if step is None:
        return False
    with transaction.atomic(), seeds.seeds_of(by):
        Authenticator.objects.filter(user=by, type=Authenticator.Type.TOTP).delete()
        made = TOTP.activate(by, seed).instance
        made.data["last_step"] = step
        made.save(update_fields=["data"])
    return True


def use_code(*, code: str, by: Worker, at: datetime) -> Method | None:
    """Use a code of the worker's app, or a recovery code, up; return which it was, or None where it was neither."""
    with transaction.atomic(), seeds.seeds_of(by):
        if _use_app_code(code, by, at):
            return Method.TOTP
        if _use_recovery_code(code, by):
            return Method.RECOVERY_CODE
    return None


def _use_app_code(code: str, by: Worker, at: datetime) -> bool:
    """The row stays locked until the transaction ends, so that one code sent twice at once is taken once."""
    held = Authenticator.objects.select_for_update().filter(user=by, type=Authenticator.Type.TOTP).first()
    step = step_of(seeds.decrypt(held.data["secret"]), code, at) if held else None
    if held is None or step is None or step <= held.data.get("last_step", 0):
        return False
    held.data["last_step"], held.last_used_at = step, at
    held.save(update_fields=["data", "last_used_at"])
    return True


def _use_recovery_code(code: str, by: Worker) -> bool:
    held = Authenticator.objects.filter(user=by, type=Authenticator.Type.RECOVERY_CODES).first()
    return held is not None and bool(RecoveryCodes(held).validate_code("".join(code.split())))


def make_recovery_codes(*, by: Worker) -> list[str]:
    """Make new recovery codes; those from before end."""
    with transaction.atomic(), seeds.seeds_of(by):
        Authenticator.objects.filter(user=by, type=Authenticator.Type.RECOVERY_CODES).delete()
        return [str(code) for code in RecoveryCodes.activate(by).generate_codes()]


def recovery_codes_left(worker: Worker) -> int:
    """Return how many recovery codes are still good."""
    held = Authenticator.objects.filter(user=worker, type=Authenticator.Type.RECOVERY_CODES).first()
    if held is None:
        return 0
    with seeds.seeds_of(worker):
        return len(RecoveryCodes(held).get_unused_codes())


def in_fours(seed: str) -> str:
    """Return the seed as one reads it aloud."""
    return " ".join(seed[start : start + 4] for start in range(0, len(seed), 4))


def picture(seed: str, worker: Worker) -> bytes:
    """Return the seed as a picture for the app to scan (SVG)."""
    drawn = io.BytesIO()
    url = seeds.Factors().build_totp_url(worker, seed)
    qrcode.make(url, image_factory=SvgPathImage, box_size=PICTURE_BOX).save(drawn)
    return drawn.getvalue()
