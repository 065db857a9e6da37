"""Reading checks. What was found is public; the list shows what somebody's public word points at."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.checks import actions, rules, texts
from springhead.foundation.checks.evidence import Evidence
from springhead.foundation.checks.models import Check, Outcome, Watch
from springhead.foundation.checks.rules import Judgement, Span
from springhead.foundation.checks.vocabulary import ANY, Sort, Wanted
from springhead.foundation.jobs import queries as jobs
from springhead.foundation.jobs.queries import Standing

PAGE: Final = 50
HISTORY: Final = 100  # outcomes of one address that are read at once
SENDABLE: Final = timedelta(days=1)
"""How old a look may be when an answer that rests on it is sent."""


@dataclass(frozen=True, slots=True)
class Watched:
    """An address somebody points at: the watch, its check, what that means to them, since when it is red."""

    watch: Watch
    check: Check
    judgement: Judgement | None
    red_since: datetime | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of watched addresses, the last seen first; `next` is the cursor of the following one."""

    items: list[Check]
    next: str


def check(public_id: str, *, viewer: Actor) -> Check:
    """Return one check by its id. Refused (404) when there is none."""
    del viewer  # what an address delivers to everybody is no secret; unwatched ones are not listed
    found = _rows().filter(public_id=public_id).first()
    if found is None:
        raise Refused(texts.NO_SUCH.at(public_id))
    return found


def again(row: Check) -> Check:
    """Return a check as it is now."""
    return _rows().get(pk=row.pk)


def latest(url: str) -> Check | None:
    """Return the check of an address, None when nobody ever asked; `outcome` is empty until the first look."""
    try:
        key = rules.key_of(rules.address(url))
    except Refused:
        return None
    return _rows().filter(key=key).first()


def of_urls(urls: Iterable[str]) -> dict[str, Check]:
    """Return the checks of these addresses, by the address as given. One query."""
    keys: dict[str, str] = {}
    for url in urls:
        try:
            keys[url] = rules.key_of(rules.address(url))
        except Refused:
            continue
    found = {row.key: row for row in _rows().filter(key__in=set(keys.values()))}
    return {url: found[key] for url, key in keys.items() if key in found}


def spelled(url: str) -> str:
    """Return an address as checks write it. Refused when it is none."""
    return rules.address(url)


def watched_by(subjects: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the links these subjects watch, spelled as checks write them, by subject. One query."""
    rows = Watch.objects.filter(subject__in=list(subjects), check_row__kind=Sort.LINK)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for subject, url in rows.values_list("subject", "check_row__url"):
        found[subject].add(url)
    return {subject: frozenset(urls) for subject, urls in found.items()}


def seen_since(at: datetime) -> Iterator[str]:
    """Yield the addresses looked at since then, in bounded memory."""
    found = Check.objects.filter(seen_at__gte=at).order_by("pk").values_list("url", flat=True)
    yield from found.iterator(chunk_size=500)


def judgement(row: Check, wanted: Wanted = ANY) -> Judgement | None:
    """Return what the last look at an address means to somebody who wants `wanted`; None before the first."""
    if row.outcome is None:
        return None
    return rules.judge(row.url, Evidence.from_json(row.outcome.evidence), wanted)


def hindrances(url: str, wanted: Wanted = ANY, *, at: datetime) -> tuple[Problem, ...]:
    """Return why an address cannot be called open data now; nothing when the machine found that it delivers.

    Without a look of the last day, or while our machine could not decide, that itself is the reason.
    """
    row = latest(url)
    if row is None or row.seen_at is None or row.seen_at < at - SENDABLE:
        return (texts.UNCHECKED.at(url),)
    found = judgement(row, wanted)
    return found.errors if found is not None else (texts.UNCHECKED.at(url),)


def pending(row: Check) -> Standing | None:
    """Return the look that is queued or under way, or None."""
    return jobs.open_with(actions.dedupe(row.public_id))


def history(row: Check, *, limit: int = HISTORY) -> list[Outcome]:
    """Return what looks at an address found, the newest first."""
    return list(row.outcomes.order_by("-id")[:limit])


def of_subject(subject: str) -> list[Watched]:
    """Return every address that `subject` points at, with what its looks mean to it. Two queries."""
    watches = Watch.objects.filter(subject=subject).select_related("check_row__outcome").order_by("id")
    return _judged(list(watches))


def red_since(subject: str) -> datetime | None:
    """Return since when an address that `subject` points at has been red without a break; None while all is well.

    Of several red addresses the earliest counts. Nobody answering counts from the second look in a row on.
    """
    dates = [one.red_since for one in of_subject(subject) if one.red_since is not None]
    return min(dates, default=None)


def listing(*, red: bool, cursor: str, viewer: Actor, limit: int = PAGE) -> Listed:
    """Return a page of watched addresses: red ones by since when, or all by the last look; newest first."""
    del viewer
    by = "red_at" if red else "seen_at"
    rows = _rows().filter(**{"next_at__isnull": False, f"{by}__isnull": False}).filter(_after(by, cursor))
    found = list(rows.order_by(f"-{by}", "-id")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return Listed(found[:limit], f"{getattr(last, by).isoformat()}~{last.pk}" if last else "")


def _after(by: str, cursor: str) -> Q:
    stamp, _, key = cursor.partition("~")
    try:
        at, pk = datetime.fromisoformat(stamp), int(key)
    except ValueError:
        return Q()
    return Q(**{f"{by}__lt": at}) | Q(**{by: at, "pk__lt": pk}) if at.tzinfo else Q()


def _rows() -> QuerySet[Check]:
    return Check.objects.select_related("outcome")


def _judged(watches: list[Watch]) -> list[Watched]:
    spans = _spans({one.check_row_id for one in watches if one.check_row.outcome_id})
    made = []
    for one in watches:
        wanted = Wanted(one.format, tuple(one.fields))
        row = one.check_row
        since = rules.red_since(row.url, spans.get(row.pk, ()), wanted)
        made.append(Watched(one, row, judgement(row, wanted), since))
    return made


def _spans(checks: Iterable[int]) -> Mapping[int, list[Span]]:
    found: defaultdict[int, list[Span]] = defaultdict(list)
    rows: Any = Outcome.objects.filter(check_row_id__in=checks).order_by("-id")[: HISTORY * 10]
    for row in rows:
        found[row.check_row_id].append(Span(Evidence.from_json(row.evidence), row.at, row.looks))
    return found
