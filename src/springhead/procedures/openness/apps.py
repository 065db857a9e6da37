"""The app of openness classes."""

from django.apps import AppConfig


class OpennessConfig(AppConfig):
    """Registers the rows."""

    name = "springhead.procedures.openness"
    label = "openness"
