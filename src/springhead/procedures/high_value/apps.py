"""The app of high-value data."""

from django.apps import AppConfig


class HighValueConfig(AppConfig):
    """Registers the rows."""

    name = "springhead.procedures.high_value"
    label = "high_value"
