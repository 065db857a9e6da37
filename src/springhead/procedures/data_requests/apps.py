"""Registers the app under its short label."""

from django.apps import AppConfig


class DataRequestsConfig(AppConfig):
    """The app."""

    name = "springhead.procedures.data_requests"
    label = "data_requests"
    default_auto_field = "django.db.models.BigAutoField"
