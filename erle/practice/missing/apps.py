"""Missing as a Django app."""

from django.apps import AppConfig


class MissingConfig(AppConfig):
    """Episodes and return interviews."""

    name = "erle.practice.missing"
    label = "missing"
    default_auto_field = "django.db.models.BigAutoField"
