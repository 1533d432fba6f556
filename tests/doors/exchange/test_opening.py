"""Only regular files are opened, and only as long as they were."""

import os
import socket
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given as anything
from hypothesis import settings
from hypothesis import strategies as st

from erle.doors.exchange.lines import Spoiled
from erle.doors.exchange.opening import OpenFile, Unreadable, shown_name
from erle.doors.exchange.reading import Cells, open_csv
from tests.doors.exchange.conftest import Given


def refusal(path: Path) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(Unreadable) as refused, OpenFile(path):
        pass
    return str(refused.value)


def test_a_folder_a_pipe_a_socket_and_a_device_are_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")

        assert refusal(tmp_path) == f"{tmp_path.name} is a folder, not a file."
        assert refusal(Path("pipe")) == "pipe is a pipe, not a file."
        assert refusal(Path("socket")).startswith("socket cannot be opened: ")
        assert refusal(Path("/dev/null")) == "null is a device, not a file."


def test_a_file_that_is_not_there_is_said_not_to_be(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.csv") == "gone.csv: there is no such file."
    assert refusal(tmp_path / "a\0b.csv").startswith("a?b.csv cannot be opened: ")
    assert refusal(tmp_path / ("x" * 300)).endswith("cannot be opened: File name too long.")


def test_a_file_that_may_not_be_read_is_refused_in_words(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> int:
        raise PermissionError

    path = given("A,B\n")
    monkeypatch.setattr(os, "open", forbidden)

    assert refusal(path) == "reviews.csv: this account is not allowed to read it."


def test_a_disk_that_fails_while_reading_is_told_of(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    path = given("A,B\n")
    monkeypatch.setattr(os, "read", failing)

    words = r"^reviews.csv: it could not be read to its end \(Input/output error\)$"
    with pytest.raises(Unreadable, match=words), open_csv(path):
        pass


def test_a_file_that_grows_is_read_as_far_as_it_reached_and_told_of(given: Given) -> None:
    path = given("A,B\n1,x\n")

    with open_csv(path) as file:
        with path.open("a") as writer:
            writer.write("2,y\n")
        read = [row for batch in file.batches() for row in batch.rows]

    assert file.change == "changed while it was read: it had 8 bytes at first and 12 at the end"
    assert read == [["1", "x"]]


def test_the_last_row_of_a_file_that_is_being_written_is_not_taken_for_whole(given: Given) -> None:
    path = given("A,B\n" + "1,x\n" * 100_000 + "2,unfinis")

    with open_csv(path) as file:
        with path.open("a") as writer:
            writer.write("hed\n3,z\n")
        read = [row for batch in file.batches() for row in batch.rows]

    assert file.change == "changed while it was read: it had 400,013 bytes at first and 400,021 at the end"
    assert len(read) == 100_001
    assert isinstance(read[-1], Spoiled)


@pytest.mark.parametrize("size", [10, 400_013])
def test_a_file_that_shrinks_or_is_rewritten_while_it_is_read_is_told_of(given: Given, size: int) -> None:
    path = given("A,B\n" + "1,x\n" * 100_000 + "2,unfinis")

    with open_csv(path) as file:
        os.truncate(path, size)
        os.utime(path, ns=(1, 1))
        list(file.batches())

    assert file.change in {
        "changed while it was read: it had 400,013 bytes at first and 10 at the end",
        "was written to while it was read",
    }


def test_a_name_that_is_no_text_can_still_be_printed() -> None:
    assert shown_name(Path("caf\udce9\x1b[2J.csv")) == "caf\\udce9?[2J.csv"


def test_a_line_of_a_gigabyte_takes_no_more_memory_than_any_other(tmp_path: Path) -> None:
    path = tmp_path / "giant.csv"
    with path.open("wb") as file:
        file.write(b"A,B\n1,x\n")
        file.seek(1024**3)
        file.write(b"\n2,y\n")
    tracemalloc.start()
    with open_csv(path) as csv_file:
        found = [row for batch in csv_file.batches() for row in batch.rows]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [found[0], found[2]] == [["1", "x"], ["2", "y"]]
    assert isinstance(found[1], Spoiled)
    assert peak < 8 * 1024 * 1024


@settings(max_examples=300)
@anything(st.binary(max_size=600))
def test_whatever_the_bytes_reading_ends_in_rows_or_one_sentence(said: bytes) -> None:
    _ends_in_rows_or_one_sentence(said)


@settings(max_examples=300)
@anything(st.text(alphabet='A,B1"\r\n;é\ufeff\0\t ', max_size=200), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_whatever_the_text_reading_ends_in_rows_or_one_sentence(said: str, encoding: str) -> None:
    _ends_in_rows_or_one_sentence(said.encode(encoding, "replace"))


def _ends_in_rows_or_one_sentence(said: bytes) -> None:
    """Read bytes as a file of their own."""
    rows: list[Cells] = []
    sentence = ""
    with tempfile.NamedTemporaryFile() as file:
        file.write(said)
        file.flush()
        try:
            with open_csv(Path(file.name)) as opened:
                rows = [row for batch in opened.batches() for row in batch.rows]
        except Unreadable as refused:
            sentence = str(refused)

    assert all(isinstance(row, list | Spoiled) for row in rows)
    assert not (rows and sentence)
