"""Clocks as a Django app."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Running clocks and their changes."""

    name = "erle.foundation.clocks"
    label = "clocks"
    default_auto_field = "django.db.models.BigAutoField"
