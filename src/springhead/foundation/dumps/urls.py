"""Addresses of dumps."""

from django.urls import path

from springhead.foundation.dumps import views

urlpatterns = [path("dumps/", views.dumps, name="dumps")]
