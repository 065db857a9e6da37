"""Reading the catalogue. Every function takes the viewer; a draft is seen by its agency only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.problems import Refused
from springhead.foundation.catalog import policy, texts
from springhead.foundation.catalog.models import (
    Dataset,
    DatasetAlias,
    Delivery,
    Distribution,
    ProblemReport,
    Reuse,
    Snapshot,
)
from springhead.foundation.catalog.vocabulary import Stage

PAGE: Final = 50
COUNT_CAP: Final = 10_000
VERSIONS: Final = 30


def dataset(public_id: str, *, viewer: Actor) -> Dataset:
    """Return a dataset by id. Raises `Refused` 404; a withdrawn one is returned with its tombstone."""
    found = Dataset.objects.select_related("agency").filter(public_id=public_id).first()
    if found is None or not policy.may_see(viewer, found):
        raise Refused(texts.NO_SUCH_DATASET.at(public_id))
    return found


def standing(public_id: str, *, viewer: Actor) -> Dataset:
    """Return one dataset that was not taken off. Refused: 404 where it is not seen, 410 with the reason where it is gone."""
    found = dataset(public_id, viewer=viewer)
    if found.stage == Stage.WITHDRAWN:
        raise Refused(texts.STAGE_WITHDRAWN.at(found.public_id, reason=found.tombstone))
    return found


def by_alias(scheme: str, value: str, *, viewer: Actor) -> Dataset | None:
    """Return the dataset somebody else calls by this id."""
    alias = DatasetAlias.objects.select_related("dataset__agency").filter(scheme=scheme, value=value).first()
    return alias.dataset if alias and policy.may_see(viewer, alias.dataset) else None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. `next` is the cursor of the following page, empty on the last."""

    items: list[Any]
    next: str
    count: int
    count_is: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which datasets: agency by public id, stage; `cursor` from the page before."""

    agency: str = ""
    stage: str = ""
    changed_since: datetime | None = None
    cursor: str = ""


def listing(wanted: Wanted, *, viewer: Actor, limit: int = PAGE) -> Page:
    """Return public datasets, the last changed first; keyset paging over an index."""
    del viewer  # the public list; drafts are on the desk
    rows = Dataset.objects.filter(visible=True)
    if wanted.agency:
        rows = rows.filter(agency__public_id=wanted.agency)
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    if wanted.changed_since:
        rows = rows.filter(modified__gte=wanted.changed_since)
    return _paged(rows.select_related("agency"), wanted.cursor, limit)


def _paged(rows: QuerySet[Dataset], cursor: str, limit: int) -> Page:
    count = rows.order_by().values("pk")[: COUNT_CAP + 1].count()
    rows = rows.order_by("-modified", "-pk")
    after = Dataset.objects.filter(public_id=cursor).values_list("modified", "pk").first() if cursor else None
    if after:
        rows = rows.filter(Q(modified__lt=after[0]) | Q(modified=after[0], pk__lt=after[1]))
    found = list(rows[: limit + 1])
    items = found[:limit]
    return Page(
        items=items,
        next=items[-1].public_id if len(found) > limit else "",
        count=min(count, COUNT_CAP),
        count_is="at_least" if count > COUNT_CAP else "exact",
    )


# ── the page of one dataset ─────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the page of a dataset needs from the database, read in a fixed number of queries."""

    dataset: Dataset
    aliases: list[DatasetAlias]
    distributions: list[Distribution]
    chosen: Distribution | None
    versions: list[Snapshot]
    reuses: list[Reuse]

    @property
    def current(self) -> Snapshot | None:
        """The version that answers by default."""
        return self.chosen.current if self.chosen else None

    @property
    def tables(self) -> list[Distribution]:
        """Distributions served here as tables."""
        return [one for one in self.distributions if one.current_id]

    @property
    def elsewhere(self) -> list[Distribution]:
        """Distributions hosted by others."""
        return [one for one in self.distributions if not one.current_id and one.url]


def sheet(found: Dataset, *, viewer: Actor, table: str = "") -> Sheet:
    """Return the page of a dataset, with one of its tables chosen (the first by default). Four queries."""
    del viewer  # `dataset` asked already
    distributions = list(found.distributions.select_related("current").order_by("position", "pk")[:200])
    served = [one for one in distributions if one.current_id]
    chosen = next((one for one in served if one.table_id == table), served[0] if served else None)
    versions = Snapshot.objects.filter(distribution=chosen).order_by("-number").defer("columns", "stores")
    return Sheet(
        dataset=found,
        aliases=list(found.aliases.order_by("scheme", "value")[:20]),
        distributions=distributions,
        chosen=chosen,
        versions=list(versions[:VERSIONS]) if chosen else [],
        reuses=list(found.reuses.filter(state="accepted").order_by("-made_at")[:20]),
    )


