"""How a released dataset does: use, quality, freshness, promise. Written down when a review begins."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Min, Q

from springhead.engine.kernel.now import taipei
from springhead.foundation.catalog import records
from springhead.foundation.catalog.models import Dataset, Snapshot
from springhead.foundation.checks import queries as checks
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.quality.models import QualityReport
from springhead.foundation.usage.queries import use_by_month
from springhead.procedures.high_value import policy
from springhead.procedures.high_value import scorecard_rules as rules
from springhead.procedures.high_value.models import Nomination
from springhead.procedures.high_value.scorecard_rules import Facts, Line

MONTHS: Final = 12
DOWNLOADS: Final = ("export", "file")
CALLS: Final = ("rows", "aggregate")


def of(row: Nomination, *, at: datetime) -> dict[str, Any]:
    """Return the scorecard of a nomination's dataset at an instant, as plain data in both languages. Eight queries at most.

    `groups` are use, quality, freshness and promise, each with its worst verdict and its lines; `months` the uses
    (downloads and API calls) of the last twelve months.
    """
    facts = gather(row, at=at)
    groups = [_group(name, list(make(facts))) for name, make in rules.GROUPS.items()]
    return {
        "at": at.isoformat(),
        "dataset": row.dataset.public_id,
        "months": [{"month": month, "uses": uses} for month, uses in facts.months.items()],
        "groups": groups,
    }


def _group(name: str, lines: list[Line]) -> dict[str, Any]:
    verdict = rules.worst(lines)
    return {
        "code": name,
        "name": dict(rules.NAMES[name]),
        "verdict": str(verdict),
        "word": dict(rules.VERDICTS[verdict]),
        "lines": [
            {
                "code": one.code,
                "name": dict(one.label),
                "value": one.value,
                "verdict": str(one.verdict),
                "word": dict(rules.VERDICTS[one.verdict]),
                "said": dict(one.said),
            }
            for one in lines
        ],
    }


def gather(row: Nomination, *, at: datetime) -> Facts:
    """Gather what the lines are made of."""
    today = taipei(at).date()
    dataset = Dataset.objects.get(pk=row.dataset_id)
    tables = list(dataset.distributions.values_list("table_id", "current_id"))
    said = records.frequency_of(dataset)
    promised = Commitment.objects.filter(case=row.promise_id).select_related("case").first()
    return Facts(
        today=today,
        hosted=any(current for _table, current in tables),
        checks=dataset.verdict,
        findings=dataset.findings,
        interval=said.interval,
        interval_said={"zh-Hant": said.words("zh-Hant"), "en": said.words("en")} if said.known else {},
        last_update=taipei(dataset.last_published).date() if dataset.last_published else None,
        red_since=_red_since(promised),
        many=policy.values()["review"]["reports"],
        **_use([dataset.public_id, *(table for table, _current in tables)], today),
        **_reports(dataset, at),
        **_updates(dataset, at),
        **_promise(promised),
    )


def _use(subjects: list[str], today: date) -> dict[str, Any]:
    first = _months(today)[0]
    counts = use_by_month(subjects, since=first)
    months = {f"{month:%Y-%m}": 0 for month in _months(today)}
    told = {"downloads": 0, "calls": 0, "views": 0}
    for (month, kind), n in counts.items():
        name = "downloads" if kind in DOWNLOADS else "calls" if kind in CALLS else ""
        if name:
            told[name] += n
            months[f"{month:%Y-%m}"] += n
        elif kind == "page":
            told["views"] += n
    recent = [
        uses for month, uses in months.items() if date.fromisoformat(f"{month}-01") > today - rules.QUIET
    ]
    return {**told, "months": months, "quiet": not any(recent)}


def _months(today: date) -> list[date]:
    """Return the first days of the last twelve months, this one last."""
    at = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(at - MONTHS + 1, at + 1)]


def _reports(dataset: Dataset, at: datetime) -> dict[str, Any]:
    still = Q(is_open=True)
    found: dict[str, Any] = QualityReport.objects.filter(dataset=dataset).aggregate(
        reports=Count("id"),
        open_reports=Count("id", filter=still),
        late_reports=Count("id", filter=still & Q(case__next_due__lte=at)),
    )
    return found


def _updates(dataset: Dataset, at: datetime) -> dict[str, Any]:
    """Count the days' versions of twelve months; several tables published together are one update."""
    begun = at - timedelta(days=365)
    mine = Snapshot.objects.filter(distribution__dataset=dataset)
    found = mine.aggregate(
        first=Min("published_at"),
        updates=Count("id", filter=Q(published_at__gt=begun)),
        tables=Count("distribution", filter=Q(published_at__gt=begun), distinct=True),
    )
    since = max(found["first"], begun) if found["first"] else None
    return {
        "updates": round(found["updates"] / (found["tables"] or 1)),
        "since": taipei(since).date() if since else None,
    }


def _promise(row: Commitment | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {
        "promised_on": row.promised_on,
        "due_on": row.due_on,
        "delivered_on": taipei(row.delivered_at).date() if row.delivered_at else None,
        "slips": row.slips,
        "broken": row.broken_why,
    }


def _red_since(row: Commitment | None) -> date | None:
    """Return since when the dataset does not give what was promised: by the promise, else by its watched addresses."""
    since = checks.red_since(row.number if row else "")
    return row.red_since if row and row.red_since else taipei(since).date() if since else None
