"""Addresses of meetings, grouped by audience."""

from django.urls import path

from springhead.forums.meetings import desk, document_views, paper_views, reminding_views, task_views, views

urlpatterns = [
    # everybody
    path("meetings/", views.meetings),
    path("meetings/calendar.ics", views.calendar),
    path("meetings/feed.atom", views.feed),
    path("meetings/actions/", views.tasks),
    path("meetings/actions/<slug:number>", task_views.task),
    path("meetings/actions/<slug:number>/<slug:event>", task_views.move),
    path("meetings/<slug:number>", views.meeting),
    path("meetings/<slug:number>/minutes", views.minutes),
    path("meetings/<slug:number>/minutes.<slug:form>", document_views.minutes),
    path("meetings/<slug:number>/packet.<slug:form>", document_views.packet),
    path("meetings/<slug:number>/making/<slug:kind>.<slug:form>", document_views.waiting),
    path("meetings/<slug:number>/making/<slug:kind>.<slug:form>/progress", document_views.progress),
    path("meetings/<slug:number>/papers/<slug:paper>/<str:name>", paper_views.paper),
    # members
    path("meetings/<slug:number>/receipts/<int:seq>", views.receipt),
    path("desk/member/", desk.member),
    # secretaries and the policy office
    path("desk/meetings/", desk.secretary),
    path("desk/meetings/reminders", reminding_views.listed),
    path("desk/meetings/remind", reminding_views.remind),
    path("desk/meetings/remind/preview", reminding_views.preview),
    path("desk/meetings/remind/letters.odt", reminding_views.file),
    path("desk/meetings/letters/<str:token>.odt", reminding_views.made),
    path("desk/meetings/letters/<str:token>/progress", reminding_views.progress),
    path("desk/meetings/letters/<str:token>", reminding_views.waiting),
    path("meetings/<slug:number>/papers/new", paper_views.new),
    path("meetings/<slug:number>/papers/<slug:paper>", paper_views.arrived),
    # whoever may act in it
    path("meetings/<slug:number>/<slug:event>", views.move),
]
