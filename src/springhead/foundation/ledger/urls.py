"""Addresses of the ledger; all of it is for everybody."""

from django.urls import path

from springhead.foundation.ledger import views

urlpatterns = [
    # readers
    path("ledger/", views.index, name="ledger"),
    path("ledger/<int:seq>", views.event, name="ledger_event"),
    path("ledger/feed.atom", views.feed, name="ledger_feed"),
    # those who verify
    path("ledger/receipts/<int:seq>.json", views.receipt_file, name="ledger_receipt"),
    path("ledger/verify.py", views.verifier, name="ledger_verifier"),
    path("ledger/keys.json", views.keys, name="ledger_keys"),
    # those who keep a mirror
    path("ledger/head.json", views.head, name="ledger_head"),
    path("ledger/heads.ndjson", views.heads_file, name="ledger_heads"),
    path("ledger/events.ndjson", views.events_file, name="ledger_events"),
    path("ledger/consistency.json", views.consistency, name="ledger_consistency"),
]
