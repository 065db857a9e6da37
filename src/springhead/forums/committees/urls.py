"""Addresses of committees, grouped by audience."""

from django.urls import path

from springhead.forums.committees import approval_views, composition_views, listing_views, views

urlpatterns = [
    # everybody
    path("committees/", views.committees, name="committees"),
    path("committees/<str:public_id>", views.committee, name="committee"),
    path(
        "committees/<str:public_id>/members.csv",
        composition_views.members_table,
        name="committee_members_table",
    ),
    path("committees/<str:public_id>/feed.atom", views.feed, name="committee_feed"),
    path("committees/<str:public_id>/resolutions/<str:resolution_id>", views.resolution, name="resolution"),
    path("resolutions/", listing_views.resolutions, name="resolutions"),
    path("resolutions/list.csv", listing_views.resolutions_table, name="resolutions_table"),
    # heads of agencies
    path("desk/approvals/", approval_views.waiting, name="approvals"),
    path("desk/approvals/<str:resolution_id>", approval_views.decide, name="approval"),
    # secretaries and the policy office
    path("desk/committees/", views.desks, name="committee_desks"),
    path("desk/committees/new", views.make, name="committee_make"),
    path("desk/committees/<str:public_id>", views.desk, name="committee_desk"),
    path("desk/committees/<str:public_id>/record", views.record, name="committee_record"),
    path("desk/committees/<str:public_id>/members", views.enlist, name="committee_enlist"),
    path(
        "desk/committees/<str:public_id>/members/<str:member_id>/end",
        composition_views.end_term,
        name="committee_end_term",
    ),
    path("desk/committees/<str:public_id>/cadence", composition_views.cadence, name="committee_cadence"),
    path(
        "desk/committees/<str:public_id>/resolutions/<str:resolution_id>", views.again, name="committee_again"
    ),
]
