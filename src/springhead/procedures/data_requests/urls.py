"""Addresses of data requests, grouped by audience."""

from django.urls import path

from springhead.procedures.data_requests import (
    asking_views,
    central,
    demand_views,
    desk,
    figures_files,
    figures_views,
    views,
)

urlpatterns = [
    # everybody
    path("requests/", views.requests, name="requests"),
    path("requests/list.csv", views.table, name="requests_table"),
    path("requests/feed.atom", views.feed, name="requests_feed"),
    path("statistics/", figures_views.statistics, name="statistics"),
    path("statistics/cases", figures_views.cases, name="statistics_cases"),
    path("statistics/agencies.csv", figures_files.table, name="statistics_table"),
    path("statistics/figures.json", figures_files.numbers, name="statistics_numbers"),
    path("statistics/agencies/<str:agency>", figures_views.statistics, name="statistics_agency"),
    path("demand/", demand_views.page, name="demand"),
    path("demand/table.csv", demand_views.table, name="demand_table"),
    path("demand/numbers.json", demand_views.numbers, name="demand_numbers"),
    path("badges/requests/<str:agency>.svg", figures_views.agency_badge, name="badge_agency"),
    path("badges/cases/<str:number>.svg", figures_views.case_badge, name="badge_case"),
    # whoever asks
    path("requests/new", asking_views.ask, name="request_new"),
    path("requests/send/<str:token>", asking_views.send_by_link, name="request_send"),
    path("requests/join/<str:token>", asking_views.join_by_link, name="request_join"),
    path("requests/mine", asking_views.mine, name="requests_mine"),
    path("requests/mine/link", asking_views.my_link, name="requests_mine_link"),
    path("requests/mine/<str:token>", asking_views.mine_by_link, name="requests_mine_by_link"),
    # one request
    path("requests/<str:number>", views.request_page, name="request"),
    path("requests/<str:number>/feed.atom", views.request_feed, name="request_feed"),
    path("requests/<str:number>/receipt", asking_views.receipt, name="request_receipt"),
    path("requests/<str:number>/receipt.json", asking_views.receipt_file, name="request_receipt_file"),
    path("requests/<str:number>/formal", views.formal_application, name="request_formal"),
    path("requests/<str:number>/do/<str:event>", asking_views.act, name="request_act"),
    # the central desk
    path("desk/requests/central/", central.home, name="requests_central"),
    path("desk/requests/central/<str:number>/<str:event>", central.move, name="requests_central_move"),
    # officers, leads
    path("desk/requests/", desk.home, name="requests_desk"),
    path("desk/requests/rules/<str:agency>", desk.rule, name="requests_rule"),
    path("desk/requests/<str:number>", desk.part, name="request_part"),
    path("desk/requests/<str:number>/answer", desk.answer, name="request_answer"),
    path("desk/requests/<str:number>/do/<str:event>", desk.move, name="request_part_move"),
]
