"""Addresses of the frame itself: the components gallery, in demo mode only."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
