"""Registers the app under its short label."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """The app; it has no rows of its own."""

    name = "springhead.doors.operations"
    label = "operations"
