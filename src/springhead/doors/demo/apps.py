"""Registers the app under its short label."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The app."""

    name = "springhead.doors.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
