"""When a class is looked at again: from `content/openness/policy.toml`, its expiry and its grounds' articles."""

import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from springhead import content
from springhead.foundation.catalog import codes


@cache
def policy() -> dict[str, Any]:
    """Return the policy values officials review."""
    return tomllib.loads(
        (Path(content.__file__).parent / "openness" / "policy.toml").read_text(encoding="utf-8")
    )


def next_day(
    openness: str, grounds: Iterable[str], expires_on: date | None, *, today: date, shared: bool = False
) -> date | None:
    """Return the day of the next review, always after today; None when nothing calls for one by itself."""
    days = policy()["review"]
    periods = [days.get(openness, 0), days["shared"] if shared else 0]
    known = codes.grounds()
    ends = [known[code].valid_to for code in grounds if code in known]
    wanted = [today + timedelta(days=period) for period in periods if period]
    wanted += [day for day in (expires_on, *ends) if day is not None]
    return max(min(wanted), today + timedelta(days=1)) if wanted else None
