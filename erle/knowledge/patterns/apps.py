"""Patterns as a Django app."""

from django.apps import AppConfig


class PatternsConfig(AppConfig):
    """What the area's map has as its background."""

    name = "erle.knowledge.patterns"
    label = "patterns"
    default_auto_field = "django.db.models.BigAutoField"
