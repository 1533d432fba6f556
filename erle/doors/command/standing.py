"""Bringing the database and the framework up for one command, and letting them go after it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from erle.foundation.database import addresses, embedded

CHECKOUT = Path(__file__).resolve().parents[3]


def home() -> Path:
    """Return the folder of this installation's state."""
    return Path(os.environ.get("ERLE_HOME") or CHECKOUT / ".erle").resolve()


@contextmanager
def database_server() -> Iterator[None]:
    """Have the database server answer while the block runs: the embedded one, or the one DATABASE_URL names."""
    if addresses.external() is not None:
        yield
        return
    server = embedded.start(home(), durable=os.environ.get("ERLE_MODE") != "test")
    os.environ["ERLE_SOCKET_DIR"] = str(server.socket_dir)
    try:
        yield
    finally:
        server.release()


@contextmanager
def product(*, make: bool = True) -> Iterator[None]:
    """Have the database stand, up to date, and the framework ready, while the block runs."""
    with database_server():
        if make:
            make_ready()
        else:
            set_up()
        yield


def database_name() -> str:
    """Return the name of this installation's database."""
    server = addresses.external()
    return os.environ.get("ERLE_DATABASE") or (server.name if server else addresses.DATABASE)


def make_ready() -> None:
    """Make roles, database and tables where they are missing or old."""
    from erle.foundation.database import bootstrap

    bootstrap.make_database(home=home(), socket_dir=socket_dir(), name=database_name())
    set_up()
    from django.conf import settings

    bootstrap.migrate(key_file=settings.CONTEXT_KEY_FILE)


def socket_dir() -> Path:
    """Return where the embedded server listens."""
    return Path(os.environ.get("ERLE_SOCKET_DIR") or home() / "postgres" / "run")


def set_up() -> None:
    """Make the framework ready."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erle.settings")
    import django

    django.setup()
