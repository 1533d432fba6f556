"""The agencies' own ways in by OpenID Connect, read from `openid.json` in ERLE_HOME; pure, since the settings read it.

The file is a list of `{"agency", "name", "issuer", "client_id", "client_secret", "acr": [], "amr": []}`;
`acr` and `amr` are the values by which this issuer says that it asked for two factors. Without them Erle asks for a
second one itself.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost"}


class BadWayIn(ValueError):
    """A way in is not told completely, or not safe."""


@dataclass(frozen=True)
class WayIn:
    """One issuer, which speaks for one agency's workers and nobody else's."""

    agency: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    acr: frozenset[str] = frozenset()
    amr: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """What stands for the issuer in an account's key and in addresses; another issuer gives another key."""
        return f"{self.agency}-{hashlib.sha256(self.issuer.encode('utf-8')).hexdigest()[:16]}"

    def two_factors(self, claims: Mapping[str, Any]) -> bool:
        """Tell whether the issuer says that it asked for two factors."""
        said = claims.get("amr")
        ways = set(said) if isinstance(said, list) else set()
        return str(claims.get("acr")) in self.acr or bool(self.amr & ways)

    def as_app(self) -> dict[str, Any]:
        """Return the settings that allauth takes."""
        return {
            "provider_id": self.key,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.client_secret,
            "settings": {"server_url": self.issuer, "fetch_userinfo": False, "oauth_pkce_enabled": True},
        }


def ways_in(path: Path) -> tuple[WayIn, ...]:
    """Read the file; no file, no ways."""
    if not path.exists():
        return ()
    return tuple(_way(one) for one in json.loads(path.read_text("utf-8")))


def _way(told: Mapping[str, Any]) -> WayIn:
    missing = [key for key in ("agency", "name", "issuer", "client_id", "client_secret") if not told.get(key)]
    if missing:
        raise BadWayIn(f"openid.json: a way in lacks {', '.join(missing)}.")
    parts = urlsplit(told["issuer"])
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise BadWayIn(f"openid.json: {told['issuer']} is not an https address.")
    lists = {key: frozenset(told.get(key, ())) for key in ("acr", "amr")}
    return WayIn(told["agency"], told["name"], told["issuer"], told["client_id"], told["client_secret"], **lists)


def providers(ways: Collection[WayIn]) -> dict[str, Any]:
    """Return allauth's setting."""
    return {"openid_connect": {"APPS": [way.as_app() for way in ways]}}
