"""The virus scanner: asked as ClamAV's daemon is asked; what it finds is refused, and so is all while it is silent."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from erle.knowledge.records.attachments.kinds import NotTaken
from erle.knowledge.records.attachments.scanner import Scanned, ScannerSilent, scan
from erle.knowledge.records.attachments.taking import take_in

FOUND = b"a marker that this scanner finds"


class Daemon(socketserver.StreamRequestHandler):
    """Speaks as ClamAV's daemon does: takes pieces each after its length, and answers in one line."""

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
        self.wfile.write(b"stream: Marker FOUND\0" if FOUND in content else self.server.says)  # type: ignore[attr-defined]


class Answering(socketserver.ThreadingUnixStreamServer):
    says = b"stream: OK\0"


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Answering]:
    with Answering(str(tmp_path / "clamd"), Daemon) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def address(server: Answering) -> str:
    return f"unix:{server.server_address!s}"


@pytest.mark.parametrize("size", [0, 1, 64 * 1024, 64 * 1024 + 1, 1_000_000])
def test_a_file_of_any_size_is_scanned_whole(daemon: Answering, size: int) -> None:
    assert scan(b"a" * size, address=address(daemon)) == Scanned.CLEAN
    with pytest.raises(NotTaken, match="found something harmful"):
        scan(b"a" * size + FOUND, address=address(daemon))


def test_without_a_scanner_it_is_said_that_nothing_was_scanned() -> None:
    assert scan(FOUND, address="") == Scanned.NOT_SCANNED


@pytest.mark.parametrize(
    "says", [b"stream: Size limit exceeded. ERROR\0", b"", b"\0", b"stream: OK or so\0", b"\xff" * 5000]
)
def test_an_answer_that_is_not_clear_refuses_the_file(daemon: Answering, says: bytes) -> None:
    daemon.says = says

    with pytest.raises(ScannerSilent):
        scan(b"a", address=address(daemon))


@pytest.mark.parametrize("place", ["unix:/nowhere/at/all", "tcp:127.0.0.1:1", "tcp:127.0.0.1:port", "udp:a", "clamd"])
def test_while_the_scanner_is_silent_no_file_is_taken(place: str) -> None:
    with pytest.raises(ScannerSilent, match="does not answer"):
        scan(b"a", address=place)


def test_a_scanner_that_hangs_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("erle.knowledge.records.attachments.scanner.WAIT_SECONDS", 0.1)
    with socket.socket(socket.AF_UNIX) as hanging:
        hanging.bind(str(tmp_path / "clamd"))
        hanging.listen()

        with pytest.raises(ScannerSilent):
            scan(b"a", address=f"unix:{tmp_path / 'clamd'}")


def test_the_installations_scanner_is_asked_before_a_file_is_taken(daemon: Answering) -> None:
    with override_settings(CLAMAV=address(daemon)):
        assert take_in("a.txt", b"Seen at the gate.").scanned == "clean"
        with pytest.raises(NotTaken, match="found something harmful"):
            take_in("a.txt", FOUND)
