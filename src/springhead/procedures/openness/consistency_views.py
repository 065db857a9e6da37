"""The page of consistency: one kind of data side by side, the kinds whose classes differ, and the way to a committee."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.language import LanguageMap, fill, pick
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.cases.fire import fire
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language
from springhead.procedures.openness import consistency, reading, showing
from springhead.procedures.openness import consistency_texts as texts
from springhead.procedures.openness.commands import RaiseDoubt
from springhead.procedures.openness.vocabulary import NOT_OPEN

DESK: Final = (Role.SECRETARY, Role.POLICY_OFFICE)
LONGEST: Final = 100


@public
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """One kind side by side, or the kinds whose classes differ."""
    return render(request, "openness/consistency.html", _context(request, request.GET.get("q", "")))


def _context(request: HttpRequest, q: str) -> dict[str, Any]:
    asked = q.strip()[:LONGEST]
    if not asked:
        differing = request.GET.get("all") != "1"
        groups, following = consistency.listing(request.GET.get("cursor", "")[:40], differing=differing)
        told = [(one, _counted(one.classes)) for one in groups]
        return {"groups": told, "page": Page(next=following), "differing": differing, "q": ""}
    found = consistency.side_by_side(asked)
    viewer = actor_of_request(request)
    return {
        "q": asked,
        "found": found,
        "lines": [_line(one) for one in found.found],
        "may_propose": viewer.holds_any(DESK) and any(one.record for one in found.found),
        "evidence": found.open_ones,
    }


def _counted(classes: dict[str, int]) -> list[tuple[LanguageMap, int]]:
    return [(showing.class_name(code), n) for code, n in sorted(classes.items(), reverse=True)]


def _line(one: consistency.Found) -> dict[str, Any]:
    return {
        "one": one,
        "class": showing.class_name(one.dataset.openness),
        "kind": "warn" if one.dataset.openness in NOT_OPEN else "ok" if one.dataset.openness else "plain",
        "grounds": showing.grounds(one.dataset.grounds),
        "unheard": one.record is not None and one.record.unheard,
        "share": round(one.like.share * 100),
    }


@needs(*DESK)
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Put the ticked classes on their committees' lists, with the open datasets of the kind as evidence."""
    viewer, posted = actor_of_request(request), request.POST
    numbers, reason = posted.getlist("case")[:200], reading.text(posted, "reason")
    evidence = consistency.side_by_side(posted.get("q", "").strip()[:LONGEST]).open_ones
    problems: list[Problem] = [] if numbers else [texts.NOTHING_TICKED.at("case")]
    done = 0
    for number in numbers:
        try:
            fire(number, RaiseDoubt(reason, tuple(evidence)), by=viewer, at=now())
            done += 1
        except Refused as refusal:
            problems += [texts.NOT_PUT.at(number, **_both(one)) for one in refusal.problems]
    if done:
        messages.success(request, fill(pick(texts.PUT, language()), {"n": done}))
    if problems:
        context = {**_context(request, posted.get("q", "")), "problems": problems, "typed": posted}
        return render(request, "openness/consistency.html", context, status=200 if done else 422)
    return redirect(f"{in_language('/openness/', language())}?kind=unheard")


def _both(problem: Problem) -> dict[str, str]:
    return {"why": problem.message("zh-Hant"), "why_en": problem.message("en")}
