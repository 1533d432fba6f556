"""Asking a virus scanner: ClamAV's daemon, where the installation names one; where it names none, that is said.

The daemon takes a file in pieces (its INSTREAM), each after its length, and ends with a piece of no length.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from erle.knowledge.records.attachments.kinds import NotTaken

PIECE = 64 * 1024
WAIT_SECONDS = 30.0
LONGEST_ANSWER = 4096


class Scanned(StrEnum):
    """What the scanner said of a file that was taken."""

    CLEAN = "clean"
    NOT_SCANNED = "not_scanned"


class ScannerSilent(NotTaken):
    """The scanner that the installation names does not answer: no file is taken meanwhile."""


def scan(content: bytes, *, address: str) -> Scanned:
    """Have the file scanned at the address (`unix:/path` or `tcp:host:port`); refuse what the scanner finds."""
    if not address:
        return Scanned.NOT_SCANNED
    try:
        with _connection(address) as daemon:
            answer = _ask(daemon, content)
    except (OSError, ValueError) as silent:
        raise ScannerSilent(
            "The virus scanner does not answer, so no file is taken now. Send the report without it, and add it later."
        ) from silent
    if answer == "stream: OK":
        return Scanned.CLEAN
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        raise NotTaken(
            "The virus scanner found something harmful in this file. Tell whoever looks after your computer."
        )
    raise ScannerSilent(
        "The virus scanner could not read this file, so it is not taken. Print it to PDF, and add that."
    )


@contextmanager
def _connection(address: str) -> Iterator[socket.socket]:
    kind, _, place = address.partition(":")
    if kind == "unix":
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as daemon:
            daemon.settimeout(WAIT_SECONDS)
            daemon.connect(place)
            yield daemon
        return
    if kind != "tcp":
        raise ValueError(f"{address!r} is no address of a scanner: it begins with unix: or tcp:")
    host, _, port = place.rpartition(":")
    with socket.create_connection((host.strip("[]"), int(port)), timeout=WAIT_SECONDS) as daemon:
        yield daemon


def _ask(daemon: socket.socket, content: bytes) -> str:
    daemon.sendall(b"zINSTREAM\0")
    for start in range(0, len(content), PIECE):
        piece = content[start : start + PIECE]
        daemon.sendall(len(piece).to_bytes(4, "big") + piece)
    daemon.sendall(bytes(4))
    answer = bytearray()
    while b"\0" not in answer and len(answer) < LONGEST_ANSWER:
        said = daemon.recv(1024)
        if not said:
            break
        answer += said
    return bytes(answer).partition(b"\0")[0].decode("utf-8", "replace").strip()
