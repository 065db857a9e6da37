"""Registers the app under its short label."""

from django.apps import AppConfig


class DumpsConfig(AppConfig):
    """The app."""

    name = "springhead.foundation.dumps"
    label = "dumps"
