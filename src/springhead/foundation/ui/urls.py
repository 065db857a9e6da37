"""Addresses of the frame itself."""

from django.urls import path

from springhead.foundation.ui.gallery import components

urlpatterns = [path("components/", components, name="components")]
