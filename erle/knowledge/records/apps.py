"""Records as a Django app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Reports, people and the chronology."""

    name = "erle.knowledge.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
