"""A bare Django that answers what the clicks ask: a session, plain queries past every policy, one plain template."""

from hashlib import sha256
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

OK = 200
WORK = """
SELECT p.reference, k.title, k.due_at, p.given_names || ' ' || p.family_name, a.name
FROM clocks_runningclock k
JOIN records_person p ON p.circle_id = k.circle_id JOIN agencies_agency a ON a.id = k.owed_by_agency_id
WHERE k.stopped_at IS NULL ORDER BY k.due_at LIMIT 30
"""
CHILDREN = """
SELECT p.reference, p.family_name, p.given_names, p.born_on, p.school FROM records_person p
WHERE p.withdrawn_at IS NULL ORDER BY p.family_name, p.given_names, p.reference LIMIT 50
"""
CHILD = "SELECT id, given_names || ' ' || family_name, born_on, school FROM records_person WHERE reference = %s"
LINES = """
SELECT e.reference, e.happened_at, e.kind, e.title, e.text, e.quote, e.source, e.grade, a.name
FROM records_entry e JOIN agencies_agency a ON a.id = e.agency_id
WHERE e.person_id = %s AND e.withdrawn_at IS NULL ORDER BY e.happened_at DESC, e.id DESC LIMIT 200
"""
SEARCH = """
SELECT p.reference, p.family_name, p.given_names, p.born_on FROM records_person p
WHERE p.withdrawn_at IS NULL AND (p.given_names ILIKE %s OR p.family_name ILIKE %s) ORDER BY p.family_name LIMIT 50
"""


MISSING = """
SELECT e.reference, p.given_names || ' ' || p.family_name, e.left_at, p.lives, max(t.id), count(t.id)
FROM missing_episode e JOIN records_person p ON p.id = e.person_id LEFT JOIN missing_turn t ON t.episode_id = e.id
WHERE e.returned_at IS NULL AND e.withdrawn_at IS NULL GROUP BY e.id, p.id ORDER BY e.left_at
"""


def sign_in(request: HttpRequest) -> HttpResponse:
    """Let in whoever asks."""
    if request.method == "POST":
        request.session["worker"] = request.POST["worker"]
        return redirect("/")
    return render(request, "rows.html", {"title": "Sign in", "rows": []})


def work(request: HttpRequest) -> HttpResponse:
    """Show what is owed."""
    return _show(request, "My work", _rows(WORK), "/children/{}/")


def children(request: HttpRequest) -> HttpResponse:
    """Show fifty children."""
    return _show(request, "Children", _rows(CHILDREN), "/children/{}/")


def child(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a child's lines."""
    [[number, name, *_]] = _rows(CHILD, reference)
    return _show(request, name, _rows(LINES, number))


def search(request: HttpRequest) -> HttpResponse:
    """Show who has the word in the name."""
    word = f"%{request.POST.get('q', '')}%"
    return _show(request, "Search", _rows(SEARCH, word, word), "/children/{}/")


def missing(request: HttpRequest) -> HttpResponse:
    """Show who is missing; the page says by which address it looks for news."""
    shown = _show(request, "Missing now", _rows(MISSING), "/episodes/{}/")
    if shown.status_code == OK:
        shown.content += f'<p hx-get="/missing/changes/?tag={_tag(request)[1:-1]}"></p>'.encode()
    return shown


def changes(request: HttpRequest) -> HttpResponse:
    """Answer that nothing changed, or show who is missing."""
    tag = _tag(request)
    if tag == f'"{request.GET.get("tag", "")}"':
        return HttpResponse(status=304, headers={"ETag": tag})
    return missing(request)


def one(request: HttpRequest) -> HttpResponse:
    """Ask the database for nothing but an answer."""
    return _show(request, "One", _rows("SELECT 1"))


def _tag(request: HttpRequest) -> str:
    words = f"{request.session.get('worker')}|{_rows(MISSING)}"
    return f'"{sha256(words.encode()).hexdigest()[:32]}"'


def _rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _show(request: HttpRequest, title: str, rows: list[tuple[Any, ...]], url: str = "") -> HttpResponse:
    if "worker" not in request.session:
        return redirect("/sign-in/")
    shown = [{"cells": row, "url": url.format(row[0]) if url else ""} for row in rows]
    return render(request, "rows.html", {"title": title, "rows": shown})


urlpatterns = [
    path("sign-in/", sign_in),
    path("", work),
    path("children/", children),
    path("children/<str:reference>/", child),
    path("search/", search),
    path("one/", one),
    path("missing/", missing),
    path("missing/changes/", changes),
]
app = get_wsgi_application()
