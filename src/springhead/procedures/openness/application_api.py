"""`/api/v1/openness/applications`: applying for data that are provided on application, and having them."""

from typing import Any, Final

from django.http import HttpRequest
from ninja import Field, Router, Schema

from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, needs, signed_in
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.cases import asked
from springhead.foundation.catalog import queries as datasets
from springhead.foundation.catalog.policy import OFFICERS
from springhead.foundation.ui.access import public
from springhead.procedures.openness import application_actions, applications, personal_links
from springhead.procedures.openness import application_texts as texts
from springhead.procedures.openness.models import HandedOver

MOST: Final = 100

router = Router(tags=["openness"])


class Opened(Schema):
    """The case that was opened."""

    number: str
    address: str


@router.post(
    "/openness/datasets/{public_id}/applications",
    response=Opened,
    auth=KeyAuth(Scope.CASES),
    summary="Apply for data",
)
@signed_in
def applied(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """Apply for a dataset that is provided on application. Body: name, purpose, wanted, accepts (true)."""
    by = actor_of_request(request)
    found = datasets.dataset(public_id, viewer=by)
    key = asked.key(request)
    number = applications.open_for(found, asked.body(request), by=by, key=key)
    return {"number": number, "address": f"/applications/{number}"}


class TermsOut(Schema):
    """On which terms a dataset is provided; `form` is the address of a form to fill in, or empty."""

    conditions: str
    fee: str
    fee_basis: str
    way: str
    form: str = ""


@router.get(
    "/openness/datasets/{public_id}/terms", response=TermsOut, auth=None, summary="Terms of a dataset"
)
@public
def terms(request: HttpRequest, public_id: str) -> dict[str, str]:
    """Return the terms of a dataset that is provided on application; 404 while its agency has not stated them."""
    found = applications.terms(datasets.dataset(public_id, viewer=actor_of_request(request)).pk)
    if found is None:
        raise Refused(texts.NO_TERMS_STATED.at(public_id))
    return application_actions.terms_of(found)


@router.put(
    "/openness/datasets/{public_id}/terms",
    response=TermsOut,
    auth=KeyAuth(Scope.CASES),
    summary="State the terms of a dataset",
)
@needs(*OFFICERS)
def state_terms(request: HttpRequest, public_id: str, given: TermsOut) -> dict[str, str]:
    """State on which terms a dataset is provided, in public; applications already sent keep theirs."""
    by = actor_of_request(request)
    found = datasets.dataset(public_id, viewer=by)
    return application_actions.terms_of(applications.state_terms(found, given.dict(), by=by))


class HandedOverOut(Schema):
    """A line of the delivery log; `receipt` proves it where the ledger has its event."""

    what: str
    way: str
    sha256: str
    at: str
    receipt: str | None


class ApplicationOut(Schema):
    """An application, as its applicant and its agency see it. `terms` as they were when accepted; fees in whole TWD."""

    number: str = Field(examples=["AP-2026-000123"])
    state: str
    dataset: str
    name: str
    purpose: str
    wanted: str
    terms: TermsOut
    fee_twd: int | None
    fee_basis: str
    conditions: str
    decided_at: str | None
    acknowledged_at: str | None
    handed_over: list[HandedOverOut] = Field(description="the first hundred")


@router.get(
    "/openness/applications/{number}",
    response=ApplicationOut,
    auth=KeyAuth(Scope.CASES),
    summary="Read an application",
)
@signed_in
def application(request: HttpRequest, number: str) -> dict[str, Any]:
    """Read an application with its delivery log, as its applicant or its agency; 404 for others."""
    row = applications.application(number, viewer=actor_of_request(request))
    return {
        "number": row.number,
        "state": row.case.state,
        "dataset": row.dataset.public_id,
        "name": row.name,
        "purpose": row.purpose,
        "wanted": row.wanted,
        "terms": row.terms,
        "fee_twd": row.fee_twd,
        "fee_basis": row.fee_basis,
        "conditions": row.conditions,
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        "acknowledged_at": row.acknowledged_at.isoformat() if row.acknowledged_at else None,
        "handed_over": [_handed(one) for one in row.deliveries.all()[:MOST]],
    }


def _handed(one: HandedOver) -> dict[str, Any]:
    return {
        "what": one.what,
        "way": one.way,
        "sha256": one.sha256,
        "at": one.at.isoformat(),
        "receipt": f"/ledger/receipts/{one.seq}.json" if one.seq else None,
    }


class LinkOut(Schema):
    """A personal link: a file the applicant may have here until the end of a day."""

    id: str = Field(examples=["pl_7k3m9q2x"])
    name: str
    sha256: str
    size: int
    expires_at: str
    standing: str = Field(description="live; over: expired, withdrawn, revoked (the grant), gone (the file)")
    uses: int


class Collected(Schema):
    """Where the file is; the address holds for two minutes."""

    address: str
    receipt: str


@router.get(
    "/openness/applications/{number}/links",
    response=list[LinkOut],
    auth=KeyAuth(Scope.CASES),
    summary="Personal links of an application",
)
@signed_in
def links(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """List the personal links of an application, for its applicant and its agency; 404 for others."""
    row = applications.application(number, viewer=actor_of_request(request))
    return [
        {
            "id": one.public_id,
            "name": one.name,
            "sha256": one.sha256,
            "size": one.size,
            "expires_at": one.expires_at.isoformat(),
            "standing": personal_links.standing(one, row),
            "uses": one.uses.count(),
        }
        for one in row.links.all()[:MOST]
    ]


@router.post(
    "/openness/applications/{number}/links/{public_id}/collect",
    response=Collected,
    auth=KeyAuth(Scope.CASES),
    summary="Use a personal link",
)
@signed_in
def collect(request: HttpRequest, number: str, public_id: str) -> dict[str, Any]:
    """Write a use in the delivery log and say where the file is; only the applicant may, 410 when the link is over."""
    by = actor_of_request(request)
    row = applications.application(number, viewer=by)
    found = personal_links.link_of(row, public_id, viewer=by)
    handed = personal_links.collect(row, found, by=by)
    return {"address": handed.address, "receipt": f"/ledger/receipts/{handed.seq}.json"}
