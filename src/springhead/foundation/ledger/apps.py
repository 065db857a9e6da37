"""Registers the app under its short label."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The app."""

    name = "springhead.foundation.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
