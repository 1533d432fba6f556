"""The staff door's WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

PLACES_BEFORE_A_LOOK = 50_000
"""How many more objects than now may stand before Python looks for rings among the young ones: a page makes fewer."""


def _settle() -> None:
    """Load every page, then set what is loaded apart: it stays for good, and need not be looked through again.

    A look through everything that is loaded takes longer than a page does, and by Python's own measure is due every
    few pages.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(PLACES_BEFORE_A_LOOK, 20, 50)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erle.settings")
application = get_wsgi_application()
_settle()
