"""Watchers of the board of missing children: each looks for news again and again until the time is over.

A program of its own, so that what it costs falls on neither server more than the other.
"""

import json
import re
import statistics
import sys
import threading
import time
from collections import Counter
from html import unescape

from benchmarks.load.clicks import Browser

LOOK = re.compile(r'hx-get="([^"]+)"')
UNCHANGED = 304


class Watcher(Browser):
    """One watcher: the address by which her page looks for news, and what it was answered."""

    look = "/missing/changes/"

    def open_board(self) -> None:
        """Open the board, and keep by which address it looks for news."""
        self.look = unescape(LOOK.findall(self.ask("/missing/"))[0])

    def refresh(self, answers: Counter[int]) -> float:
        """Look for news once, open the board anew where something changed, and return the milliseconds of the look."""
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Erle-Unattended": "1",
            "HX-Request": "true",
        }
        began = time.perf_counter()
        self.connection.request("GET", self.look, headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - began) * 1000
        answers[answer.status] += 1
        if answer.status != UNCHANGED:
            self.look = unescape(LOOK.findall(body.decode())[0])
        return took


def main(url: str, number: int, seconds: float, workers: list[str], pause: float) -> int:
    """Watch for the seconds, and print what was answered as JSON."""
    watchers = [Watcher(url, place) for place in range(number)]
    for place, watcher in enumerate(watchers):
        watcher.sign_in(workers[place % len(workers)])
        watcher.open_board()
    times: list[list[float]] = [[] for _ in watchers]
    answers: list[Counter[int]] = [Counter() for _ in watchers]
    ready = threading.Barrier(number)

    def watch(place: int) -> None:
        ready.wait()
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            times[place].append(watchers[place].refresh(answers[place]))
            time.sleep(pause)

    threads = [threading.Thread(target=watch, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = [one for some in times for one in some]
    total: Counter[int] = sum(answers, Counter())
    figures = {
        "looks": len(every),
        "median": statistics.median(every),
        "p95": statistics.quantiles(every, n=20)[-1],
        "answers": {str(status): count for status, count in sorted(total.items())},
    }
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4].split(","), float(sys.argv[5])))
