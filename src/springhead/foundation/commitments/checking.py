"""The machine's look at a promise: is the published dataset what was promised, and is it still?"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from springhead.engine.kernel.actors import machine
from springhead.engine.kernel.fold import fold
from springhead.engine.kernel.now import now, taipei
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.fire import fire
from springhead.foundation.catalog.models import Dataset, Distribution
from springhead.foundation.catalog.vocabulary import Stage
from springhead.foundation.commitments import elsewhere, release
from springhead.foundation.commitments.commands import Relapse, Verify
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.commitments.needs import is_red
from springhead.foundation.commitments.rules import Facts
from springhead.foundation.ledger.entries import Entry

CHECKER: Final = machine("commitments")
BATCH: Final = 500


def facts_of(row: Commitment, today: date) -> Facts:
    """Return what the published dataset has of what was promised, here or at its addresses. Five queries at most."""
    dataset = Dataset.objects.get(pk=row.dataset_id)
    if dataset.visible and dataset.stage == Stage.LISTED:
        return _facts_elsewhere(row, dataset, today)
    served = dataset.visible and dataset.stage == Stage.SERVED
    checked = release.lines(row, dataset)
    have = {fold(name) for name in _columns(dataset)} if served and row.items else set()
    return Facts(
        today=today,
        due=row.due_on,
        dataset=dataset.stage != Stage.WITHDRAWN,
        served=served,
        missing=tuple(name for name in row.items if fold(name) not in have) if served else (),
        format_missing=row.format if served and row.format and not _offers(dataset, row.format) else "",
        red_since=None if served and not is_red(checked) else (row.red_since or today),
        settled=row.settled_at is not None,
        checked=checked,
    )


def _facts_elsewhere(row: Commitment, dataset: Dataset, today: date) -> Facts:
    found = elsewhere.delivered(row)
    checked = release.lines(row, dataset)
    red = row.red_since or today
    since = found.red_since if dataset.resources > 0 else red
    return Facts(
        today=today,
        due=row.due_on,
        dataset=True,
        served=found.data,
        missing=found.missing,
        format_missing=found.format_missing,
        red_since=since or (red if is_red(checked) else None),
        settled=row.settled_at is not None,
        checked=checked,
    )


def _columns(dataset: Dataset) -> Iterable[str]:
    """Yield the names, and the names for programs, of the columns that are served now."""
    tables = Distribution.objects.filter(dataset=dataset, current__isnull=False).select_related("current")
    for one in tables:
        assert one.current is not None
        for column in one.current.columns:
            yield from (str(column["name"]), str(column["alias"]))


def _offers(dataset: Dataset, form: str) -> bool:
    return form.upper() in {one.upper() for one in dataset.formats}


def follow(entries: Sequence[Entry]) -> None:
    """Close the promises that these events of the ledger may have fulfilled, and reopen those they hurt."""
    names = {str(name) for entry in entries for name in (entry.subject, entry.public.get("dataset") or "")}
    names = {name for name in names if name.startswith("ds_")}
    concerned = Commitment.objects.filter(dataset__public_id__in=names).select_related("case", "dataset")
    for row in concerned.filter(state__in=("pending", "late", "delivered")):
        look(row, at=now())


def look(row: Commitment, *, at: datetime) -> None:
    """Look at one promise and move it where the facts say so; they are gathered anew behind the lock."""
    elsewhere.watch(row, at=at)
    found = facts_of(row, taipei(at).date())
    if row.is_open:
        if found.holds:
            _move(row, Verify(), at)
        return
    _remember(row, found)
    if row.case.state == "delivered" and facts_of(row, found.today).gone_bad:
        _move(row, Relapse(), at)


def _remember(row: Commitment, found: Facts) -> None:
    """Note since when a delivered dataset gives nothing; it may come back within thirty days."""
    if found.red_since != row.red_since:
        row.red_since = found.red_since
        row.save(update_fields=["red_since"])


def look_back(at: datetime) -> int:
    """Look at every delivered promise and every open one, as the daily job does; returns how many."""
    rows = Commitment.objects.filter(state__in=("pending", "late", "delivered"))
    count = 0
    for row in rows.select_related("case", "dataset").order_by("pk").iterator(chunk_size=BATCH):
        look(row, at=at)
        count += 1
    return count


def _move(row: Commitment, command: Verify | Relapse, at: datetime) -> None:
    try:
        fire(row.case.number, command, by=CHECKER, at=at)
    except Refused:
        return  # moved on meanwhile, or the facts changed behind the lock: the next look sees it
