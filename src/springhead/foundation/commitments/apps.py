"""Registers the app under its short label."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """The app."""

    name = "springhead.foundation.commitments"
    label = "commitments"
    default_auto_field = "django.db.models.BigAutoField"
