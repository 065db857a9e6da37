"""The same kind of data with different classes in different agencies, side by side, with the evidence.

A job keeps what each title is about; a page asks for one kind, or lists the kinds whose classes differ.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Prefetch

from springhead.engine.kernel.actors import machine
from springhead.foundation.catalog.models import Dataset, Distribution
from springhead.foundation.catalog.vocabulary import Openness, Stage
from springhead.procedures.openness import inventory, kinds
from springhead.procedures.openness.kinds import Likeness, Name
from springhead.procedures.openness.models import KindGroup, KindOfData, Record

BATCH: Final = 1_000
PAGE: Final = 50
MOST_CANDIDATES: Final = 5_000
MOST_LOADED: Final = 200
MOST_SHOWN: Final = 100
MOST_EVIDENCE: Final = 20
OPENNESS: Final = machine("openness")


@dataclass(frozen=True, slots=True)
class Found:
    """A dataset of the kind that was asked for: how its title is like it, and the field names it shares with others."""

    dataset: Dataset
    record: Record | None
    like: Likeness
    fields: frozenset[str]
    shared: tuple[str, ...] = ()

    @property
    def by_title(self) -> bool:
        """Whether the title alone told it, not only together with field names."""
        return self.like.by_title


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One kind of data over all agencies."""

    asked: tuple[Name, ...]
    found: tuple[Found, ...]
    more: int

    @property
    def classes(self) -> frozenset[str]:
        """The known classes it has."""
        return frozenset(one.dataset.openness for one in self.found if one.dataset.openness)

    @property
    def agencies(self) -> int:
        """How many agencies have it."""
        return len({one.dataset.agency_id for one in self.found})

    @property
    def open_ones(self) -> list[str]:
        """Ids of the datasets that are open: the evidence that it could be."""
        open_ = [one.dataset.public_id for one in self.found if one.dataset.openness == Openness.OPEN]
        return open_[:MOST_EVIDENCE]


def side_by_side(asked: str) -> SideBySide:
    """Return every dataset everybody may see that is of the kind a title or word names, by agency."""
    wanted = kinds.names(asked)
    heads = {name.head for name in wanted}
    rows = KindOfData.objects.filter(head__in=heads).values_list("dataset_id", "key")[:MOST_CANDIDATES]
    named: dict[int, list[Name]] = {}
    for pk, key in rows:
        named.setdefault(pk, []).append(Name(key))
    likes = {pk: kinds.best(wanted, own) for pk, own in named.items()}
    alike = [pk for pk, like in likes.items() if like.by_title or like.by_fields]
    chosen = sorted(alike, key=lambda pk: (not likes[pk].by_title, -likes[pk].share, pk))[:MOST_LOADED]
    found = _agreeing([_found(one, likes[one.pk]) for one in _loaded(chosen)])
    found.sort(key=lambda one: (one.dataset.agency.name_key, one.dataset.pk))
    more = len(found) - MOST_SHOWN + len(alike) - len(chosen)
    return SideBySide(wanted, tuple(found[:MOST_SHOWN]), max(more, 0))


def _loaded(pks: Sequence[int]) -> Iterator[Dataset]:
    tables = Distribution.objects.filter(current__isnull=False).select_related("current")
    records = Record.objects.filter(live=True).select_related("case", "current")
    live = Dataset.objects.exclude(stage=Stage.WITHDRAWN).select_related("agency").prefetch_related(
        Prefetch("distributions", tables, to_attr="tables"),
        Prefetch("openness_records", records, to_attr="live_records"),
    )  # fmt: skip
    for start in range(0, len(pks), BATCH):
        yield from inventory.seen_by_all(live.filter(pk__in=pks[start : start + BATCH]))


def _found(dataset: Dataset, like: Likeness) -> Found:
    tables: list[Distribution] = getattr(dataset, "tables", [])
    columns = [str(column["name"]) for table in tables if table.current for column in table.current.columns]
    records: list[Record] = getattr(dataset, "live_records", [])
    fields = kinds.fields(dataset.field_description, columns)
    return Found(dataset, records[0] if records else None, like, fields)


def _agreeing(found: Sequence[Found]) -> list[Found]:
    """Keep what the title tells, and what shares enough field names with those; note the shared names."""
    sure = Counter(field for one in found if one.by_title for field in one.fields)
    kept = []
    for one in found:
        others = [field for field in one.fields if sure[field] > (1 if one.by_title else 0)]
        if one.by_title or len(others) >= kinds.SHARED_FIELDS:
            others.sort(key=lambda field: (-sure[field], field))
            kept.append(Found(one.dataset, one.record, one.like, one.fields, tuple(others[:8])))
    return kept


