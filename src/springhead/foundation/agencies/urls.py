"""Addresses of agencies and accounts, grouped by audience. The sign-in pages themselves are allauth's."""

from django.urls import path

from springhead.foundation.agencies import account_views, roster_views, views

urlpatterns = [
    # everybody
    path("agencies/", views.agencies, name="agencies"),
    path("agencies/<str:public_id>", views.agency, name="agency"),
    # signed-in people
    path("account/", account_views.account, name="account"),
    path("account/keys/", account_views.make_key, name="account_keys"),
    path("account/keys/<str:key_id>/revoke", account_views.revoke_key, name="account_key_revoke"),
    # people of an agency
    path("desk/roster/", roster_views.own_rosters, name="rosters"),
    path("desk/roster/<str:agency_id>", roster_views.agency_roster, name="roster"),
    path("desk/roster/<str:agency_id>/duties", roster_views.set_duty, name="roster_duty"),
    path(
        "desk/roster/<str:agency_id>/duties/<str:duty_id>/end", roster_views.end_duty, name="roster_duty_end"
    ),
    path("desk/roster/<str:agency_id>/absences", roster_views.declare_absence, name="roster_absence"),
    path(
        "desk/roster/<str:agency_id>/absences/<str:absence_id>/end",
        roster_views.end_absence,
        name="roster_absence_end",
    ),
    path("desk/roster/<str:agency_id>/hand-over", roster_views.hand_over, name="hand_over"),
    # the policy office
    path("desk/agencies/", views.merge_desk, name="agency_merge_desk"),
    path("desk/agencies/<str:public_id>", views.merge, name="agency_merge"),
    # operators
    path("desk/people/", account_views.people, name="people"),
    path("desk/people/roles/", account_views.give_role, name="role_give"),
    path("desk/people/<str:person_id>/disable", account_views.disable, name="person_disable"),
    path("desk/people/<str:person_id>/enable", account_views.enable, name="person_enable"),
    path("desk/people/roles/<int:membership_id>/end", account_views.end_role, name="role_end"),
]
