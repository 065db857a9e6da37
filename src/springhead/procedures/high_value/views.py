"""Pages of cycles and nominations that everybody sees, and the commands given on them."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.language import LanguageMap, pick
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Problem, Refused
from springhead.forums.committees import matters
from springhead.forums.committees.models import Member
from springhead.forums.consultations.vocabulary import DISPOSITIONS
from springhead.forums.meetings.seats import held_by
from springhead.foundation.agencies.access import actor_of_request, signed_in
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases import queries as cases
from springhead.foundation.cases.explaining import explain
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import case_type
from springhead.foundation.cases.steps import steps
from springhead.foundation.ledger.words import names_of
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language
from springhead.procedures.high_value import facts, forms, queries, sdgs, showing, texts, themes, words
from springhead.procedures.high_value.models import Cycle, Nomination
from springhead.procedures.high_value.vocabulary import CAUSES, VALUES

MOST_EVENTS: Final = 100
CALLED_LEVEL: Final = 2  # second-level agencies, counties and cities
TAB_NAMES: Final[tuple[tuple[str, LanguageMap], ...]] = (
    ("all", {"zh-Hant": "全部", "en": "All"}),
    ("coming", {"zh-Hant": "即將開放", "en": "Coming"}),
    ("released", {"zh-Hant": "已開放", "en": "Released"}),
    ("deciding", {"zh-Hant": "審議中", "en": "Being decided"}),
    ("proposed", {"zh-Hant": "提案與徵詢", "en": "Proposed"}),
    ("ended", {"zh-Hant": "未列入與除列", "en": "Not listed"}),
    ("late", {"zh-Hant": "逾期", "en": "Overdue"}),
    ("announced", {"zh-Hant": "公告列入", "en": "Announced"}),
)


@public
@require_GET
def cycles(request: HttpRequest) -> HttpResponse:
    """Every cycle: what it asks for now, and until when."""
    viewer = actor_of_request(request)
    rows = [showing.cycle_line(row) for row in queries.cycles(viewer=viewer)]
    return render(
        request, "high_value/cycles.html", {"rows": rows, "may_plan": viewer.holds(Role.POLICY_OFFICE)}
    )


@public
@require_GET
def cycle(request: HttpRequest, number: str) -> HttpResponse:
    """One cycle: its calendar, scoring sheet, who nominated what, consultations, announcements."""
    viewer = actor_of_request(request)
    row = queries.cycle(number, viewer=viewer)
    return render(request, "high_value/cycle.html", cycle_context(request, row, viewer))


def cycle_context(
    request: HttpRequest, row: Cycle, viewer: Actor, problems: tuple[Problem, ...] = ()
) -> dict[str, Any]:
    """Return what the page of a cycle shows. A fixed number of queries."""
    which = queries.wanted({**request.GET.dict(), "cycle": row.number})
    found = queries.nominations(which)
    theme = f"&theme={which.theme}" if which.theme else ""
    counted = queries.counts(row)
    return {
        **showing.cycle_line(row),
        "calendar": showing.calendar(row, today()),
        "themes": [(code, themes.name_of(code)) for code in row.themes],
        "theme": which.theme,
        "rows": [showing.line(one) for one in found.items],
        "pager": Page(next=found.next),
        "tabs": [(f"?show={code}{theme}", name) for code, name in TAB_NAMES],
        "tab": f"?show={which.show}{theme}",
        "counted": [(state, words.STATES[state], n) for state, n in counted.items()],
        "total": sum(counted.values()),
        "calls": [showing.call_line(one) for one in queries.calls(row)],
        "suggestions": [
            (one, forms.DISPOSITIONS.get(one.disposition)) for one in row.suggestions.all()[:200]
        ],
        "consultations": queries.consultations(row),
        "announcements": queries.announcements(row),
        "forms": forms_of("cycle", row.case, viewer, f"/themes/cycles/{row.number}/"),
        "entries": steps(row.case),
        "problems": problems,
        "today": today(),
        "proposing": facts.proposals_open(row, today()),
        **(_choices() if viewer.holds(Role.POLICY_OFFICE) else {}),
    }


def _choices() -> dict[str, Any]:
    """Return what the policy office chooses from: themes in force, agencies of the second level and counties."""
    rows = Agency.objects.filter(merged_into=None, ended=False).order_by("pk")
    return {
        "all_themes": themes.themes(today()),
        "all_agencies": list(rows.filter(level__lte=CALLED_LEVEL)[:300]),
    }


@public
@require_GET
def nominations(request: HttpRequest) -> HttpResponse:
    """Every nomination of every cycle, filtered."""
    which = queries.wanted(request.GET)
    found = queries.nominations(which)
    context = {
        "rows": [showing.line(one) for one in found.items],
        "pager": Page(next=found.next),
        "wanted": which,
        "themes": [(code, one.name) for code, one in themes.every().items()],
        "origins": list(showing.ORIGINS.items()),
        "states": list(words.STATES.items()),
        "sdgs": _sdg_choices(which.sdg),
        "tabs": [(_address(which, code), name) for code, name in TAB_NAMES],
        "tab": _address(which, which.show),
    }
    return render(request, "high_value/nominations.html", context)


def _sdg_choices(chosen: str) -> list[tuple[str, LanguageMap]]:
    """Return the goals, and after its goal the target that is chosen."""
    goals = sdgs.goals()
    return [(code, name) for code, name in sdgs.names().items() if code in goals or code == chosen]


def _address(which: queries.Wanted, show: str) -> str:
    more = "".join(
        f"&{name}={value}"
        for name in ("theme", "agency", "origin", "cycle", "sdg")
        if (value := getattr(which, name))
    )
    return f"?show={show}{more}"


@public
@require_GET
def nomination(request: HttpRequest, number: str) -> HttpResponse:
    """One nomination, by links alone back to its evidence and forward to its dataset."""
    row, given = queries.nomination(number), request.GET
    versions = given.get("before", ""), given.get("after", "")
    context = nomination_context(row, actor_of_request(request), versions=versions)
    return render(request, "high_value/nomination.html", context)


def nomination_context(
    row: Nomination,
    viewer: Actor,
    problems: tuple[Problem, ...] = (),
    *,
    versions: tuple[str, str] = ("", ""),
) -> dict[str, Any]:
    """Return what the page of a nomination shows; `versions` of the sheet to compare. A fixed number of queries."""
    sheets = list(row.sheets.all())
    now_sheet = sheets[-1].body if sheets else {}
    scored = queries.scores(row)
    return {
        **showing.line(row),
        "sheet": showing.sheet(now_sheet),
        "body": now_sheet,
        "sdg": sdgs.told(now_sheet.get("sdg", ())),
        "sheets": sheets,
        **showing.compared(sheets, *versions),
        "values": [
            (name, now_sheet.get("values", {}).get(code, ""), _scored(scored.get(code, {})))
            for code, name in VALUES.items()
        ],
        "clusters": _clusters(row),
        "comments": queries.comments(row),
        "resolutions": queries.resolutions(row.case),
        "reviews": [
            (one, CAUSES.get(one.cause), words.EVENTS.get(one.outcome, {})) for one in row.reviews.all()[:20]
        ],
        "terms": [
            term
            for clock, reckoned in cases.terms(row.case)
            if (term := explain(clock, reckoned, today=today())).reckoning.stopped_at is None
        ],
        "decisions": list(row.case.decisions.order_by("pk")),
        "forms": forms_of("nomination", row.case, viewer, f"/nominations/{row.number}/"),
        "seats": _seats(viewer, row.case),
        "choices": forms.sheet_choices(row.cycle),
        "typed": {
            **now_sheet,
            "fields": "\n".join(now_sheet.get("fields", ())),
            "sdg": "、".join(now_sheet.get("sdg", ())),
        },
        "entries": steps(row.case),
        "problems": problems,
    }


def _clusters(row: Nomination) -> list[dict[str, Any]]:
    """Return the groups of comments on a nomination, with what each agency answered, by name."""
    groups = [
        (one, [said for said in one.positions.all() if said.disposition]) for one in queries.clusters(row)
    ]
    named = names_of({said.agency_id for _, answers in groups for said in answers})
    return [
        {
            "row": one,
            "said": [
                (named[said.agency_id].text, DISPOSITIONS[said.disposition], said.reasons) for said in answers
            ],
        }
        for one, answers in groups
    ]


def _scored(roles: dict[str, tuple[float, int]]) -> list[dict[str, Any]]:
    return [
        {"role": name, "mean": roles[code][0], "n": roles[code][1]}
        for code, name in showing.ROLES.items()
        if code in roles
    ]


def _seats(viewer: Actor, case: Case) -> list[Member]:
    """Return the viewer's seats in the body that hears a case now; empty for everybody else."""
    if case.state not in ("agency_committee", "ey_committee"):
        return []
    body = matters.hearer(case)
    return [one for one in held_by(viewer, today()) if body is not None and one.body_id == body.pk]


