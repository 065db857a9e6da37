"""Pages of demo mode. They have no address outside it (see `urls.py`)."""

import hashlib

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.doors.demo import agency_pages, agency_site, clock, people, texts
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies.adapter import start_page
from springhead.foundation.agencies.models import Person
from springhead.foundation.cases import queries as cases
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.formats import moment
from springhead.foundation.ui.frame import in_language, language

MAILS = 20


@public
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Sign in as a made-up person with one press; goes on to where the visitor wanted to be."""
    code = request.POST.get("persona", "")[:40]
    chosen = people.persona(code)
    person = Person.objects.filter(email=chosen.email).first() if chosen else None
    if person is None:
        raise Refused(texts.NO_SUCH_PERSONA.at(code))
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    for method in ("password", "mfa"):  # so that everything can be shown, the steps with a second factor too
        record_authentication(request, person, method=method, reauthenticated=True)
    messages.success(request, pick(texts.SIGNED_IN_AS, language()).format(name=person.display_name))
    wanted = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return HttpResponseRedirect(wanted if wanted and inside else start_page(person))


@public
@never_cache
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """The made-up people, for changing from one to another."""
    return render(request, "demo/accounts_page.html")


@public
@never_cache
@require_http_methods(["GET", "POST"])
def demo_clock(request: HttpRequest) -> HttpResponse:
    """Show the demo clock and move it."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            messages.success(request, _move(request))
            return HttpResponseRedirect(in_language("/demo/clock/", language()))
        except Refused as refusal:
            problems = refusal.problems
    context = {
        "at": now(),
        "ahead": clock.offset().days,
        "deadline": clock.next_deadline(),
        "problems": problems,
        "farthest": clock.FARTHEST,
    }
    return render(request, "demo/clock.html", context, status=problems[0].kind.status if problems else 200)


def _move(request: HttpRequest) -> str:
    how = request.POST.get("how", "")
    if how == "reset":
        clock.reset()
        return pick(texts.CLOCK_RESET, language())
    if how == "deadline":
        reached = clock.to_next_deadline()
    elif how == "date":
        reached = clock.to_date(request.POST.get("date", ""))
    else:
        reached = clock.by_days(request.POST.get("days", ""))
    return pick(texts.CLOCK_MOVED, language()).format(when=moment(reached, language()))


@public
@never_cache
@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """Show every mail that was sent or waits, the newest first."""
    cursor = request.GET.get("cursor", "")
    before = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 16 else None
    found = cases.mails(before=before, limit=MAILS + 1)
    page = Page(next=str(found[MAILS - 1].pk) if len(found) > MAILS else "")
    return render(request, "demo/mails.html", {"mails": found[:MAILS], "page": page})


@public
@require_GET
def site(request: HttpRequest) -> HttpResponse:
    """The front page of the pretend agency."""
    context = {
        "files": agency_site.FILES,
        "trials": agency_pages.TRIALS,
        "origin": settings.SPRINGHEAD.address,
    }
    return render(request, "demo/agency_site.html", context)


@public
@require_GET
def site_file(request: HttpRequest, name: str) -> HttpResponse:
    """Serve one of its files, with an ETag so that an unchanged file costs nothing."""
    if name == "moved.csv":
        return HttpResponse(status=302, headers={"Location": agency_site.ELSEWHERE})
    if tried := agency_pages.trial(name):
        return HttpResponse(tried.make(now()), status=tried.status, content_type=tried.media)
    found = agency_site.file(name)
    if found is None:
        raise Http404(name)
    body = found.make(now())
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    return HttpResponse(body, content_type=found.media, headers={"ETag": tag, "Cache-Control": "no-cache"})
