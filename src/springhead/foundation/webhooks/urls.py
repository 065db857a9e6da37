"""Addresses of webhooks: of signed-in people only."""

from django.urls import path

from springhead.foundation.webhooks import views

urlpatterns = [
    path("account/webhooks/", views.hooks, name="webhooks"),
    path("account/webhooks/<str:public_id>", views.hook, name="webhook"),
    path("account/webhooks/<str:public_id>/<str:what>", views.act, name="webhook_act"),
]
