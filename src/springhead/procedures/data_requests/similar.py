"""What is there already: datasets that match, and open requests for the like. Looked at before anything is sent."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.db.models import Q

from springhead.engine.kernel.fold import fold
from springhead.foundation.search.query import Question
from springhead.foundation.search.shared import finder
from springhead.procedures.data_requests.models import DataRequest, PartItem

SHOWN: Final = 5
LOOKED_AT: Final = 300
COMPARED: Final = 1_000  # newest open requests that the central desk compares with
LIKE_ENOUGH: Final = 0.2
LIVE: Final = ("submitted", "in_progress", "answered", "delivering", "withdrawing")


@dataclass(frozen=True, slots=True)
class Similar:
    """Datasets (search results) and open requests that look like what is asked for, the likest first."""

    datasets: tuple[dict[str, Any], ...] = ()
    requests: tuple[DataRequest, ...] = ()


def similar(title: str, wanted: tuple[str, ...]) -> Similar:
    """Return what matches a title and the names of wanted datasets. One search a name, one query."""
    found: dict[str, dict[str, Any]] = {}
    for text in dict.fromkeys([*wanted, title]):
        for item in finder().search(Question(text=text[:120])).items[:SHOWN]:
            found.setdefault(item["id"], item)
    return Similar(tuple(found.values())[:SHOWN], requests_like(f"{title} {' '.join(wanted)}"))


def requests_like(text: str, *, states: tuple[str, ...] = LIVE) -> tuple[DataRequest, ...]:
    """Return requests whose title shares enough pairs of characters with a text, the likest first."""
    pairs = _pairs(text)
    if not pairs:
        return ()
    some = sorted(pairs)[:24]
    rows = DataRequest.objects.filter(case__state__in=states).select_related("case")
    rows = rows.filter(_any_of(some, "words__contains")).order_by("-id")[:LOOKED_AT]
    ranked = sorted(
        ((_likeness(pairs, row), -row.pk, row) for row in rows), key=lambda one: one[:2], reverse=True
    )
    return tuple(row for likeness, _, row in ranked if likeness >= LIKE_ENOUGH)[:SHOWN]


def likest(rows: Sequence[DataRequest], *, most: int = 3) -> dict[int, list[DataRequest]]:
    """Return for each of these requests (by primary key) the likest others among the newest open ones. Two queries."""
    open_ones = DataRequest.objects.filter(case__state__in=LIVE).order_by("-id")[:COMPARED]
    others = {
        pk: _pairs(str(title.get("zh-Hant", ""))) for pk, title in open_ones.values_list("pk", "case__title")
    }
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for pk, pairs in others.items():
        for pair in pairs:
            holders[pair].append(pk)
    found = {row.pk: _likest_of(row, others, holders)[:most] for row in rows}
    known = DataRequest.objects.select_related("case").in_bulk({pk for pks in found.values() for pk in pks})
    return {pk: [known[one] for one in pks] for pk, pks in found.items()}


def _likest_of(
    row: DataRequest, others: Mapping[int, frozenset[str]], holders: Mapping[str, list[int]]
) -> list[int]:
    pairs = _pairs(str(row.case.title.get("zh-Hant", "")))
    sharing = Counter(pk for pair in pairs for pk in holders.get(pair, ()) if pk != row.pk)
    likeness = ((count / min(len(pairs), len(others[pk])), pk) for pk, count in sharing.items())
    return [pk for _, pk in sorted((one for one in likeness if one[0] >= LIKE_ENOUGH), reverse=True)]


def answers_like(text: str, agency_id: str) -> list[PartItem]:
    """Return answered items of like requests, those of this agency first."""
    pairs = _pairs(text)
    if not pairs:
        return []
    rows = PartItem.objects.exclude(outcome="").select_related(
        "part__case", "part__request__case", "item", "decision"
    )
    rows = rows.filter(_any_of(sorted(pairs)[:24], "item__title__icontains"))
    ranked = sorted(
        rows.order_by("-id")[:LOOKED_AT],
        key=lambda one: (one.part.case.agency_id == agency_id, _share(pairs, _pairs(one.item.title)), one.pk),
        reverse=True,
    )
    return [one for one in ranked if _share(pairs, _pairs(one.item.title)) >= LIKE_ENOUGH][:SHOWN]


def _any_of(some: list[str], lookup: str) -> Q:
    found = Q()
    for pair in some:
        found |= Q(**{lookup: pair})
    return found


def _likeness(pairs: frozenset[str], row: DataRequest) -> float:
    return _share(pairs, _pairs(str(row.case.title.get("zh-Hant", ""))))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (min(len(one), len(other)) or 1) if other else 0.0


@lru_cache(maxsize=4_096)  # the central desk compares the same thousand titles on every visit
def _pairs(text: str) -> frozenset[str]:
    """Return pairs of neighbouring characters; what only says “data” or “dataset” does not count."""
    words = "".join(char if char.isalnum() else " " for char in fold(text)).split()
    found = {word[n : n + 2] for word in words for n in range(len(word) - 1)}
    return frozenset(found - {"資料", "料集", "開放", "公開", "相關", "提供", "清單", "名單"})
