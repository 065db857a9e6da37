"""Pages of checks: what was found at an address and when, and for officers the way to have one looked at."""

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_GET, require_POST

from springhead.engine.kernel.language import LanguageMap, pick
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.checks import actions, queries, showing, texts
from springhead.foundation.checks.policy import ASKERS
from springhead.foundation.checks.vocabulary import TAGS, WORDS, Sort, Wanted
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language

MOST_FIELDS: Final = 50


@public
@require_GET
def checks(request: HttpRequest) -> HttpResponse:
    """The addresses that answers and promises point at, those that do not deliver first."""
    return _list(request)


def _list(request: HttpRequest, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    viewer = actor_of_request(request)
    red = request.GET.get("which", "red") != "all"
    found = queries.listing(red=red, cursor=request.GET.get("cursor", "")[:60], viewer=viewer)
    context = {
        "rows": showing.settled(found.items),
        "page": Page(next=found.next),
        "red": red,
        "tabs": _tabs(),
        "tab_here": "?which=red" if red else "?which=all",
        "may_ask": bool(viewer.roles & frozenset(ASKERS)),
        "problems": problems,
        "typed": request.POST,
    }
    return render(request, "checks/list.html", context, status=problems[0].kind.status if problems else 200)


def _tabs() -> list[tuple[str, LanguageMap]]:
    return [
        ("?which=red", {"zh-Hant": "取不到資料的", "en": "Not delivering"}),
        ("?which=all", {"zh-Hant": "全部", "en": "All"}),
    ]


@public
@require_GET
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was found at one address, the evidence, and what was found before."""
    viewer = actor_of_request(request)
    row = queries.check(public_id, viewer=viewer)
    wanted = wanted_of(request.GET)
    found = showing.shown(row, wanted)
    row = found.check
    history = queries.history(row)
    context = {
        "row": row,
        "found": found,
        "wanted": wanted,
        "history": [(one, WORDS[one.verdict], TAGS[one.verdict]) for one in history],
        "sealed": row.outcome.sealed if row.outcome else None,
        "may_ask": bool(viewer.roles & frozenset(ASKERS)),
    }
    return render(request, "checks/check.html", context)


@public
@require_GET
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tell how far a look is, for the element that follows it."""
    row = queries.check(public_id, viewer=actor_of_request(request))
    standing = queries.pending(row)
    label = pick(standing.message or texts.QUEUED, language()) if standing else ""
    told = {
        "state": standing.state if standing else "done",
        "fraction": standing.progress if standing else 1.0,
        "label": label,
        "done": standing is None,
        "failed": False,
        "next": None,
    }
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


@needs(*ASKERS)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Have an address looked at, and go to its page or back to the form that asked."""
    by = actor_of_request(request)
    wanted = wanted_of(request.POST)
    try:
        row = actions.request_check(
            request.POST.get("url", ""),
            by=by,
            at=now(),
            anew=request.POST.get("anew") == "1",
            sort=Sort.API if request.POST.get("kind") == Sort.API else Sort.LINK,
        )
    except Refused as refusal:
        return _list(request, refusal.problems)
    back = request.POST.get("next", "")
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    page = in_language(f"/checks/{row.public_id}", language())
    pairs = [("format", wanted.format)] * bool(wanted.format) + [("field", one) for one in wanted.fields]
    return redirect(f"{page}?{urlencode(pairs)}" if pairs else page)


def wanted_of(given: "MultiValueDict[str, str]") -> Wanted:
    """Read what is wanted of an address: `format`, and `field` repeated or one a line in `fields`."""
    lines = [line.strip()[:100] for text in given.getlist("fields") for line in text.splitlines()]
    fields = [one.strip()[:100] for one in given.getlist("field")] + lines
    return Wanted(given.get("format", "").strip()[:24], tuple(one for one in fields if one)[:MOST_FIELDS])
