"""A pytest plugin, loaded before the settings are read: it names this run's state, server and database.

Each process of a parallel run has a database of its own on one server; `DATABASE_URL` puts them on an external one.
"""

import os
from pathlib import Path

from erle.foundation.database import addresses, embedded

CHECKOUT = Path(__file__).resolve().parent.parent

os.environ["ERLE_MODE"] = "test"
os.environ.setdefault("ERLE_HOME", str(CHECKOUT / ".erle" / "test"))
os.environ["ERLE_DATABASE"] = f"erle_test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
HOME = Path(os.environ["ERLE_HOME"])

SERVER = None if addresses.external() else embedded.start(HOME, durable=False)
SOCKET_DIR = SERVER.socket_dir if SERVER else HOME
if SERVER:
    os.environ["ERLE_SOCKET_DIR"] = str(SERVER.socket_dir)


def pytest_unconfigure() -> None:
    """Let the server go."""
    if SERVER is not None:
        SERVER.release()
