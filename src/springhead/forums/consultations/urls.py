"""Addresses of consultations, grouped by audience."""

from django.urls import path

from springhead.forums.consultations import answer_views, desk, table_views, taking_part_views, views

urlpatterns = [
    # everybody
    path("consultations/", views.consultations, name="consultations"),
    path("consultations/list.csv", views.csv_table, name="consultations_table"),
    path("consultations/feed.atom", views.feed, name="consultations_feed"),
    path("consultations/calendar.ics", views.calendar, name="consultations_calendar"),
    # whoever takes part without an account
    path("consultations/mine", taking_part_views.mine, name="consultations_mine"),
    path("consultations/mine/link", taking_part_views.my_link, name="consultations_mine_link"),
    path("consultations/mine/<str:token>", taking_part_views.mine_by_link, name="consultations_mine_by_link"),
    path("consultations/confirm/<str:token>", taking_part_views.confirm, name="comment_confirm"),
    # one consultation
    path("consultations/<str:number>", views.consultation, name="consultation"),
    path("consultations/<str:number>/feed.atom", views.consultation_feed, name="consultation_feed"),
    path("consultations/<str:number>/calendar.ics", views.consultation_calendar, name="consultation_days"),
    path("consultations/<str:number>/follow", taking_part_views.follow, name="consultation_follow"),
    path("consultations/<str:number>/comment", taking_part_views.comment, name="consultation_comment"),
    path("consultations/<str:number>/comments/<int:place>", taking_part_views.thread, name="comment"),
    path(
        "consultations/<str:number>/comments/<int:place>/receipt.json",
        taking_part_views.comment_receipt,
        name="comment_receipt",
    ),
    path("consultations/<str:number>/answers", answer_views.answers, name="consultation_answers"),
    path(
        "consultations/<str:number>/answers.<str:form>",
        answer_views.answers_file,
        name="consultation_answers_file",
    ),
    path("consultations/<str:number>/answers/<int:place>", answer_views.version, name="consultation_version"),
    path(
        "consultations/<str:number>/answers/<int:place>.<str:form>",
        answer_views.version_file,
        name="consultation_version_file",
    ),
    path("consultations/<str:number>/raw/<str:name>.csv", views.raw_file, name="consultation_raw"),
    path("consultations/<str:number>/raw/recompute.zip", views.whole_file, name="consultation_whole"),
    path("consultations/<str:number>/statements", views.statements, name="consultation_statements"),
    path("consultations/<str:number>/statements/vote", taking_part_views.vote, name="consultation_vote"),
    path(
        "consultations/<str:number>/statements/propose",
        taking_part_views.propose,
        name="consultation_propose",
    ),
    path(
        "consultations/<str:number>/statements/<int:place>/receipt.json",
        taking_part_views.vote_receipt,
        name="vote_receipt",
    ),
    path("consultations/<str:number>/picture.json", views.picture_file, name="consultation_picture"),
    # the host and agencies concerned
    path("desk/consultations/", desk.home, name="consultations_desk"),
    path("desk/consultations/new", desk.plan, name="consultation_plan"),
    path("desk/consultations/<str:number>", desk.consultation, name="consultation_desk"),
    path("desk/consultations/<str:number>/edit", desk.revise, name="consultation_revise"),
    path("desk/consultations/<str:number>/do/<str:event>", desk.move, name="consultation_move"),
    path("desk/consultations/<str:number>/comments", table_views.comments, name="consultation_sort"),
    path("desk/consultations/<str:number>/import", table_views.bring_in, name="consultation_import"),
    path("desk/consultations/<str:number>/table", table_views.home, name="consultation_responses"),
    path("desk/consultations/<str:number>/table/apply", table_views.apply, name="consultation_apply"),
    path(
        "desk/consultations/<str:number>/table.<str:form>", table_views.download, name="consultation_download"
    ),
    path("desk/consultations/<str:number>/groups/<int:place>", table_views.group, name="consultation_group"),
]
