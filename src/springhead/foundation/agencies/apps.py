"""Registers the app under its short label."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """The app."""

    name = "springhead.foundation.agencies"
    label = "agencies"
    default_auto_field = "django.db.models.BigAutoField"
