"""The pages that say no, or that something broke: in the same look, saying what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that what came could not be read."""
    return render(request, "400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this is not for this worker's role, or that the form was too old."""
    return render(request, "403.html", status=403)


def no_such_thing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such thing: the same for what is not there and for what is not this worker's."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that something broke, without what stands around a page: that may be what broke."""
    return render(None, "500.html", status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old or not ours, and what to do."""
    return render(
        request,
        "403.html",
        {"words": "This form is too old to be sent. Go back, load the page again and send it anew."},
        status=403,
    )
