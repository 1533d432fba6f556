"""Whether this installation is fit to be served: the demo never with real workers, the real thing never as a demo."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection

from erle.foundation.database.refusals import Refused

DEMO_MARK = "@demo.invalid"
ROLE_IS_TOO_STRONG = """
SELECT rolsuper OR rolbypassrls OR EXISTS (
    SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid AND relkind IN ('r', 'p', 'v')
) FROM pg_roles WHERE rolname = current_user
"""


class NotFit(Refused):
    """The installation must not be served as it stands."""


def refuse_unless_fit(*, host: str) -> None:
    """Refuse the demo for others or with real workers, demo workers in the real thing, and too strong a role."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE_IS_TOO_STRONG)
        row = cursor.fetchone()
    if row is None or row[0]:
        raise NotFit(
            "The staff pages connect as a database role that may see everything. They must connect as erle_worker."
        )
    if settings.DEMO:
        _refuse_demo_unless_fit(host)
    elif get_user_model()._default_manager.filter(email__endswith=DEMO_MARK).exists():
        raise NotFit(
            "This database holds the demo's invented workers, whom one click signs in. Start the demo with"
            " `python3 up.py`, or name an empty database for the real thing."
        )


def _refuse_demo_unless_fit(host: str) -> None:
    if not _is_loopback(host):
        raise NotFit(f"The demo signs everybody in with one click, so it is served on 127.0.0.1 only, not on {host}.")
    real = (
        get_user_model()
        ._default_manager.exclude(email__endswith=DEMO_MARK)
        .exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    )
    if real.exists():
        raise NotFit(
            "This database holds workers who have a password of their own, so it is no demo. Unset ERLE_MODE, or name"
            " another database for the demo."
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
