"""Addresses of quality reports, grouped by audience."""

from django.urls import path

from springhead.foundation.quality import views

urlpatterns = [
    # everybody
    path("quality/", views.reports, name="quality_reports"),
    path("quality/new", views.new, name="quality_new"),
    path("quality/confirm/<str:token>", views.confirm, name="quality_confirm"),
    path("quality/<str:number>", views.report, name="quality_report"),
    path("quality/<str:number>/<str:event>", views.move, name="quality_move"),
    # officers
    path("desk/quality/", views.desk, name="quality_desk"),
]
