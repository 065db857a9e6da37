"""`/api/v1/themes`: themes of high-value data with their goals, policies, evidence and datasets."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from springhead.engine.kernel.problems import Refused
from springhead.foundation.ui.access import public
from springhead.procedures.high_value import (
    evidence,
    evidence_lists,
    sdgs,
    texts,
    theme_lists,
    theme_use,
    themes,
)
from springhead.procedures.high_value.themes import Theme

router = Router(tags=["high-value data"])


class Sdg(Schema):
    """A goal or target of the SDGs; the name is null for a code older than the list."""

    code: str = Field(examples=["11.2"])
    name: dict[str, str] | None


class PolicyLine(Schema):
    """A document a theme follows."""

    name: dict[str, str]
    year: int | None = Field(description="null: not known yet (待補)")
    url: str | None = Field(description="where it stands; null: not known yet (待補)")


class ThemeLine(Schema):
    """A theme with how many datasets stand where. Days are Taipei dates, half-open; null: unknown or open."""

    code: str
    name: dict[str, str]
    valid_from: str | None
    valid_to: str | None
    lead: str | None = Field(description="null: not known yet (待補)")
    sdg_goals: list[int]
    sdg_targets: list[str]
    sdg: list[Sdg] = Field(description="the goals, each with its targets, and their titles")
    policies: list[PolicyLine]
    close_match: list[str] = Field(description="categories of the European Union, skos:closeMatch")
    subcategories: list[dict[str, Any]]
    counts: dict[str, int]


class ThemeList(Schema):
    """The themes in the order of the content."""

    items: list[ThemeLine]


class MonthOfUse(Schema):
    """How much the datasets nominated for a theme were used in a month."""

    month: str = Field(examples=["2026-03"])
    views: int
    downloads: int
    api_calls: int


class Evidence(Schema):
    """Numbers of the evidence; `lists` leads to what each counts. All null and empty where nothing is counted yet."""

    counted_at: str | None
    requests: int | None
    supporters: int | None
    searches: int | None = Field(description="searches of the last year that found nothing")
    views: int | None = Field(description="of the last half year, as downloads and API calls")
    downloads: int | None
    api_calls: int | None
    alike_datasets: int | None = Field(
        description="datasets of the catalogue whose title has a word of the theme"
    )
    alike_agencies: int | None
    listed_by_peers: int | None
    most_wanted: list[dict[str, Any]]
    months: list[MonthOfUse]
    lists: dict[str, str]


class ThemeWhole(ThemeLine):
    """A theme with its evidence and the datasets on its lists."""

    evidence: Evidence
    datasets: list[dict[str, Any]]


class EvidenceList(Schema):
    """A page of what a number of the evidence counts; `sums` are over all pages."""

    items: list[dict[str, Any]]
    next: str | None = Field(description="pass as `cursor` for the following page")
    count: int
    count_is: str
    sums: dict[str, int]


@router.get("/themes", response=ThemeList, summary="List themes of high-value data", auth=None)
@public
def theme_list(request: HttpRequest) -> dict[str, object]:
    """Every theme, past ones too."""
    del request
    counted = theme_lists.counts()
    return {"items": [_theme(one, counted.get(one.code, {})) for one in themes.every().values()]}


@router.get("/themes/{code}", response=ThemeWhole, summary="One theme", auth=None)
@public
def theme(request: HttpRequest, code: str) -> dict[str, object]:
    """Return a theme with its evidence and datasets; 404 when there is none."""
    del request
    found = _found(code)
    told = evidence.of(found)
    used = theme_use.of(told)
    lines = theme_lists.ordered(theme_lists.of_theme(code), used, theme_lists.FIRST)
    return {
        **_theme(found, theme_lists.counts().get(code, {})),
        "evidence": _evidence(found, told),
        "datasets": [theme_lists.as_json(one, used) for one in lines],
    }


@router.get(
    "/themes/{code}/evidence/{kind}",
    response=EvidenceList,
    summary="What a number of a theme's evidence counts",
    auth=None,
)
@public
def behind(request: HttpRequest, code: str, kind: str, cursor: str = "") -> dict[str, object]:
    """`kind`: requests, searches, use, catalogue, peers; 404 when there is no such list."""
    del request
    found = _found(code)
    if kind not in evidence_lists.KINDS:
        raise Refused(texts.NO_SUCH.at(kind))
    begin = int(cursor) if cursor.isascii() and cursor.isdecimal() and len(cursor) < 7 else 0
    listed = evidence_lists.page(found, kind, begin)
    return {
        "items": listed.items,
        "next": str(listed.next) if listed.next else None,
        "count": listed.total,
        "count_is": "exact",
        "sums": listed.sums,
    }


def _found(code: str) -> Theme:
    found = themes.theme(code)
    if found is None:
        raise Refused(texts.NO_SUCH.at(code))
    return found


def _evidence(theme: Theme, told: evidence.Told) -> dict[str, object]:
    numbers = (
        "requests", "supporters", "searches", "views", "downloads", "alike_datasets", "alike_agencies", "listed_by_peers",
    )  # fmt: skip
    return {
        **{name: told.get(name) for name in numbers},
        "api_calls": told.get("calls"),
        "counted_at": told.get("at"),
        "most_wanted": list(told.get("most_wanted", ())),
        "months": [
            {"month": f"{first:%Y-%m}", "views": views, "downloads": downloads, "api_calls": calls}
            for first, (views, downloads, calls) in theme_lists.columns(told)
        ],
        "lists": {kind: f"/api/v1/themes/{theme.code}/evidence/{kind}" for kind in evidence_lists.KINDS},
    }


def _theme(one: Theme, counted: dict[str, int]) -> dict[str, object]:
    return {
        "code": one.code,
        "name": dict(one.name),
        "valid_from": one.valid_from.isoformat() if one.valid_from else None,
        "valid_to": one.valid_to.isoformat() if one.valid_to else None,
        "lead": one.lead or None,
        "sdg_goals": list(one.goals),
        "sdg_targets": list(one.targets),
        "sdg": sdgs.told(one.sdg),
        "policies": [
            {"name": dict(each.name), "year": each.year, "url": each.url or None} for each in one.policies
        ],
        "close_match": list(one.close_match),
        "subcategories": [{"code": sub.code, "name": dict(sub.name)} for sub in one.subcategories],
        "counts": counted,
    }
