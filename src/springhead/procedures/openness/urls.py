"""Addresses of openness classes."""

from django.urls import path

from springhead.procedures.openness import desk, views

urlpatterns = [
    # everybody
    path("openness/", views.classes),
    path("openness/grounds", views.grounds),
    path("openness/<slug:number>", views.record),
    path("openness/<slug:number>/<slug:event>", views.move),
    # officers
    path("desk/openness/", desk.home),
    path("desk/openness/<slug:public_id>", desk.dataset),
]