def snapshot(found: Dataset, table: str, number: int, *, viewer: Actor) -> Snapshot:
    """Return one version of a table of this dataset. Raises `Refused` 404."""
    del viewer
    wanted = Snapshot.objects.select_related("distribution__dataset__agency")
    one = wanted.filter(distribution__dataset=found, distribution__table_id=table, number=number).first()
    if one is None:
        raise Refused(texts.NO_SUCH_SNAPSHOT.at(str(number)))
    return one


def event_of(one: Snapshot) -> int:
    """Return the ledger number of a publication. Raises `Refused` 404 while it is still being recorded."""
    if one.event_seq is None:
        raise Refused(texts.NO_SUCH_SNAPSHOT.at(str(one.number)))
    return one.event_seq


# ── deliveries ──────────────────────────────────────────────────────────────


def delivery(number: str, *, viewer: Actor) -> Delivery:
    """Return a delivery, to its agency and those above all agencies. Raises `Refused` 404."""
    wanted = Delivery.objects.select_related(
        "case", "distribution__dataset__agency", "distribution__current", "snapshot", "by"
    )
    found = wanted.filter(case__number=number).first()
    if found is None or not _may_see_delivery(viewer, found):
        raise Refused(texts.NO_SUCH_DELIVERY.at(number))
    return found


def _may_see_delivery(viewer: Actor, found: Delivery) -> bool:
    return viewer.belongs_to(found.distribution.dataset.agency.public_id) or viewer.holds_any(
        (Role.POLICY_OFFICE, Role.OPERATOR, Role.MACHINE)
    )


# ── the desk ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for an officer, the most pressing first."""

    deliveries: list[Delivery]
    drafts: list[Dataset]
    reports: list[ProblemReport]
    reuses: list[Reuse]
    failing: list[Distribution]
    datasets: Page


def desk(agencies: Iterable[str], *, viewer: Actor, cursor: str = "", q: str = "") -> Desk:
    """Return the desk of an officer: a fixed number of queries, every list capped."""
    mine = sorted(set(agencies) & viewer.agency_ids)
    own = Q(agency__public_id__in=mine)
    waiting = Delivery.objects.filter(
        closed_at=None, distribution__dataset__agency__public_id__in=mine
    ).select_related("case", "distribution__dataset__agency")
    rows = Dataset.objects.filter(own, visible=True).select_related("agency")
    if q:
        rows = rows.filter(Q(title__icontains=q) | Q(public_id=q))
    return Desk(
        deliveries=list(waiting.order_by("-received_at", "-pk")[:PAGE]),
        drafts=list(Dataset.objects.filter(own, visible=False).select_related("agency").order_by("-modified", "-pk")[:PAGE]),
        reports=list(_open_reports(mine)[:PAGE]),
        reuses=list(
            Reuse.objects.filter(state="proposed", dataset__agency__public_id__in=mine)
            .select_related("dataset").order_by("made_at")[:PAGE]
        ),
        failing=list(
            Distribution.objects.filter(dataset__agency__public_id__in=mine, fetch_failed__in=(True,))
            .select_related("dataset")[:PAGE]
        ),
        datasets=_paged(rows, cursor, PAGE),
    )  # fmt: skip


def _open_reports(agencies: Sequence[str]) -> QuerySet[ProblemReport]:
    rows = ProblemReport.objects.filter(closed_at=None, dataset__agency__public_id__in=agencies)
    return rows.select_related("dataset").order_by("made_at")


def of_agency(agency_id: str, *, viewer: Actor, limit: int = 10) -> tuple[list[Dataset], dict[str, int]]:
    """Return the newest public datasets of an agency and how many it has per stage, for its page. Two queries."""
    del viewer
    rows = Dataset.objects.filter(agency__public_id=agency_id, visible=True)
    counts = {str(stage): n for stage, n in rows.values_list("stage").annotate(n=Count("pk")).order_by()}
    newest = rows.exclude(stage=Stage.WITHDRAWN).order_by("-modified", "-pk")[:limit]
    return list(newest), counts
