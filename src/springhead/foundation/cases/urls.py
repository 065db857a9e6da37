"""Addresses of cases, grouped by audience."""

from django.urls import path

from springhead.foundation.cases import views

urlpatterns = [
    # everybody
    path("cases/", views.cases, name="cases"),
    path("cases/<str:number>", views.case, name="case"),
    path("subscriptions/confirm/<str:token>", views.confirm, name="subscription_confirm"),
    path("subscriptions/end/<str:token>", views.end, name="subscription_end"),
    # signed-in people
    path("account/news/", views.my_news, name="news"),
    path("account/news/read", views.read_news, name="news_read"),
    path("account/news/unfollow", views.unfollow, name="unfollow"),
]
