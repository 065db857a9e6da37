"""Registers the app under its short label."""

from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    """The app."""

    name = "springhead.forums.committees"
    label = "committees"
    default_auto_field = "django.db.models.BigAutoField"
