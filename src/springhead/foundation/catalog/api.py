"""`/api/v1/datasets`: the catalogue for programs; receipts of publications."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies import queries as agency_queries
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, signed_in
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.catalog import (
    classes,
    delivery_api,
    editing,
    keys,
    policy,
    publishing,
    queries,
    records,
    texts,
)
from springhead.foundation.catalog.models import Dataset, Distribution, Snapshot
from springhead.foundation.ledger.queries import entry_at, receipt
from springhead.foundation.ui.access import public

router = Router(tags=["datasets"])
router.add_router("", delivery_api.router)


class DatasetLine(Schema):
    """A dataset in a list. Unknown facts are null."""

    id: str = Field(examples=["ds_7k3m9q2x"])
    title: dict[str, str]
    agency: str = Field(examples=["ag_7k3m9q2x"])
    stage: str = Field(description="wanted, planned, promised, listed, served or withdrawn")
    openness: str
    category: str | None
    licence: str | None
    formats: list[str]
    rows: int | None
    has_api: bool
    last_published: str | None
    modified: str
    page: str


class TableLine(Schema):
    """One distribution of a dataset; `table` and `rows_url` are null when it is hosted elsewhere."""

    id: str = Field(examples=["rs_7k3m9q2x"])
    kind: str
    format: str | None
    url: str | None
    table: str | None = Field(examples=["tb_7k3m9q2x"])
    version: int | None
    rows: int | None
    rows_url: str | None
    openapi_url: str | None = Field(description="OpenAPI document of the table served here")
    key_columns: list[str] = Field(description="chosen by the agency; empty: a unique column is looked for")
    key_state: dict[str, Any] = Field(description="whether the key is unique in the current version")


class DatasetFull(DatasetLine):
    """A dataset with its metadata, distributions and ids elsewhere."""

    description: dict[str, str]
    metadata: dict[str, str] = Field(description="every field of the metadata standard as text")
    attribution: dict[str, str]
    aliases: dict[str, list[str]]
    distributions: list[TableLine]
    gaps: list[dict[str, Any]] = Field(description="what the standard still asks for")


class DatasetList(Schema):
    """A page of datasets, the last changed first."""

    items: list[DatasetLine]
    next: str | None = Field(description="pass as `cursor` for the following page")
    count: int
    count_is: str = Field(description="exact or at_least")


class DatasetFilter(Schema):
    """What to list."""

    agency: str = Field("", max_length=16)
    stage: str = Field("", max_length=10)
    cursor: str = Field("", max_length=16)
    limit: int = Field(50, ge=1, le=200)


class NewDataset(Schema):
    """A dataset to begin: its agency and metadata by field name."""

    agency: str = Field(examples=["ag_7k3m9q2x"])
    metadata: dict[str, Any] = Field(
        default_factory=dict, examples=[{"title": "水庫水位", "frequency": "每日"}]
    )


class MetadataPatch(Schema):
    """Metadata by field name; what is not named stays. With `draft` nothing becomes public yet."""

    metadata: dict[str, Any]
    draft: bool = False


class TablePatch(Schema):
    """Settings of one distribution: `key_columns` are the names of the columns that tell one row from another."""

    key_columns: list[str] = Field(max_length=1000, examples=[["站號", "日期"]])


class Withdrawal(Schema):
    """Why a dataset is taken off; stands on its page for ever."""

    reason: str


class Withdrawn(Schema):
    """A dataset that was taken off; `receipt` proves when and by whom."""

    id: str
    reason: str
    receipt: str


@router.get("/datasets", response=DatasetList, auth=None, summary="List datasets")
@public
def datasets(request: HttpRequest, asked: Query[DatasetFilter]) -> dict[str, Any]:
    """List public datasets, the last changed first."""
    wanted = queries.Wanted(agency=asked.agency, stage=asked.stage, cursor=asked.cursor)
    page = queries.listing(wanted, viewer=actor_of_request(request), limit=asked.limit)
    items = [_line(one) for one in page.items]
    return {"items": items, "next": page.next or None, "count": page.count, "count_is": page.count_is}


@router.get("/datasets/{public_id}", response=DatasetFull, auth=None, summary="One dataset")
@public
def dataset(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """Return a dataset; a withdrawn one answers 410 with its reason."""
    return _full(queries.standing(public_id, viewer=actor_of_request(request)))


@router.post("/datasets", response={201: DatasetFull}, auth=KeyAuth(Scope.PUBLISH), summary="Begin a dataset")
@signed_in
def create(request: HttpRequest, body: NewDataset) -> Status[dict[str, Any]]:
    """Begin a dataset as a draft of the key's agency."""
    viewer = actor_of_request(request)
    agency = agency_queries.agency(body.agency, viewer=viewer)
    return Status(201, _full(editing.create(agency, body.metadata, by=viewer)))


@router.patch(
    "/datasets/{public_id}", response=DatasetFull, auth=KeyAuth(Scope.PUBLISH), summary="Change metadata"
)
@signed_in
def change(request: HttpRequest, public_id: str, body: MetadataPatch) -> dict[str, Any]:
    """Change metadata; every gap is told at once."""
    viewer = actor_of_request(request)
    found = queries.standing(public_id, viewer=actor_of_request(request))
    policy.check_edit(viewer, found.agency.public_id)
    if body.draft:
        editing.save_draft(found, body.metadata, by=viewer)
    else:
        editing.update(found, body.metadata, by=viewer)
    return _full(found)


