"""Linkage as a Django app."""

from django.apps import AppConfig


class LinkageConfig(AppConfig):
    """Ties between records of the same child."""

    name = "erle.knowledge.linkage"
    label = "linkage"
    default_auto_field = "django.db.models.BigAutoField"
