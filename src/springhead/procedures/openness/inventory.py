"""The inventory (資料盤點清冊) of an agency: every dataset it holds or plans, with class, grounds, review, sharing.

An entry is the dataset itself, never a copy. Public are the datasets everybody may see and those the agency put into
its inventory; what the law keeps back is counted by ground. Drafts nobody put in stay with their agency.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog import codes
from springhead.foundation.catalog import policy as catalog_policy
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Stage
from springhead.foundation.ledger import append
from springhead.procedures.openness import inventory_texts as texts
from springhead.procedures.openness import naming
from springhead.procedures.openness.models import Entry, Record, Sharing

PAGE: Final = 50
NAMED: Final = ("delivery", "hv_nomination")  # other cases that go by the title of their dataset, in public
FRESH: Final = 30  # seconds for which the figures of an agency are not counted again


@dataclass(frozen=True, slots=True)
class Line:
    """One dataset of an inventory, with its live class case and entry, where there are any."""

    dataset: Dataset
    record: Record | None
    entry: Entry | None
    sharings: tuple[Sharing, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an inventory, what changed last first; `next` is the cursor of the following one."""

    items: list[Line]
    next: str


@dataclass(frozen=True, slots=True)
class Figures:
    """How many datasets are public in each class (empty code: unknown), and how many the law keeps back, by ground."""

    classes: Mapping[str, int]
    withheld: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many entries, with those kept back."""
        return sum(self.classes.values()) + sum(self.withheld.values())


def rows(agency: Agency, *, everything: bool) -> QuerySet[Dataset]:
    """Return the datasets of an inventory: everything for its people, else what everybody may see of it."""
    found = Dataset.objects.filter(agency=agency).exclude(stage=Stage.WITHDRAWN)
    return found if everything else seen_by_all(found)


def seen_by_all(found: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """Return those of these datasets whose entry everybody may see."""
    live = Record.objects.filter(dataset=OuterRef("pk"), live=True)
    listed = Q(visible__in=(True,)) | Q(inventory_entry__isnull=False) | Q(Exists(live))
    return found.filter(listed).exclude(inventory_entry__withheld__gt="")


def is_public(dataset: Dataset) -> bool:
    """Tell whether everybody may see the entry of a dataset. One query."""
    return seen_by_all(Dataset.objects.filter(pk=dataset.pk)).exists()


def loaded(found: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """Return these datasets with all an inventory says of them, in a fixed number of queries."""
    live = Record.objects.filter(live=True).select_related("case", "current", "proposed")
    return found.select_related("agency", "inventory_entry").prefetch_related(
        Prefetch("openness_records", live, to_attr="live_records"), "sharings"
    )


def line(dataset: Dataset) -> Line:
    """Return one dataset of `loaded` as a line."""
    records: list[Record] = getattr(dataset, "live_records", [])
    entry: Entry | None = getattr(dataset, "inventory_entry", None)
    return Line(dataset, records[0] if records else None, entry, tuple(dataset.sharings.all()))


def listing(agency: Agency, *, viewer: Actor, cursor: str = "", limit: int = PAGE) -> Page:
    """Return a page; people of the agency see drafts and what is kept back too."""
    mine = catalog_policy.may_edit(viewer, agency.public_id)
    found = loaded(rows(agency, everything=mine)).filter(_after(cursor)).order_by("-modified", "-id")
    items = list(found[: limit + 1])
    last = items[limit - 1] if len(items) > limit else None
    return Page(
        [line(one) for one in items[:limit]], f"{last.modified.isoformat()}~{last.pk}" if last else ""
    )


def _after(cursor: str) -> Q:
    moment, _, key = cursor.partition("~")
    try:
        at, pk = datetime.fromisoformat(moment), int(key)
    except ValueError:
        return Q()
    return Q(modified__lt=at) | Q(modified=at, pk__lt=pk) if at.tzinfo else Q()


def figures(agency: Agency) -> Figures:
    """Return the figures everybody may see, up to half a minute old."""
    key = f"openness.inventory.{agency.pk}"
    kept: Figures | None = cache.get(key)
    if kept is None:
        kept = _count(agency)
        cache.set(key, kept, FRESH)
    return kept


def _count(agency: Agency) -> Figures:
    classes = rows(agency, everything=False).order_by().values_list("openness").annotate(n=Count("pk"))
    hidden = rows(agency, everything=True).filter(inventory_entry__withheld__gt="").order_by()
    withheld = hidden.values_list("inventory_entry__withheld").annotate(n=Count("pk"))
    return Figures(dict(classes), dict(withheld))


# ── writing ─────────────────────────────────────────────────────────────────

Share = tuple[str, str, date | None, date | None]  # with whom, on what basis, since, until


@dataclass(frozen=True, slots=True)
class Said:
    """What an inventory says of a dataset beside its class. `withheld` is a ground code; empty: the entry is public."""

    withheld: str = ""
    planned_on: date | None = None
    remarks: str = ""
    sharings: tuple[Share, ...] = ()


@transaction.atomic
def note(dataset: Dataset, said: Said, *, by: Actor) -> bool:
    """Put a dataset into the inventory with what it says beside the class; returns whether anything changed.

    The ledger proves it by a digest: what the law keeps back must not stand there. Refused where a dataset is to be
    kept back that the catalogue shows.
    """
    catalog_policy.check_edit(by, dataset.agency.public_id)
    at = now()
    entry, fresh = Entry.objects.select_for_update().get_or_create(
        dataset=dataset, defaults={"changed_at": at}
    )
    if not fresh and said_of(entry, dataset.sharings.all()) == said:
        return False
    if said.withheld and not entry.withheld and is_out(dataset):
        raise Refused(texts.ALREADY_PUBLIC.at("withheld"))
    entry.withheld, entry.planned_on, entry.remarks = said.withheld, said.planned_on, said.remarks
    entry.changed_at = at
    entry.save()
    dataset.inventory_entry = entry
    dataset.sharings.all().delete()
    made = (Sharing(dataset=dataset, with_whom=w, basis=b, since=s, until=u) for w, b, s, u in said.sharings)
    Sharing.objects.bulk_create(made)
    title = dict(naming.title_of(dataset))
    Case.objects.filter(openness__dataset=dataset).update(title=title)
    if title:
        named = Case.objects.filter(type__in=NAMED, subjects__subject_id=dataset.public_id)
        named.update(title=title)
    _veil_promises(dataset)
    private = {
        "withheld": said.withheld,
        "planned_on": str(said.planned_on or ""),
        "remarks": said.remarks,
        "sharings": [[str(part or "") for part in one] for one in said.sharings],
    }
    facts = {"dataset": dataset.public_id, "agency": dataset.agency.public_id}
    append("openness:inventory", subject=dataset.public_id, actor=by.id, public=facts, private=private, at=at)
    cache.delete(f"openness.inventory.{dataset.agency_id}")
    return True


def _veil_promises(dataset: Dataset) -> None:
    """Let promises go by the name the public may read, and show the record of a promised dataset only with its name.

    The row is locked as `promise` locks it: a promise made meanwhile is found here, or finds the entry.
    """
    locked = Dataset.objects.select_for_update().get(pk=dataset.pk)
    Case.objects.filter(commitment__dataset=locked).update(title=dict(naming.title_of(dataset)))
    if locked.stage == Stage.PROMISED:
        dataset.visible = naming.veil(dataset) is None
        Dataset.objects.filter(pk=locked.pk).update(visible=dataset.visible)


def is_out(dataset: Dataset) -> bool:
    """Tell whether the catalogue shows a dataset by its name: what everybody has read cannot be kept back any more."""
    return dataset.visible and dataset.stage in (Stage.LISTED, Stage.SERVED)


def said_of(entry: Entry, sharings: Iterable[Sharing]) -> Said:
    """Return what the inventory says now."""
    shared = tuple((one.with_whom, one.basis, one.since, one.until) for one in sharings)
    return Said(entry.withheld, entry.planned_on, entry.remarks, shared)


def ground_names(figures_: Figures) -> list[tuple[codes.Ground, int]]:
    """Return the grounds by which entries are kept back, with how many."""
    known = codes.grounds()
    return [
        (known.get(code, codes.Ground(code, code, code, code, ())), n)
        for code, n in figures_.withheld.items()
    ]
