"""The keeper's functions read the real tables: a temporary table of the same name changes nothing."""

import pytest
from django.db import connection

from erle.foundation.access.acting import acting_as
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.models import Line
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.models import Person
from tests.partnership import Partnership


def _shadow(table: str, select: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} AS {select}")
        cursor.execute(f"GRANT ALL ON pg_temp.{table} TO PUBLIC")


def test_a_shadow_of_the_acts_that_open_everything_opens_nothing(partnership: Partnership) -> None:
    with acting_as(partnership.never):
        _shadow(
            "access_everything",
            "SELECT erle.acting() AS worker_id, now() AS agreed_at, now() AS starts_at,"
            " now() + interval '1 day' AS ends_at, NULL::timestamptz AS withdrawn_at",
        )

        assert not Person.objects.exists()


def test_a_shadow_of_the_conflicts_lets_nobody_back(partnership: Partnership) -> None:
    with acting_as(partnership.conflicted):
        _shadow(
            "access_conflict",
            "SELECT 0::bigint AS worker_id, 0::bigint AS circle_id, now() AS starts_at, now() AS ended_at",
        )

        assert not Person.objects.exists()


def test_shadows_of_posts_and_roles_give_no_ability(partnership: Partnership) -> None:
    with acting_as(partnership.administrator):
        _shadow(
            "agencies_post",
            "SELECT erle.acting() AS worker_id, 'x'::text AS role_id, now() AS starts_at,"
            " now() + interval '1 day' AS ends_at",
        )
        _shadow("agencies_role", "SELECT 'x'::text AS slug, ARRAY['break_glass'] AS abilities")

        with connection.cursor() as cursor:
            cursor.execute("SELECT erle.able('break_glass')")
            assert cursor.fetchone() == (False,)


def test_a_shadow_of_the_ledger_takes_no_line(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        _shadow(
            "ledger_line",
            "SELECT worker_id, act, about, circle_id, purpose, detail FROM public.ledger_line WHERE false",
        )

        ledger.write(Act.OPENED, about="E-SHADOW22", circle_id=partnership.leah.circle_id)

        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM public.ledger_line WHERE about = 'E-SHADOW22'")
            assert cursor.fetchone() == (1,)
            cursor.execute("DROP TABLE pg_temp.ledger_line")
        assert Line.objects.filter(about="E-SHADOW22").exists()


@pytest.mark.parametrize("key", ["never", "lapsed", "conflicted", "administrator"])
def test_a_shadow_of_the_standing_opens_nothing(partnership: Partnership, key: str) -> None:
    with acting_as(partnership.workers[key]):
        _shadow(
            "access_need",
            f"SELECT erle.acting() AS worker_id, {partnership.leah.circle_id}::bigint AS circle_id,"
            " 1::bigint AS share_id, 0::bigint AS post_id, now() - interval '1 day' AS starts_at,"
            " now() + interval '1 day' AS ends_at",
        )

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT erle.in_circle(%s), count(*) FROM erle.members_of(%s)", [partnership.leah.circle_id] * 2
            )
            assert cursor.fetchone() == (False, 0)
        assert not Person.objects.exists()
