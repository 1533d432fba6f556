"""The key, and what is worked out of it: keyed positions, tags, and a check value that does not give it away.

Each use has a key of its own, bound to the parameters: encodings by other parameters have nothing in common with these.
"""

import hashlib
import hmac
import json
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.between.parameters import ENCODING, FILTER, Parameters

KEY_BYTES = 32
Positions = NDArray[np.int64]


class NotAKey(ValueError):
    """Bytes that are no key."""


class Secret:
    """A key with its parameters."""

    def __init__(self, key: bytes, parameters: Parameters) -> None:
        """Hold the key."""
        if len(key) != KEY_BYTES:
            raise NotAKey(f"expected a key of {KEY_BYTES} bytes")
        self.parameters = parameters
        self._key = key
        self._uses: dict[str, bytes] = {}
        self._positions: dict[str, Positions] = {}

    @cached_property
    def check(self) -> str:
        """Return what two keys are known to be equal by; of a key of 256 bits drawn by chance it tells nothing."""
        return self._for("check")[:8].hex()

    def positions(self, token: str) -> Positions:
        """Return the filter's bits that a token may set, in the order in which they are set: drawn, not computed."""
        if token not in self._positions:
            drawn = hmac.digest(self._for("filter"), token.encode("utf-8", "replace"), "sha512")
            self._positions[token] = np.frombuffer(drawn, dtype="<u2").astype(np.int64) % FILTER
        return self._positions[token]

    def tag(self, words: str) -> int:
        """Return a number of 64 bits for what two records may share."""
        drawn = hmac.digest(self._for("tag"), words.encode("utf-8", "replace"), "sha256")
        return int.from_bytes(drawn[:8], "little")

    @cached_property
    def diffusion(self) -> Positions:
        """Return, for each bit of the encoding, the bits of the filter that are added up for it: all different."""
        stream = hashlib.shake_256(self._for("diffusion")).digest(8 * ENCODING * FILTER)
        drawn = np.frombuffer(stream, dtype="<u8").reshape(ENCODING, FILTER)
        order = np.argsort(drawn, axis=1, kind="stable")
        return np.ascontiguousarray(order[:, : self.parameters.diffusion])

    def _for(self, use: str) -> bytes:
        if use not in self._uses:
            agreed = json.dumps(self.parameters.to_data(), sort_keys=True)
            self._uses[use] = hmac.digest(self._key, f"erle between {use} {agreed}".encode(), "sha256")
        return self._uses[use]
