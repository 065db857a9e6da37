"""Addresses of the catalogue, grouped by audience."""

from django.urls import path

from springhead.foundation.catalog import (
    barrier_views,
    dcat_views,
    desk,
    desk_bulk,
    desk_dataset,
    desk_delivery,
    views,
)

urlpatterns = [
    # everybody
    path("barriers/", barrier_views.page),
    path("barriers/table.<slug:form>", barrier_views.table),
    path("datasets/<str:public_id>/feed.atom", views.feed, name="dataset_feed"),
    path("datasets/<str:public_id>/dcat.jsonld", dcat_views.one, name="dataset_dcat"),
    path("datasets/<str:public_id>/follow", views.follow_dataset, name="dataset_follow"),
    path("datasets/<str:public_id>/reuses", views.reuse, name="dataset_reuse"),
    path("datasets/<str:public_id>/<str:table>/versions/<int:number>", views.version, name="dataset_version"),
    path(
        "datasets/<str:public_id>/<str:table>/versions/<int:number>/findings", views.findings, name="findings"
    ),
    path("datasets/<str:place>", views.dataset, name="dataset"),
    # whoever is signed in
    path("desk/", desk.home, name="desk"),
    # officers
    path("desk/new/", desk.new, name="desk_new"),
    path("desk/new/other/", desk.new_without_file, name="desk_new_other"),
    path("desk/bulk/", desk_bulk.page, name="desk_bulk"),
    path("desk/bulk/carry-out", desk_bulk.carry_out, name="desk_bulk_carry_out"),
    path("desk/bulk/export.<str:form>", desk_bulk.export, name="desk_bulk_export"),
    path("desk/uploads/<str:upload_id>/", desk.upload, name="desk_upload"),
    path("desk/uploads/<str:upload_id>/progress", desk.upload_progress, name="desk_upload_progress"),
    path("desk/reports/<str:public_id>/", desk.report, name="desk_report"),
    path("desk/reuses/<str:public_id>/", desk.reuse, name="desk_reuse"),
    path("desk/deliveries/<str:number>/", desk_delivery.delivery, name="desk_delivery"),
    path("desk/deliveries/<str:number>/rows/", desk_delivery.rows, name="desk_delivery_rows"),
    path("desk/deliveries/<str:number>/progress", desk_delivery.progress, name="desk_delivery_progress"),
    path("desk/deliveries/<str:number>/<str:event>", desk_delivery.move, name="desk_delivery_move"),
    path("desk/datasets/<str:public_id>/", desk_dataset.dataset, name="desk_dataset"),
    path("desk/datasets/<str:public_id>/draft", desk_dataset.save_draft, name="desk_draft"),
    path("desk/datasets/<str:public_id>/take-effect", desk_dataset.take_effect, name="desk_take_effect"),
    path("desk/datasets/<str:public_id>/links", desk_dataset.add_link, name="desk_add_link"),
    path("desk/datasets/<str:public_id>/withdraw", desk_dataset.withdraw, name="desk_withdraw"),
    path(
        "desk/datasets/<str:public_id>/files/<str:distribution>/", desk_dataset.deliver, name="desk_deliver"
    ),
    path(
        "desk/datasets/<str:public_id>/files/<str:distribution>/fetch", desk_dataset.fetch, name="desk_fetch"
    ),
    path("desk/datasets/<str:public_id>/files/<str:distribution>/key", desk_dataset.key, name="desk_key"),
]
