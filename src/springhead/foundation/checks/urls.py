"""Addresses of checks, grouped by audience."""

from django.urls import path

from springhead.foundation.checks import views

urlpatterns = [
    # everybody
    path("checks/", views.checks, name="checks"),
    path("checks/<str:public_id>", views.check, name="check"),
    path("checks/<str:public_id>/progress", views.progress, name="check_progress"),
    # officers
    path("checks/new/look", views.ask, name="check_ask"),
]
