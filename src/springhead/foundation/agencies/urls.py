"""Addresses of agencies and accounts, grouped by audience. The sign-in pages themselves are allauth's."""

from django.urls import path

from springhead.foundation.agencies import account_views, views

urlpatterns = [
    # everybody
    path("agencies/", views.agencies, name="agencies"),
    path("agencies/<str:public_id>", views.agency, name="agency"),
    # signed-in people
    path("account/", account_views.account, name="account"),
    path("account/keys/", account_views.make_key, name="account_keys"),
    path("account/keys/<str:key_id>/revoke", account_views.revoke_key, name="account_key_revoke"),
    # the policy office
    path("desk/agencies/", views.merge_desk, name="agency_merge_desk"),
    path("desk/agencies/<str:public_id>", views.merge, name="agency_merge"),
    # operators
    path("desk/people/", account_views.people, name="people"),
    path("desk/people/roles/", account_views.give_role, name="role_give"),
    path("desk/people/roles/<int:membership_id>/end", account_views.end_role, name="role_end"),
]
