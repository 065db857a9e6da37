"""Addresses of openness classes."""

from django.urls import path

from springhead.procedures.openness import application_views, consistency_views, desk, inventory_views, views

urlpatterns = [
    # everybody
    path("openness/", views.classes),
    path("openness/grounds", views.grounds),
    path("openness/consistency", consistency_views.page),
    path("openness/consistency/propose", consistency_views.propose),
    path("openness/agencies/<slug:public_id>", inventory_views.of_agency),
    path("openness/agencies/<slug:public_id>/inventory.<slug:form>", inventory_views.export),
    path("openness/<slug:number>", views.record),
    path("openness/<slug:number>/<slug:event>", views.move),
    # applicants
    path("applications/", application_views.mine),
    path("applications/new/<slug:public_id>", application_views.apply),
    path("applications/<slug:number>", application_views.application),
    path("applications/<slug:number>/links/<slug:public_id>", application_views.link),
    path("applications/<slug:number>/<slug:event>", application_views.move),
    # officers
    path("desk/openness/", desk.home),
    path("desk/openness/agencies/<slug:public_id>", inventory_views.desk),
    path("desk/openness/agencies/<slug:public_id>/carry-out", inventory_views.carry_out),
    path("desk/openness/agencies/<slug:public_id>/inventory.<slug:form>", inventory_views.desk_export),
    path("desk/openness/<slug:public_id>", desk.dataset),
    path("desk/openness/<slug:public_id>/entry", inventory_views.entry),
    path("desk/openness/<slug:public_id>/terms", application_views.terms),
]
