"""`/api/v1/agencies`: the list and each agency, open to all; merging for the policy office's programs."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from ninja import Field, Query, Router, Schema

from springhead.engine.kernel.actors import Role
from springhead.foundation.agencies import actions, queries
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, needs
from springhead.foundation.agencies.commands import MergeAgencies
from springhead.foundation.agencies.models import Agency, AgencyAlias
from springhead.foundation.agencies.queries import Wanted
from springhead.foundation.agencies.roster_api import router as roster_router
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.ui.access import public

router = Router(tags=["agencies"])
router.add_router("", roster_router)


class AgencyLine(Schema):
    """An agency in a list. Unknown facts are null."""

    id: str = Field(examples=["ag_7k3m9q2x"])
    name: dict[str, str] = Field(examples=[{"zh-Hant": "經濟部水利署", "en": "Water Resources Agency"}])
    short_name: str | None
    parent: str | None = Field(description="public id of the agency above")
    level: int | None
    rule_regime: str | None = Field(description="executive_yuan, other_yuan or local")
    county_code: str | None
    valid_from: str | None
    valid_to: str | None = Field(description="first day without the agency")
    ended: bool
    provisional: bool


class AgencyList(Schema):
    """A page of agencies."""

    items: list[AgencyLine]
    next: str | None = Field(description="pass as `cursor` for the following page")
    count: int
    count_is: str = Field(description="exact or at_least")


class AgencyFull(AgencyLine):
    """An agency with its numbers elsewhere and its history."""

    aliases: dict[str, list[str]]
    predecessors: list[str]
    successors: list[str]


class AgencyFilter(Schema):
    """What to list."""

    q: str = Field("", max_length=80, description="part of a name, or an OID or code in full")
    parent: str = Field("", max_length=16)
    only: str = Field("", pattern="^(current|ended|provisional|)$")
    oid: str = Field("", max_length=80)
    org_code: str = Field("", max_length=20)
    cursor: str = Field("", max_length=16)
    limit: int = Field(50, ge=1, le=200)


class MergeBody(Schema):
    """Which agency it is merged into."""

    target: str = Field(examples=["ag_7k3m9q2x"])


@router.get("/agencies", response=AgencyList, auth=None, summary="List agencies")
@public
def agencies(request: HttpRequest, asked: Query[AgencyFilter]) -> dict[str, Any]:
    """List agencies by name; `oid` and `org_code` look one up."""
    viewer = actor_of_request(request)
    for scheme, value in (("oid", asked.oid), ("org_code", asked.org_code)):
        if value:
            found = queries.by_alias(scheme, value, viewer=viewer)
            items = [_line(found)] if found else []
            return {"items": items, "next": None, "count": len(items), "count_is": "exact"}
    wanted = Wanted(q=asked.q, parent=asked.parent, only=asked.only, after=asked.cursor)
    page = queries.listing(wanted, viewer=viewer, limit=asked.limit)
    return {
        "items": [_line(each) for each in page.items],
        "next": page.next or None,
        "count": page.count,
        "count_is": page.count_is,
    }


@router.get("/agencies/{agency_id}", response=AgencyFull, auth=None, summary="Read one agency")
@public
def agency(request: HttpRequest, agency_id: str) -> dict[str, Any] | HttpResponse:
    """Read one agency; a merged one redirects to the one it was merged into."""
    viewer = actor_of_request(request)
    found = queries.agency(agency_id, viewer=viewer)
    if found.merged_into is not None:
        return HttpResponsePermanentRedirect(f"/api/v1/agencies/{found.final().public_id}")
    facts = queries.facts(found, viewer=viewer)
    return {
        **_line(found),
        "aliases": _aliases(facts.aliases),
        "predecessors": [each.public_id for each, _ in facts.predecessors],
        "successors": [each.public_id for each, _ in facts.successors],
    }


@router.post(
    "/agencies/{agency_id}/merge", response=AgencyLine, auth=KeyAuth(Scope.CASES), summary="Merge an agency"
)
@needs(Role.POLICY_OFFICE)
def merge(request: HttpRequest, agency_id: str, body: MergeBody) -> dict[str, Any]:
    """Merge a provisional agency into another; answers the one that stays."""
    command = MergeAgencies.parse({"source": agency_id, "target": body.target})
    return _line(actions.merge_agencies(command, by=actor_of_request(request)))


def _line(agency: Agency) -> dict[str, Any]:
    return {
        "id": agency.public_id,
        "name": agency.names,
        "short_name": agency.short_name or None,
        "parent": agency.parent.public_id if agency.parent else None,
        "level": agency.level,
        "rule_regime": agency.rule_regime or None,
        "county_code": agency.county_code or None,
        "valid_from": agency.valid_from.isoformat() if agency.valid_from else None,
        "valid_to": agency.valid_to.isoformat() if agency.valid_to else None,
        "ended": agency.ended,
        "provisional": agency.provisional,
    }


def _aliases(rows: list[AgencyAlias]) -> dict[str, list[str]]:
    held: dict[str, list[str]] = {}
    for row in rows:
        held.setdefault(row.scheme, []).append(row.value)
    return held
