"""Case numbers: `DL-2026-000123` per type and year, `DR-2026-000123.1` under a parent."""

from datetime import datetime

from springhead.engine.kernel.now import taipei
from springhead.foundation.cases.models import Case, Series


def next_number(prefix: str, *, parent: Case | None, at: datetime) -> str:
    """Return the next number, without gaps or doubles: the series stays locked until the commit."""
    if not prefix:
        if parent is None:
            raise ValueError("a case type without a prefix needs a parent case")
        return f"{parent.number}.{_next(parent.number)}"
    name = f"{prefix}-{taipei(at).year}"
    return f"{name}-{_next(name):06d}"


def next_numbers(prefix: str, count: int, *, at: datetime) -> list[str]:
    """Return so many numbers in a row, for cases that enter in bulk."""
    name = f"{prefix}-{taipei(at).year}"
    last = _next(name, count)
    return [f"{name}-{n:06d}" for n in range(last - count + 1, last + 1)]


def _next(name: str, count: int = 1) -> int:
    Series.objects.get_or_create(name=name)
    series = Series.objects.select_for_update().get(name=name)
    series.last += count
    series.save(update_fields=["last"])
    return series.last
