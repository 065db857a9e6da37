"""Pages of lists that go by a day or a moment: the cursor names the last row's mark and key, so a page costs what it shows."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db.models import Q

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
_LAST: Final = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _TICK


def cursor(mark: date | datetime, pk: int) -> str:
    """Return the cursor of the page after a row by its day, or by its moment (in microseconds)."""
    said = str((mark - _EPOCH) // _TICK) if isinstance(mark, datetime) else mark.isoformat()
    return f"{said}~{pk}"


def after(given: str, field: str, *, back: bool = False) -> Q:
    """Return what comes after a cursor in a list by `field` and key; everything where it is no cursor.

    `back`: the list goes back in time.
    """
    said, _, key = given.partition("~")
    mark = _mark(said)
    if mark is None or not (key.isascii() and key.isdecimal() and len(key) < 19):
        return Q()
    way = "lt" if back else "gt"
    return Q(**{f"{field}__{way}e": mark}) & (Q(**{f"{field}__{way}": mark}) | Q(**{f"pk__{way}": int(key)}))


def _mark(said: str) -> date | datetime | None:
    if said.isascii() and said.isdecimal():
        return _EPOCH + int(said) * _TICK if len(said) < 19 and int(said) <= _LAST else None
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
