"""Registers the app under its short label."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The app."""

    name = "springhead.foundation.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
