"""Everything that writes checks: asking for a look, noting what it found, watching and no longer watching."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.failpoints import reach
from springhead.engine.kernel.problems import Refused
from springhead.foundation.checks import looking, rules, texts
from springhead.foundation.checks.evidence import Evidence
from springhead.foundation.checks.models import Allowance, Check, Outcome, Watch
from springhead.foundation.checks.vocabulary import ANY, Sort, Verdict, Wanted
from springhead.foundation.jobs.actions import enqueue
from springhead.foundation.jobs.models import Lane
from springhead.foundation.jobs.queries import backlog, open_with
from springhead.foundation.ui.formats import moment

LOOK: Final = "checks.look"
HOURLY: Final = 120  # looks one person or key may ask for in an hour
SHORTEST: Final = timedelta(seconds=20)  # between two looks that people ask for
PER_HOST: Final = 20  # addresses of one host queued by one sweep, a minute's work at a second's pause
SPREAD: Final = 7_200  # seconds over which the rest of a crowded host is put off
BACKLOG: Final = 2_000  # looks that wait for a worker; above it the sweep adds none


def request_check(url: str, *, by: Actor, at: datetime, anew: bool = False, sort: Sort = Sort.LINK) -> Check:
    """Return the check of an address, queueing a look unless the last one is at most ten minutes old.

    `anew` looks again all the same (after somebody mended the site). Whether a look is under way is
    `queries.is_pending`. Raises `Refused`: no usable address, not reachable from here, allowance used up.
    """
    spelled = rules.address(url)
    looking.reachable(spelled)
    with transaction.atomic():
        check = _of(spelled, at, sort)
        fresh = SHORTEST if anew else rules.FRESH
        if (check.seen_at and check.seen_at > at - fresh) or open_with(dedupe(check.public_id)):
            return check
        _use_allowance(by, at)
        queue(check.public_id)
    return check


def queue(public_id: str) -> None:
    """Let a worker look at the address of a check; once at a time, and never behind the reading of a large file."""
    enqueue(LOOK, {"check": public_id}, lane=Lane.LOOK, dedupe=dedupe(public_id), max_attempts=3)


def dedupe(public_id: str) -> str:
    """Return the dedupe key of the look at a check."""
    return f"check:{public_id}"


@transaction.atomic
def watch(url: str, subject: str, *, wanted: Wanted = ANY, at: datetime, sort: Sort = Sort.LINK) -> Check:
    """Look at an address every day from now on, because `subject` (public id, case number) points at it.

    Watching twice changes what is wanted. The first look of an address never seen comes within the hour.
    Raises `Refused` for what is no usable address.
    """
    check = _of(rules.address(url), at, sort)
    wishes = {"format": wanted.format[:24], "fields": list(wanted.fields)}
    Watch.objects.update_or_create(
        check_row=check, subject=subject, defaults=wishes, create_defaults={**wishes, "since": at}
    )
    if check.next_at is None:
        soon = at + timedelta(seconds=int(check.key[8:16], 16) % 3_600)
        check.next_at = rules.slot(check.key, at) if check.seen_at else soon
        check.save(update_fields=["next_at"])
    return check


@transaction.atomic
def unwatch(subject: str, *, url: str = "", sort: Sort = Sort.LINK) -> int:
    """Stop looking for the sake of `subject` at one address, or at all of them; returns how many."""
    mine = Watch.objects.filter(subject=subject)
    if url:
        mine = mine.filter(check_row__key=rules.key_of(rules.address(url), sort))
    checks = list(mine.values_list("check_row_id", flat=True))
    gone, _ = mine.delete()
    Check.objects.filter(pk__in=checks, watches=None).update(next_at=None)
    return gone


def queue_due(at: datetime) -> int:
    """Queue the watched addresses whose time has come; returns how many.

    No more than the budget of the installation, and of one host no more than `PER_HOST`; the rest of a crowded host is
    put off and spread, so that no host holds up the others. What is queued comes again at its next second of the day.
    """
    budget = min(settings.SPRINGHEAD.link_looks, BACKLOG - backlog(Lane.LOOK))
    if budget <= 0:
        return 0
    due = list(Check.objects.filter(next_at__lte=at).order_by("next_at", "pk")[:budget])
    hosts: Counter[str] = Counter()
    queued: list[Check] = []
    for check in due:
        host = urlsplit(check.url).hostname or ""
        hosts[host] += 1
        if hosts[host] <= PER_HOST:
            check.next_at = rules.slot(check.key, at)
            queued.append(check)
        else:
            check.next_at = at + timedelta(seconds=60 + int(check.key[8:16], 16) % SPREAD)
    with transaction.atomic():
        Check.objects.bulk_update(due, ["next_at"])
        for check in queued:
            queue(check.public_id)
    return len(queued)


@transaction.atomic
def note(public_id: str, seen: Evidence, *, at: datetime) -> Outcome:
    """Write down what a look found: as one more look of the same, or as something new."""
    check = Check.objects.select_for_update(of=("self",)).select_related("outcome").get(public_id=public_id)
    judged = rules.judge(check.url, seen)
    mark = rules.mark(check.url, seen)
    outcome = check.outcome
    if outcome is not None and outcome.mark == mark:
        Outcome.objects.filter(pk=outcome.pk).update(seen_at=at, looks=F("looks") + 1)
    else:
        outcome = Outcome.objects.create(
            check_row=check,
            verdict=judged.verdict,
            codes=[one.code for one in judged.problems],
            evidence=seen.as_json(),
            mark=mark,
            at=at,
            seen_at=at,
        )
    reach("checks.noted")
    check.outcome, check.verdict, check.seen_at = outcome, judged.verdict, at
    if judged.verdict is not Verdict.UNKNOWN:
        check.misses = check.misses + 1 if judged.verdict is Verdict.UNREACHABLE else 0
    counts = judged.red and (judged.verdict is not Verdict.UNREACHABLE or check.misses >= rules.MISSES)
    check.red_at = (check.red_at or at) if counts else None
    if check.next_at is not None:
        check.next_at = rules.next_look(check.key, judged.verdict, check.misses, at)
    check.save(update_fields=["outcome", "verdict", "seen_at", "red_at", "misses", "next_at"])
    return outcome


def watch_all(
    urls: Iterable[str], subject: str, *, wanted: Wanted = ANY, at: datetime, sort: Sort = Sort.LINK
) -> tuple[list[Check], list[str]]:
    """Watch what can be watched; returns the checks, and the addresses that are none."""
    watched: list[Check] = []
    refused: list[str] = []
    for url in urls:
        try:
            watched.append(watch(url, subject, wanted=wanted, at=at, sort=sort))
        except Refused:
            refused.append(url)
    return watched, refused


def _of(spelled: str, at: datetime, sort: Sort) -> Check:
    key = rules.key_of(spelled, sort)
    check, _ = Check.objects.get_or_create(key=key, defaults={"url": spelled, "made_at": at, "kind": sort})
    return check


def _use_allowance(by: Actor, at: datetime) -> None:
    hour = at.replace(minute=0, second=0, microsecond=0)
    Allowance.objects.bulk_create([Allowance(actor=by.id[:40], hour=hour)], ignore_conflicts=True)
    mine = Allowance.objects.filter(actor=by.id[:40], hour=hour)
    if not mine.filter(used__lt=HOURLY).update(used=F("used") + 1):
        until = moment(hour + timedelta(hours=1), "en")
        raise Refused(texts.TOO_MANY.at(limit=HOURLY, until=until))
