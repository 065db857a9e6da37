"""Registers the app under its short label."""

from django.apps import AppConfig


class UsageConfig(AppConfig):
    """The app."""

    name = "springhead.foundation.usage"
    label = "usage"
    default_auto_field = "django.db.models.BigAutoField"