@router.post(
    "/datasets/{public_id}/withdraw",
    response=Withdrawn,
    auth=KeyAuth(Scope.PUBLISH),
    summary="Withdraw a dataset",
)
@signed_in
def withdraw(request: HttpRequest, public_id: str, body: Withdrawal) -> dict[str, str]:
    """Take a dataset off, for good, with a public reason; from then on it answers 410 with it."""
    entry = editing.withdraw(
        queries.standing(public_id, viewer=actor_of_request(request)),
        body.reason,
        by=actor_of_request(request),
    )
    return {"id": public_id, "reason": body.reason.strip(), "receipt": f"/ledger/receipts/{entry.seq}.json"}


@router.patch(
    "/datasets/{public_id}/distributions/{distribution}",
    response=TableLine,
    auth=KeyAuth(Scope.PUBLISH),
    summary="Settings of a table",
)
@signed_in
def set_key(request: HttpRequest, public_id: str, distribution: str, body: TablePatch) -> dict[str, Any]:
    """Choose the key of a table; a worker then tells whether it is unique in the current version."""
    viewer = actor_of_request(request)
    known = queries.standing(public_id, viewer=actor_of_request(request)).distributions.select_related(
        "dataset__agency", "current"
    )
    chosen = known.filter(public_id=distribution).first()
    if chosen is None:
        raise Refused(texts.NO_SUCH_DISTRIBUTION.at(distribution))
    keys.choose(chosen, body.key_columns, by=viewer)
    return _table(chosen)


@router.get("/datasets/{public_id}/tables/{table}/versions", auth=None, summary="Versions of a table")
@public
def versions(request: HttpRequest, public_id: str, table: str) -> dict[str, Any]:
    """List the published versions of a table, the newest first."""
    found = queries.standing(public_id, viewer=actor_of_request(request))
    rows = Snapshot.objects.filter(distribution__dataset=found, distribution__table_id=table).order_by(
        "-number"
    )
    items = [_version(one, public_id, table) for one in rows.defer("columns", "stores")[:1000]]
    return {"items": items, "next": None, "count": len(items), "count_is": "exact"}


@router.get(
    "/datasets/{public_id}/tables/{table}/versions/{number}/receipt",
    auth=None,
    summary="Receipt of a publication",
)
@public
def version_receipt(request: HttpRequest, public_id: str, table: str, number: int) -> dict[str, Any]:
    """Return the receipt of a publication: verifiable offline with `springhead verify`."""
    one = queries.snapshot(
        queries.standing(public_id, viewer=actor_of_request(request)),
        table,
        number,
        viewer=actor_of_request(request),
    )
    return receipt(entry_at(queries.event_of(one)))


def _line(found: Dataset) -> dict[str, Any]:
    return {
        "id": found.public_id,
        "title": found.title,
        "agency": found.agency.public_id,
        "stage": found.stage,
        "openness": found.openness,
        "category": found.category or None,
        "licence": found.licence or None,
        "formats": found.formats,
        "rows": found.rows,
        "has_api": found.has_api,
        "last_published": found.last_published.isoformat() if found.last_published else None,
        "modified": found.modified.isoformat(),
        "page": f"{settings.SPRINGHEAD.address}/datasets/{found.public_id}",
    }


def _full(found: Dataset) -> dict[str, Any]:
    aliases: dict[str, list[str]] = {}
    for alias in found.aliases.order_by("scheme", "value"):
        aliases.setdefault(alias.scheme, []).append(alias.value)
    told = records.drafted(found) if not found.visible else records.published(found)
    return {
        **_line(found),
        "description": found.description,
        "metadata": told.as_values(),
        "attribution": {
            lang: publishing.attribution_of(found, None, lang=lang) for lang in ("zh-Hant", "en")
        },
        "aliases": aliases,
        "distributions": [_table(one) for one in found.distributions.select_related("current")[:500]],
        "gaps": [gap.as_json() for gap in classes.gaps(found, told)],
    }


def _table(one: Distribution) -> dict[str, Any]:
    here = f"{settings.SPRINGHEAD.address}/api/v1/tables/{one.table_id}" if one.current else ""
    return {
        "id": one.public_id,
        "kind": one.kind,
        "format": one.format or None,
        "url": one.url or None,
        "table": one.table_id if one.current else None,
        "version": one.current.number if one.current else None,
        "rows": one.current.rows if one.current else None,
        "rows_url": f"{here}/rows" if here else None,
        "openapi_url": f"{here}/openapi.json" if here else None,
        "key_columns": one.key_columns,
        "key_state": one.key_state,
    }


def _version(one: Snapshot, dataset_id: str, table: str) -> dict[str, Any]:
    base = f"{settings.SPRINGHEAD.address}/api/v1"
    return {
        "number": one.number,
        "published_at": one.published_at.isoformat(),
        "rows": one.rows,
        "set_aside": one.set_aside,
        "original_sha256": one.original_sha,
        "findings": one.counts,
        "changes": {
            name: one.diff[name] for name in ("key", "added", "removed", "changed") if name in one.diff
        },
        "withdrawn": one.withdrawn_reason or None,
        "rows_url": f"{base}/tables/{table}/snapshots/{one.number}/rows",
        "receipt": f"{base}/datasets/{dataset_id}/tables/{table}/versions/{one.number}/receipt",
    }
