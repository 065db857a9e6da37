"""Registers the app under its short label."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The app."""

    name = "springhead.forums.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"
