"""Fifty workers clicking: each signs in and goes her round of pages again and again, until the time is over.

A program of its own, so that what it costs falls on neither server more than the other.
"""

import json
import random
import re
import statistics
import sys
import threading
import time
from collections import Counter
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

WORDS = ("Ivy", "Dawid", "Zofia", "Maisie", "Corey")


class Browser:
    """One worker's browser: a connection kept open, cookies, and the times of its answers in milliseconds."""

    def __init__(self, url: str, number: int) -> None:
        """Connect to the server as the worker of the number."""
        self.connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
        self.cookies: dict[str, str] = {}
        self.random = random.Random(number)
        self.times: list[float] = []
        self.faults: Counter[str] = Counter()

    def ask(self, path: str, form: dict[str, str] | None = None) -> str:
        """Ask for a page, follow where it leads, and return its body."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            token = next((value for name, value in self.cookies.items() if "csrf" in name), "")
            body = urlencode({**form, "csrfmiddlewaretoken": token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request("GET" if form is None else "POST", path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        self.times.append((time.perf_counter() - began) * 1000)
        for header in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(header).items()})
        if answer.status in (301, 302, 303):
            return self.ask(answer.headers["Location"])
        if answer.status != 200:
            plain = re.sub(r"[A-Z]-[A-Z0-9]+", "…", path.partition("?")[0])
            self.faults[f"{answer.status} {plain}"] += 1
        return text

    def sign_in(self, worker: str) -> None:
        """Click the worker of the number."""
        self.ask("/sign-in/")
        self.ask("/sign-in/", {"worker": worker})
        self.times.clear()

    def round(self) -> None:
        """Go the round: my work, the children, two of them, a search."""
        self.ask("/")
        children = re.findall(r'href="(/children/E-[A-Z0-9]+/)"', self.ask("/children/"))
        for path in self.random.sample(children, min(2, len(children))):
            self.ask(path)
        self.ask("/search/", {"q": self.random.choice(WORDS)})


def main(url: str, number: int, seconds: float, workers: list[str]) -> int:
    """Click for the seconds, and print what was answered as JSON."""
    browsers = [Browser(url, place) for place in range(number)]
    for place, browser in enumerate(browsers):
        browser.sign_in(workers[place % len(workers)])
    ready = threading.Barrier(number + 1)
    threads = [threading.Thread(target=_go, args=(browser, ready, seconds)) for browser in browsers]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    times = [one for browser in browsers for one in browser.times]
    said: Counter[str] = sum((browser.faults for browser in browsers), Counter())
    figures = {
        "per_second": len(times) / took,
        "p95": statistics.quantiles(times, n=20)[-1],
        "faults": sum(said.values()),
        "said": dict(said),
    }
    print(json.dumps(figures))
    return 0


def _go(browser: Browser, ready: threading.Barrier, seconds: float) -> None:
    ready.wait()
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        browser.round()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4].split(",")))
