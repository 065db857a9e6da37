"""Pages of agencies, and the policy office's desk for merging provisional ones."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.days import both
from springhead.engine.kernel.language import LANGS, LanguageMap, pick
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies import actions, queries, registry, texts
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.agencies.commands import MergeAgencies
from springhead.foundation.agencies.models import Agency
from springhead.foundation.agencies.queries import AgencyFacts, AgencyPage, Wanted
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language

FILTERS = ("", "current", "provisional", "ended")


@public
@require_GET
def agencies(request: HttpRequest) -> HttpResponse:
    """The tree, or the list when something is looked for."""
    viewer = actor_of_request(request)
    wanted = _wanted(request)
    asked = bool(wanted.q or wanted.only or wanted.after or wanted.parent)
    context: dict[str, Any] = {"wanted": wanted, "asked": asked, "filters": FILTERS}
    if asked:
        found = queries.listing(wanted, viewer=viewer)
        context |= {"found": found, "page": _page(found)}
    else:
        context["tree"] = queries.tree(viewer=viewer)
    return render(request, "agencies/list.html", context)


@public
@require_GET
def agency(request: HttpRequest, public_id: str) -> HttpResponse:
    """One agency; a merged one redirects to the one it was merged into."""
    viewer = actor_of_request(request)
    found = queries.agency(public_id, viewer=viewer)
    if found.merged_into is not None:
        return HttpResponsePermanentRedirect(_address(found.final()))
    facts = queries.facts(found, viewer=viewer)
    context = {
        "agency": found,
        "facts": facts,
        "rows": _rows(facts),
        "panels": registry.panels_of(found, viewer=viewer),
        "may_merge": found.provisional and bool(viewer.roles & {Role.POLICY_OFFICE, Role.OPERATOR}),
    }
    return render(request, "agencies/agency.html", context)


@needs(Role.POLICY_OFFICE, Role.OPERATOR)
@require_GET
def merge_desk(request: HttpRequest) -> HttpResponse:
    """Provisional agencies, in order of name, each with the way to settle it."""
    wanted = Wanted(
        q=request.GET.get("q", "")[:80], only="provisional", after=request.GET.get("cursor", "")[:16]
    )
    found = queries.listing(wanted, viewer=actor_of_request(request))
    return render(
        request, "agencies/merge_desk.html", {"found": found, "page": _page(found), "wanted": wanted}
    )


@needs(Role.POLICY_OFFICE, Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Settle one provisional agency: into which official one does it go?"""
    viewer = actor_of_request(request)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            command = MergeAgencies.parse({"source": public_id, "target": request.POST.get("target", "")})
            target = actions.merge_agencies(command, by=viewer)
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, pick(texts.MERGED, language()).format(name=target.name(language())))
            return HttpResponseRedirect(in_language("/desk/agencies/", language()))
    source = queries.agency(public_id, viewer=viewer)
    q = request.GET.get("q", "")[:80]
    candidates = _candidates(source, q, request)
    context = {"source": source, "q": q, "candidates": candidates, "problems": problems}
    return render(
        request, "agencies/merge.html", context, status=problems[0].kind.status if problems else 200
    )


def _candidates(source: Agency, q: str, request: HttpRequest) -> list[Agency]:
    viewer = actor_of_request(request)
    if not q:
        return queries.suggestions(source, viewer=viewer)
    found = queries.listing(Wanted(q=q), viewer=viewer, limit=20).items
    return [each for each in found if each.pk != source.pk]


def _wanted(request: HttpRequest) -> Wanted:
    get = request.GET
    only = get.get("only", "")
    return Wanted(
        q=get.get("q", "")[:80],
        parent=get.get("parent", "")[:16],
        only=only if only in FILTERS else "",
        after=get.get("cursor", "")[:16],
    )


def _page(found: AgencyPage) -> Page:
    return Page(
        next=found.next, count=found.count, count_is="exact" if found.count_is == "exact" else "at_least"
    )


def _address(found: Agency) -> str:
    return in_language(f"/agencies/{found.public_id}", language())


def _rows(facts: AgencyFacts) -> list[tuple[Any, ...]]:
    """Return the facts of an agency for the summary list; what is unknown says 待補."""
    agency = facts.agency
    held = {alias.scheme: alias.value for alias in facts.aliases}
    official = ("oid", "org_code")
    contact = ((texts.FIELD_PHONE, agency.phone), (texts.FIELD_ADDRESS, agency.address))
    return [
        (texts.FIELD_REGIME, texts.REGIMES.get(agency.rule_regime, texts.TO_FILL)),
        (texts.FIELD_TERM, _term(agency)),
        *((texts.SCHEMES[scheme], held.get(scheme, texts.TO_FILL)) for scheme in official),
        *((texts.SCHEMES[each.scheme], each.value) for each in facts.aliases if each.scheme not in official),
        *(row for row in contact if row[1]),
    ]


def _term(agency: Agency) -> LanguageMap:
    if agency.valid_from is None and agency.valid_to is None:
        return texts.ENDED_UNKNOWN if agency.ended else texts.TO_FILL
    first = both(agency.valid_from) if agency.valid_from else texts.TO_FILL
    last = both(agency.valid_to) if agency.valid_to else {}
    return {lang: f"{pick(first, lang)} – {last.get(lang, '')}" for lang in LANGS}
