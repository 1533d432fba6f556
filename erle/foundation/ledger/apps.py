"""The ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Lines, seals and checkpoints."""

    name = "erle.foundation.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
