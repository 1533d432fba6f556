"""The database room as a Django app: it owns the functions that every policy calls, and no table of its own."""

from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    """Named so that its migrations come first."""

    name = "erle.foundation.database"
    label = "database"
    default_auto_field = "django.db.models.BigAutoField"