def listing(cursor: str = "", *, differing: bool = True, limit: int = PAGE) -> tuple[list[KindGroup], str]:
    """Return kinds that several agencies have, the most widespread first, and the cursor of the next page."""
    rows = KindGroup.objects.filter(differs__in=(True,)) if differing else KindGroup.objects.all()
    agencies, _, key = cursor.partition(".")
    if agencies.isdecimal() and key.isdecimal():
        rows = rows.filter(agencies__lte=int(agencies)).exclude(agencies=int(agencies), pk__gte=int(key))
    found = list(rows.order_by("-agencies", "-id")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], f"{last.agencies}.{last.pk}" if last else ""


# ── the job ─────────────────────────────────────────────────────────────────


def refresh() -> int:
    """Bring what every title is about up to date, and the groups; returns how many rows changed."""
    return _refresh_names() + _refresh_groups()


def _refresh_names() -> int:
    changed, last = 0, 0
    while True:
        rows = Dataset.objects.exclude(stage=Stage.WITHDRAWN).filter(pk__gt=last).order_by("pk")
        batch = list(rows.values_list("pk", "title", "agency__names")[:BATCH])
        if not batch:
            break
        changed += _refresh_batch(batch)
        last = batch[-1][0]
    gone = KindOfData.objects.filter(dataset__stage=Stage.WITHDRAWN)
    return changed + gone.delete()[0]


@transaction.atomic
def _refresh_batch(batch: Sequence[tuple[int, dict[str, str], dict[str, str]]]) -> int:
    told = (
        (pk, kinds.names(title.get("zh-Hant", ""), agency.get("zh-Hant", ""))) for pk, title, agency in batch
    )
    wanted = {(pk, name.key) for pk, names in told for name in names}
    rows = KindOfData.objects.filter(dataset__in=[pk for pk, _, _ in batch])
    have = {(pk, key): row for row, pk, key in rows.values_list("pk", "dataset_id", "key")}
    gone = [row for pair, row in have.items() if pair not in wanted]
    KindOfData.objects.filter(pk__in=gone).delete()
    fresh = sorted(wanted - have.keys())
    KindOfData.objects.bulk_create(KindOfData(dataset_id=pk, key=key, head=key[-2:]) for pk, key in fresh)
    return len(gone) + len(fresh)


def _refresh_groups() -> int:
    """Count each kind over the agencies. One pass over an index, in bounded memory."""
    shown = inventory.seen_by_all(Dataset.objects.exclude(stage=Stage.WITHDRAWN)).values("pk")
    rows = KindOfData.objects.filter(dataset__in=shown).order_by("key").values_list(
        "key", "dataset__agency_id", "dataset__openness"
    )  # fmt: skip
    wanted = {key: told for key, told in _groups(rows.iterator(chunk_size=5_000)) if told[0] > 1}
    have = {row.key: row for row in KindGroup.objects.all()}
    gone = [row.pk for key, row in have.items() if key not in wanted]
    fresh, other = [], []
    for key, (agencies, classes) in wanted.items():
        differs = len([one for one in classes if one]) > 1
        told = (agencies, classes, differs)
        row = have.get(key)
        if row is None:
            fresh.append(KindGroup(key=key, agencies=agencies, classes=classes, differs=differs))
        elif (row.agencies, row.classes, row.differs) != told:
            row.agencies, row.classes, row.differs = told
            other.append(row)
    with transaction.atomic():
        for start in range(0, len(gone), BATCH):
            KindGroup.objects.filter(pk__in=gone[start : start + BATCH]).delete()
        KindGroup.objects.bulk_create(fresh, batch_size=BATCH)
        KindGroup.objects.bulk_update(other, ["agencies", "classes", "differs"], batch_size=BATCH)
    return len(gone) + len(fresh) + len(other)


def _groups(rows: Iterable[tuple[str, int, str]]) -> Iterator[tuple[str, tuple[int, dict[str, int]]]]:
    here, agencies, classes = "", set[int](), Counter[str]()
    for key, agency, openness in rows:
        if key != here and here:
            yield here, (len(agencies), dict(classes))
            agencies, classes = set(), Counter()
        here = key
        agencies.add(agency)
        classes[openness] += 1
    if here:
        yield here, (len(agencies), dict(classes))
