"""Registers the app under its short label."""

from django.apps import AppConfig


class ChecksConfig(AppConfig):
    """The app."""

    name = "springhead.foundation.checks"
    label = "checks"
    default_auto_field = "django.db.models.BigAutoField"
