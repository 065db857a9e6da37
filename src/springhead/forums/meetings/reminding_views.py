"""Reminder letters (催辦) of the secretary's desk: read before they go, sent by mail, or taken along as ODT."""

from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from springhead.engine.documents import odt
from springhead.engine.kernel.language import normal, pick
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import bodies
from springhead.forums.committees.bodies import RECORDERS
from springhead.forums.meetings import letter_files, letter_papers, reminding, texts, unanswered
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.jobs import queries as jobs
from springhead.foundation.ui import downloads
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language

MOST: Final = 500
SALT: Final = "springhead.letters"
SENT: Final = {"zh-Hant": "已寄出催辦信，並記入帳本。", "en": "Reminders were sent and stand in the ledger."}
NOBODY: Final = {
    "zh-Hant": "沒有寄出：沒有選取、今天已催辦過，或對方沒有可以收信的帳號。",
    "en": "Nothing was sent: nothing was chosen, it was reminded of today already, or nobody there has an account.",
}


@needs(*RECORDERS)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Everything that is to be reminded of: late action items, or members without a position, a page at a time."""
    mine = bodies.recorded_by(actor_of_request(request))
    cursor, members = request.GET.get("cursor", "")[:40], request.GET.get("show") == "members"
    context: dict[str, Any] = {"members": members}
    if members:
        context["silent"], more = unanswered.silent_members(mine, cursor=cursor)
    else:
        context["late"], more = unanswered.late_tasks(mine, today(), cursor=cursor)
    return render(request, "meetings/reminders.html", {**context, "pager": Page(next=more)})


def _chosen(request: HttpRequest) -> tuple[list[str], list[str]]:
    return request.POST.getlist("tasks")[:MOST], request.POST.getlist("members")[:MOST]


def _letters(request: HttpRequest) -> list[reminding.Letter]:
    mine = bodies.recorded_by(actor_of_request(request))
    return reminding.letters(mine, *_chosen(request), on=today())


@needs(*RECORDERS)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Show every letter as it would go, and who would not get it by mail; nothing is sent."""
    lang, letters = language(), _letters(request)
    tasks, members = _chosen(request)
    context = {
        "letters": [(one, *one.texts[lang]) for one in letters],
        "on_paper": sum(not one.people for one in letters),
        "tasks": tasks,
        "members": members,
    }
    return render(request, "meetings/letters.html", context)


@needs(*RECORDERS)
@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Send reminder letters for the ticked action items and members."""
    viewer = actor_of_request(request)
    tasks, members = _chosen(request)
    count = reminding.remind(bodies.recorded_by(viewer), tasks, members, by=viewer, at=now())
    messages.success(request, pick(SENT if count else NOBODY, language()))
    return redirect(in_language("/desk/meetings/", language()))


@needs(*RECORDERS)
@require_POST
def file(request: HttpRequest) -> HttpResponseBase:
    """The letters as one ODT, each on a page of its own; to sign and post. A worker writes a long one."""
    letters = _letters(request)
    if not letters:
        messages.info(request, pick(NOBODY, language()))
        return redirect(in_language("/desk/meetings/", language()))
    if len(letters) > letter_files.AT_ONCE:
        viewer = actor_of_request(request)
        mine, told = bodies.recorded_by(viewer), _chosen(request)
        job = letter_files.order(mine, *told, by=viewer.id, on=today(), lang=normal(language()))
        token = signing.dumps({"job": job, "by": viewer.id}, salt=SALT)
        return redirect(in_language(f"/desk/meetings/letters/{token}", language()))
    made = odt.write(letter_papers.paper(letters, today(), language()))
    name = f"reminders-{today().isoformat()}.odt"
    return FileResponse(made, as_attachment=True, filename=name, content_type=odt.MEDIA)


def _job(request: HttpRequest, token: str) -> str:
    """Return the job behind an address; only whoever ordered it may ask."""
    try:
        told = signing.loads(token, salt=SALT, max_age=letter_files.KEPT)
    except signing.BadSignature as error:
        raise Refused(texts.NO_SUCH_FORM.at("letters.odt")) from error
    if told["by"] != actor_of_request(request).id:
        raise Refused(texts.NO_SUCH_FORM.at("letters.odt"))
    return str(told["job"])


def _standing(job_id: str) -> dict[str, Any]:
    """Return how far a job is: a file, over without one, or a fraction with its label."""
    job, there = jobs.standing(job_id), letter_files.made(job_id) is not None
    label = pick(job.message or texts.MAKING, language())
    return {"file": there, "over": not there and not job.is_open, "fraction": job.progress, "label": label}


@needs(*RECORDERS)
@require_GET
def waiting(request: HttpRequest, token: str) -> HttpResponse:
    """Where a secretary waits for many letters."""
    told = _standing(_job(request, token))
    here = in_language(f"/desk/meetings/letters/{token}", language())
    status = 200 if told["file"] else 410 if told["over"] else 202
    answer = render(request, "meetings/letters_making.html", {**told, "here": here}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@needs(*RECORDERS)
@require_GET
def progress(request: HttpRequest, token: str) -> JsonResponse:
    """How far the worker is, for `<sh-progress>`."""
    told = _standing(_job(request, token))
    state = "done" if told["file"] else "failed" if told["over"] else "making"
    done = told["file"] or told["over"]
    return JsonResponse({**told, "state": state, "done": done, "failed": told["over"], "next": None})


@needs(*RECORDERS)
@require_GET
def made(request: HttpRequest, token: str) -> HttpResponseBase:
    """The letters a worker wrote."""
    job_id = _job(request, token)
    place = letter_files.made(job_id)
    if place is None:
        raise Refused(texts.BEING_MADE.at("letters.odt"))
    name = f"reminders-{today().isoformat()}.odt"
    return downloads.answer(request, place, digest=job_id, name=name, media=odt.MEDIA)
