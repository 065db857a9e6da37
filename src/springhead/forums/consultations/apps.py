"""Registers the app under its short label."""

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    """The app."""

    name = "springhead.forums.consultations"
    label = "consultations"
    default_auto_field = "django.db.models.BigAutoField"
