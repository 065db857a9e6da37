"""Addresses of the portal. Public: front page, search, machines."""

from django.urls import path

from springhead.doors.portal import home, machines, searching

urlpatterns = [
    # public
    path("", home.home, name="home"),
    path("search", searching.search, name="search"),
    path("datasets/", searching.search, name="datasets"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap"),
    path("sitemap-<int:part>.xml", machines.sitemap_part, name="sitemap_part"),
    path("sitemap-<slug:name>.xml", machines.sitemap_named, name="sitemap_named"),
]
