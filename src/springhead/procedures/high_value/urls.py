"""Addresses of high-value data."""

from django.urls import path

from springhead.procedures.high_value import (
    announcement_views,
    dcat_catalogue,
    desk,
    entering_views,
    theme_views,
    views,
)

urlpatterns = [
    # everybody
    path("themes/cycles/", views.cycles),
    path("themes/cycles/<slug:number>", views.cycle),
    path("themes/cycles/<slug:number>/propose", entering_views.propose),
    path("themes/cycles/<slug:number>/<slug:event>", views.move_cycle),
    path("themes/announcements/<slug:number>/", announcement_views.latest),
    path("themes/announcements/<slug:number>/schedule.ics", announcement_views.schedule),
    path("themes/announcements/<slug:number>/<int:version>.<slug:form>", announcement_views.announcement),
    path("themes/", theme_views.overview),
    path("themes/action-plan", theme_views.action_plan),
    path("themes/reports/<slug:public_id>.ods", theme_views.ministry),
    path("themes/catalogue.jsonld", dcat_catalogue.catalogue),
    path("themes/<slug:code>", theme_views.theme),
    path("themes/<slug:code>/evidence/<slug:kind>", theme_views.behind),
    path("themes/<slug:code>/list.<slug:form>", theme_views.theme_file),
    path("nominations/", views.nominations),
    path("nominations/<slug:number>", views.nomination),
    path("nominations/<slug:number>/<slug:event>", views.move_nomination),
    # agencies and the policy office
    path("themes/calls/<str:number>/<slug:event>", views.move_call),
    path("desk/high-value/", desk.home),
    path("desk/high-value/plan", entering_views.plan),
    path("desk/high-value/<slug:number>", desk.cycle),
    path("desk/high-value/<slug:number>/nominate", entering_views.nominate),
    path("desk/high-value/<slug:number>/late", desk.who_is_late),
    path("desk/high-value/<slug:number>/remind", desk.remind),
]
