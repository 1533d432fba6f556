"""The staff door as a Django app: drafts are its only table."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Pages for signed-in workers."""

    name = "erle.doors.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"
