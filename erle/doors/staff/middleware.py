"""What every request of the staff door passes: headers, and one transaction in which its worker acts."""

from collections.abc import Callable
from functools import cache

from csp.utils import build_policy
from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from erle.doors.staff.shell import acting_worker
from erle.foundation.access.acting import acting_as

LARGEST_REQUEST = 64 * 1024 * 1024
NOT_KEPT = "max-age=0, no-cache, no-store, must-revalidate, private"

GetResponse = Callable[[HttpRequest], HttpResponse]


class Headers:
    """Adds the headers that keep pages out of caches, frames and other origins."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep what comes after."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, refusing what another site sent across."""
        if request.headers.get("Sec-Fetch-Site") == "cross-site" and request.method not in {"GET", "HEAD"}:
            return _refused("This came from another site and was not taken.", status=403)
        if _is_too_large(request):
            return _refused("This is larger than Erle takes.", status=413)
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy())
        if not request.path.startswith(settings.STATIC_URL):
            response.headers["Cache-Control"] = NOT_KEPT
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


@cache
def policy() -> str:
    """Return what pages may load and where their forms go: the same for every page, and built once."""
    return build_policy()


def _refused(words: str, *, status: int) -> HttpResponse:
    headers = {"Content-Security-Policy": policy()}
    return HttpResponse(words, status=status, content_type="text/plain", headers=headers)


def _is_too_large(request: HttpRequest) -> bool:
    """Return whether a request says that it brings more than any page takes."""
    length = request.headers.get("Content-Length", "")
    return length.isascii() and length.isdigit() and int(length[:15]) > LARGEST_REQUEST


class Acting:
    """Runs the view and its template as the worker who is signed in, and commits before the first byte leaves.

    What is shown is in the ledger by then, or nothing is shown: where the database cannot commit, the answer is 503.
    """

    def __init__(self, get_response: GetResponse) -> None:
        """Keep what comes after."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within one transaction."""
        worker = acting_worker(request)
        try:
            if worker is None:
                with transaction.atomic():
                    return self._answer(request)
            with acting_as(worker):
                return self._answer(request)
        except _Broken as broken:
            return broken.response
        except DatabaseError:
            return render(request, "503.html", status=503)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= 500:
            raise _Broken(response)
        return response


class _Broken(Exception):
    """Carries an answer out of a transaction that must not be kept."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status_code)
        self.response = response
