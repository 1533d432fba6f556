"""Gold as a Django app."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """The partnership's figures."""

    name = "erle.board"
    label = "board"
    default_auto_field = "django.db.models.BigAutoField"
