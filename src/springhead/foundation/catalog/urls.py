"""Addresses of the catalogue, grouped by audience."""

from django.urls import path

from springhead.foundation.catalog import views

urlpatterns = [
    # everybody
    path("datasets/<str:public_id>/feed.atom", views.feed, name="dataset_feed"),
    path("datasets/<str:public_id>/follow", views.follow_dataset, name="dataset_follow"),
    path("datasets/<str:public_id>/reports", views.report, name="dataset_report"),
    path("datasets/<str:public_id>/reuses", views.reuse, name="dataset_reuse"),
    path("datasets/<str:public_id>/<str:table>/versions/<int:number>", views.version, name="dataset_version"),
    path("datasets/<str:public_id>/<str:table>/versions/<int:number>/findings", views.findings, name="findings"),
    path("datasets/<str:place>", views.dataset, name="dataset"),
]
