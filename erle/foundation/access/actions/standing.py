"""Keeping each worker's standing ready for the policies; if nobody does, they answer the same, only more slowly."""

from django.db import connection, connections, transaction

from erle.foundation.database.roles import KEEPER


def keep_standing() -> int:
    """Keep the standings that were touched or ran out, in a transaction of its own; return how many."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT erle.keep_standing()")
        [many] = cursor.fetchone()
    return int(many)


def forget_standing() -> None:
    """Throw away what is kept, as after a restore, where numbers of transactions mean something else."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {KEEPER}")
        cursor.execute("SELECT erle.forget_standing()")
