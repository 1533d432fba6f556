"""Agencies as a Django app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies, workers, roles and posts."""

    name = "erle.foundation.agencies"
    label = "agencies"
    default_auto_field = "django.db.models.BigAutoField"
