"""Barriers to use: datasets listed here whose addresses elsewhere do not give data to programs, and how to mend each.

A dataset is barred while its link checks are red (`links.judge`): login, CAPTCHA, a refusal of programs or countries, a
broken certificate chain, an address that holds for one session, a query page instead of a file, or nobody there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, QuerySet

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import LanguageMap, pick
from springhead.foundation.agencies.models import Agency
from springhead.foundation.agencies.registry import Panel
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Verdict
from springhead.foundation.checks import queries as checks
from springhead.foundation.checks import showing
from springhead.foundation.checks.showing import Shown

PAGE: Final = 25
MOST_LINKS: Final = 10  # of one dataset
TITLE: Final[LanguageMap] = {"zh-Hant": "使用障礙", "en": "Barriers to use"}
HEAD: Final = ("資料集識別碼", "資料集", "機關", "網址", "查驗結果", "原因", "怎麼修", "自何時", "最近查驗")


@dataclass(frozen=True, slots=True)
class Barred:
    """A dataset with its addresses that give no data, each with reasons and remedies."""

    dataset: Dataset
    links: list[Shown]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of barred datasets; `next` is empty on the last one."""

    items: list[Barred]
    next: str


def barred(agencies: Sequence[str] = ()) -> QuerySet[Dataset]:
    """Return the barred datasets everybody may see, of some agencies (public ids) or all; the latest change first."""
    rows = Dataset.objects.filter(verdict=Verdict.BROKEN, visible=True, stage="listed").select_related(
        "agency"
    )
    rows = rows.filter(agency__public_id__in=list(agencies)) if agencies else rows
    return rows.order_by("-pk")


def listing(agencies: Sequence[str] = (), *, cursor: str = "", limit: int = PAGE) -> Page:
    """Return a page of barred datasets with what was found at their addresses. Three queries."""
    rows = barred(agencies)
    if cursor.isdecimal():
        rows = rows.filter(pk__lt=int(cursor))
    found = list(rows.prefetch_related("distributions")[: limit + 1])
    more = str(found[limit - 1].pk) if len(found) > limit else ""
    return Page(_with_links(found[:limit]), more)


def _with_links(rows: Sequence[Dataset]) -> list[Barred]:
    urls = {row.pk: [one.url for one in row.distributions.all() if one.url][:MOST_LINKS] for row in rows}
    known = checks.of_urls(url for some in urls.values() for url in some)
    red = {url: row for url, row in known.items() if row.red_at is not None}
    told = dict(zip(red, showing.settled(red.values()), strict=True))
    return [Barred(row, [told[url] for url in urls[row.pk] if url in told]) for row in rows]


def count(agencies: Sequence[str]) -> int:
    """Return how many datasets of some agencies (public ids) are barred. One query."""
    return barred(agencies).count() if agencies else 0


def by_agency() -> list[tuple[Agency, int]]:
    """Return the agencies with the most barred datasets, with how many. Two queries."""
    counted = dict(
        barred()
        .order_by()
        .values_list("agency")
        .annotate(n=Count("pk"))
        .order_by("-n")
        .values_list("agency", "n")[:50]
    )
    rows = Agency.objects.in_bulk(list(counted))
    return [(rows[pk], n) for pk, n in counted.items() if pk in rows]


def rows_of(agencies: Sequence[str] = ()) -> Iterator[list[str]]:
    """Yield every barred address as a sheet, the head first; in bounded memory."""
    yield list(HEAD)
    cursor = ""
    while True:
        page = listing(agencies, cursor=cursor, limit=200)
        for one in page.items:
            for link in one.links:
                yield _row(one.dataset, link)
        cursor = page.next
        if not cursor:
            return


def _row(dataset: Dataset, link: Shown) -> list[str]:
    reasons = [one for one in link.reasons if one.error]
    red, seen = link.check.red_at, link.check.seen_at
    return [
        dataset.public_id,
        dataset.name,
        pick(dataset.agency.names, "zh-Hant"),
        link.check.url,
        pick(link.word, "zh-Hant"),
        "；".join(pick(one.message, "zh-Hant") for one in reasons),
        "；".join(pick(one.remedy, "zh-Hant") for one in reasons),
        red.isoformat() if red else "",
        seen.isoformat() if seen else "",
    ]


def as_json(one: Barred) -> dict[str, object]:
    """Return a barred dataset as plain data."""
    return {
        "dataset": one.dataset.public_id,
        "title": dict(one.dataset.title),
        "agency": one.dataset.agency.public_id,
        "links": [
            {
                "check": link.check.public_id,
                "url": link.check.url,
                "verdict": link.check.verdict,
                "reasons": [
                    {"code": each.code, "message": dict(each.message), "remedy": dict(each.remedy)}
                    for each in link.reasons
                ],
                "since": link.check.red_at.isoformat() if link.check.red_at else None,
            }
            for link in one.links
        ],
    }


def of_agency(agency: Agency, _viewer: Actor) -> Panel | None:
    """Return how many datasets of an agency are barred, for its page; None when none is. One query."""
    n = count([agency.public_id])
    return (
        Panel(TITLE, "catalog/parts/barriers_panel.html", {"n": n, "agency": agency.public_id}) if n else None
    )


def of_desk(_viewer: Actor, agencies: Sequence[str]) -> Panel | None:
    """Return how many datasets of this person's agencies are barred; None when none is. One query."""
    n = count(agencies)
    return Panel(TITLE, "catalog/parts/barriers_panel.html", {"n": n, "mine": True}) if n else None
