"""A connection as a role that no page has: for the process that asks for it, and no longer than it is needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from erle.foundation.database import addresses
from erle.foundation.database.roles import DatabaseRole

Connection = psycopg.Connection[tuple[Any, ...]]


@contextmanager
def connected(role: DatabaseRole) -> Iterator[Connection]:
    """Connect to the product's database as the role; what is done is kept if the block ends well, and else undone."""
    made = addresses.settings_for(role, home=settings.HOME, socket_dir=settings.SOCKET_DIR)
    given = {"host": made["HOST"], "port": made["PORT"], "user": made["USER"], "password": made["PASSWORD"]}
    options = (addresses.external() or addresses.External("", "", "", "", "", {})).options
    parameters = {**{key: value for key, value in given.items() if value}, **options}
    with psycopg.connect(
        **parameters, dbname=connection.settings_dict["NAME"], application_name="erle"
    ) as made_connection:
        yield made_connection
