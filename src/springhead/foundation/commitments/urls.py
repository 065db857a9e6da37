"""Addresses of commitments, grouped by audience."""

from django.urls import path

from springhead.foundation.commitments import views

urlpatterns = [
    # everybody
    path("commitments/", views.commitments, name="commitments"),
    path("commitments/calendar.ics", views.calendar, name="commitments_calendar"),
    path("commitments/<str:number>", views.commitment, name="commitment"),
    # the agency and the policy office
    path("commitments/<str:number>/<str:event>", views.move, name="commitment_move"),
    # officers
    path("desk/datasets/<str:public_id>/promise", views.promise, name="commitment_promise"),
]
