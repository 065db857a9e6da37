"""Addresses of the frame itself. Public: the standing pages; the gallery in demo mode only."""

from django.urls import path

from springhead.foundation.ui.gallery import components
from springhead.foundation.ui.standing import accessibility, developers, licence

urlpatterns = [
    # public
    path("developers/", developers, name="developers"),
    path("licence/", licence, name="licence"),
    path("accessibility/", accessibility, name="accessibility"),
    path("components/", components, name="components"),
]
