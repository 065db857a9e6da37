"""Registers the app under its short label."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The app."""

    name = "springhead.foundation.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
