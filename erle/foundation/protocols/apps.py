"""Protocols as a Django app."""

from django.apps import AppConfig


class ProtocolsConfig(AppConfig):
    """Protocols and their versions."""

    name = "erle.foundation.protocols"
    label = "protocols"
    default_auto_field = "django.db.models.BigAutoField"
