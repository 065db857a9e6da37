"""Addresses of high-value data."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
