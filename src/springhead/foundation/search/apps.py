"""Registers the app under its short label."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The app."""

    name = "springhead.foundation.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