def forms_of(of: str, case: Case, viewer: Actor, address: str) -> list[dict[str, Any]]:
    """Return the forms of the commands this viewer may give now, in the order of `forms`."""
    if not viewer.id:
        return []
    offers = {one.event for one in cases.commands(case, viewer=viewer, at=now()) if one.allowed}
    return [forms.form(of, event, address + event) for event in forms.ASKED[of] if event in offers]


@signed_in
@require_POST
def move_nomination(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """Give a command on a nomination; what stands in the way is said on the same page."""
    viewer = actor_of_request(request)
    row = queries.nomination(number)

    def again(problems: tuple[Problem, ...]) -> dict[str, Any]:
        return nomination_context(row, viewer, problems)

    return _move(request, row.case, event, again, back=f"/nominations/{number}")


@signed_in
@require_POST
def move_cycle(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """Give a command on a cycle; what stands in the way is said on the same page."""
    viewer = actor_of_request(request)
    row = queries.cycle(number, viewer=viewer)

    def again(problems: tuple[Problem, ...]) -> dict[str, Any]:
        return cycle_context(request, row, viewer, problems)

    return _move(request, row.case, event, again, back=f"/themes/cycles/{number}")


@signed_in
@require_POST
def move_call(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """Hand nominations in, or say why there are none."""
    viewer = actor_of_request(request)
    case = cases.case(number, viewer=viewer)
    row = queries.cycle(number.partition(".")[0], viewer=viewer)

    def again(problems: tuple[Problem, ...]) -> dict[str, Any]:
        return cycle_context(request, row, viewer, problems)

    return _move(request, case, event, again, back=f"/themes/cycles/{row.number}")


Again = Callable[[tuple[Problem, ...]], dict[str, Any]]
PAGES: Final = {
    "hv_nomination": ("nomination", "high_value/nomination.html"),
    "hv_call": ("call", "high_value/cycle.html"),
    "hv_cycle": ("cycle", "high_value/cycle.html"),
}


def _move(request: HttpRequest, case: Case, event: str, again: Again, *, back: str) -> HttpResponse:
    of, page = PAGES.get(case.type, ("", ""))
    if event not in forms.ASKED.get(of, {}):
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    given = forms.typed(request.POST)
    try:
        fire(case.number, case_type(case.type).parse(event, given), by=actor_of_request(request), at=now())
    except Refused as refusal:
        context = {**again(refusal.problems), "typed": given, "tried": event}
        return render(request, page, context, status=refusal.status)
    messages.success(request, pick(forms.LABELS[of][event], language()))
    return redirect(in_language(back, language()))
