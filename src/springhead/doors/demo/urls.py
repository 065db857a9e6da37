"""Addresses of demo mode; outside it there are none."""

from django.conf import settings
from django.urls import URLPattern, path

from springhead.doors.demo import receiver, views

urlpatterns: list[URLPattern] = (
    [
        path("demo/sign-in/", views.sign_in_as, name="demo_sign_in"),
        path("demo/accounts/", views.accounts, name="demo_accounts"),
        path("demo/clock/", views.demo_clock, name="demo_clock"),
        path("demo/mails/", views.mails, name="demo_mails"),
        path("demo/receiver/", receiver.received, name="demo_receiver"),
        path("demo/receiver/<int:status>", receiver.receive, name="demo_receive"),
        path("demo/agency-site/", views.site, name="demo_agency_site"),
        path("demo/agency-site/<str:name>", views.site_file, name="demo_agency_site_file"),
    ]
    if settings.SPRINGHEAD.demo
    else []
)
