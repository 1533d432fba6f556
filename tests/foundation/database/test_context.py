"""The signed context: only what the product signed, for this backend, within its minute, says who is acting."""

from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from erle.foundation.access.acting import acting_as
from erle.foundation.database import context
from erle.foundation.database.roles import DatabaseRole
from erle.knowledge.records.models import Person
from tests.hands import act, connect, signed
from tests.partnership import Partnership


def _acting() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT erle.acting()")
        acting: int | None = cursor.fetchone()[0]
    return acting


def _pid() -> int:
    return int(connection.connection.info.backend_pid)


def _look(words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('erle.acting', %s, true)", [words])
        cursor.execute("SELECT count(*) FROM records_person")


def _refused(words: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        _look(words)
    assert _acting() is None


def test_inside_the_block_the_worker_acts(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        assert _acting() == partnership.lead.pk


def test_after_the_block_nobody_acts_and_nothing_is_seen(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        assert Person.objects.exists()

    assert _acting() is None
    assert not Person.objects.exists()


def test_after_a_block_that_failed_nobody_acts(partnership: Partnership) -> None:
    with pytest.raises(ZeroDivisionError), acting_as(partnership.lead):
        raise ZeroDivisionError

    assert _acting() is None


def test_a_block_inside_a_block_changes_the_worker_and_gives_the_first_one_back(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        with acting_as(partnership.never):
            assert not Person.objects.exists()

        assert _acting() == partnership.lead.pk
        assert Person.objects.count() == 2


def test_a_block_inside_a_block_that_failed_gives_the_first_worker_back(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        with pytest.raises(DatabaseError), acting_as(partnership.never), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

        assert _acting() == partnership.lead.pk


def test_an_empty_context_is_nobody(partnership: Partnership) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('erle.acting', '', true)")

        assert _acting() is None


def test_what_was_signed_is_let_in_when_it_is_set_by_hand(partnership: Partnership) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('erle.acting', %s, true)", [signed(partnership.lead.pk, _pid())])

        assert _acting() == partnership.lead.pk


def test_a_context_with_another_mac_is_refused(partnership: Partnership) -> None:
    words = signed(partnership.lead.pk, _pid())
    last = "0" if words[-1] != "0" else "1"

    _refused(words[:-1] + last)


def test_a_context_of_another_workers_number_is_refused(partnership: Partnership) -> None:
    _, rest = signed(partnership.never.pk, _pid()).split(".", 1)

    _refused(f"{partnership.lead.pk}.{rest}")


def test_a_context_of_another_backend_is_refused(partnership: Partnership) -> None:
    _refused(signed(partnership.lead.pk, _pid() + 1))


def test_a_context_that_has_run_out_is_refused(partnership: Partnership) -> None:
    _refused(signed(partnership.lead.pk, _pid(), age=context.LIFETIME_SECONDS + 120))


def test_a_context_with_a_later_end_written_in_is_refused(partnership: Partnership) -> None:
    worker, pid, end, mac = signed(partnership.lead.pk, _pid()).split(".")

    _refused(f"{worker}.{pid}.{int(end) + 3600}.{mac}")


@pytest.mark.parametrize(
    "words",
    [
        "1",
        "1.2.3",
        "1.2.3.4",
        "...",
        "1.2.3.4.5",
        "'; SELECT 1 --",
        "ä.ö.ü.ß",
        "1" * 5000,
        "9" * 40 + ".1.1.ff",
        " ",
        "\t.\n.\t.x",
    ],
)
def test_garbage_is_refused(partnership: Partnership, words: str) -> None:
    _refused(words)


def test_fields_moved_between_the_dots_are_refused(partnership: Partnership) -> None:
    worker, pid, end, mac = signed(partnership.lead.pk, _pid()).split(".")

    _refused(f"{worker}.{pid}.{end}.{mac}.")
    _refused(f"{worker}{pid}..{end}.{mac}")
    _refused(f"{worker}.{pid}.{end}.{mac.upper()}")


def test_the_next_to_borrow_the_connection_is_nobody(partnership: Partnership) -> None:
    with connect(DatabaseRole.WORKER) as borrowed:
        act(borrowed, partnership.lead.pk)
        seen = borrowed.execute("SELECT count(*) FROM records_person").fetchone()
        borrowed.commit()

        after = borrowed.execute("SELECT count(*), erle.acting() FROM records_person").fetchone()

    assert seen == (2,)
    assert after == (0, None)


def test_the_key_is_read_by_no_role_that_works(partnership: Partnership) -> None:
    for role in (DatabaseRole.WORKER, DatabaseRole.MATCHER, DatabaseRole.BOARD, DatabaseRole.PUBLIC):
        with connect(role) as asking, pytest.raises(Exception, match="permission denied"):
            asking.execute("SELECT inner_pad FROM erle.context_key")


def test_a_key_file_is_made_once_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "context.key"

    made = context.read_or_make_key(path)

    assert context.read_or_make_key(path) == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["context.key"]


def test_a_key_that_another_process_made_first_holds(tmp_path: Path) -> None:
    path = tmp_path / "context.key"
    first = context.read_or_make_key(path)

    context._write_once(path, b"\1" * context.KEY_BYTES)

    assert context.read_or_make_key(path) == first


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "context.key"
    path.write_text("ab" * 8, "ascii")

    with pytest.raises(ValueError, match="holds 8 bytes"):
        context.read_or_make_key(path)
