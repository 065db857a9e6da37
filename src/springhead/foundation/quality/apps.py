"""Registers the app under its short label."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """The app."""

    name = "springhead.foundation.quality"
    label = "quality"
    default_auto_field = "django.db.models.BigAutoField"
