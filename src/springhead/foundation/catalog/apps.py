"""Registers the app under its short label."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The app."""

    name = "springhead.foundation.catalog"
    label = "catalog"
    default_auto_field = "django.db.models.BigAutoField"
