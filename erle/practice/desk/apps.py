"""The MASH desk as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Arrivals, and what is done about them."""

    name = "erle.practice.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
