"""Registers the app under its short label."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """The app."""

    name = "springhead.foundation.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"
