"""Registers the app under its short label."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The app."""

    name = "springhead.doors.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
