"""Access as a Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Circles, shares, conflicts, break-glass and notices."""

    name = "erle.foundation.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
