"""The price of a start: from an empty checkout to the first page served, and again; beside a bare Django start."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.bench import Bench, Case, WrongAnswer
from benchmarks.place import CHECKOUT, Place

MOST_BEYOND = 6.0
PATIENCE = 600.0
BARE = """
import django, os, sys
from django.conf import settings
settings.configure(SECRET_KEY="bare", ROOT_URLCONF="__main__", ALLOWED_HOSTS=["*"], DATABASES={"default": {
    "ENGINE": "django.db.backends.postgresql", "HOST": sys.argv[1], "NAME": sys.argv[2], "USER": "erle_owner"}})
django.setup()
from django.db import connection
from django.http import HttpResponse
from django.urls import path
def view(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("served")
urlpatterns = [path("", view)]
from wsgiref.simple_server import make_server
from django.core.wsgi import get_wsgi_application
make_server("127.0.0.1", int(sys.argv[3]), get_wsgi_application()).serve_forever()
"""


def run(place: Place) -> Bench:
    """Copy the tracked files, start them twice, and start a bare Django on the database of this run."""
    folder = Path(tempfile.mkdtemp(prefix="erle-start-"))
    try:
        _copy(folder)
        first = _first_page([sys.executable, str(folder / "up.py")], folder)
        second = _first_page([sys.executable, str(folder / "up.py")], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    bare = _bare(place)
    beyond = second - bare
    cases = (
        Case(
            "second start to first page, beyond a bare Django's",
            second,
            bare,
            "s",
            second / bare,
            MOST_BEYOND,
            beyond <= MOST_BEYOND,
        ),
    )
    beside = (
        f"first start, from the tracked files alone, package caches as they are: {first:.1f} s",
        f"second start: {second:.1f} s, {beyond:.1f} s beyond a bare Django's (at most {MOST_BEYOND:g} s)",
    )
    return Bench("start", cases, beside)


def _copy(folder: Path) -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, tracked.split("\0")):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(CHECKOUT / name, target)


def _first_page(command: list[str], folder: Path) -> float:
    """Return the seconds until the sign-in page is answered; the product is stopped again."""
    port = _free_port()
    clean = {key: value for key, value in os.environ.items() if not re.match("ERLE_|DJANGO_|DATABASE_URL", key)}
    start = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--port", str(port)], cwd=folder, env=clean, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(f"http://127.0.0.1:{port}/sign-in/", process)
        return time.perf_counter() - start
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _bare(place: Place) -> float:
    port = _free_port()
    parameters = [str(place.socket_dir), os.environ["ERLE_DATABASE"], str(port)]
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", BARE, *parameters], stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/", process)
        return time.perf_counter() - start
    finally:
        process.terminate()
        process.wait(20)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise WrongAnswer(f"the start ended with {process.returncode} before it served a page")
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    raise WrongAnswer(f"no page within {PATIENCE:g} seconds")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
