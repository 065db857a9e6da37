"""Values officials review: `content/high_value/policy.toml`."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from springhead import content


@cache
def values() -> dict[str, Any]:
    """Return the policy values."""
    path = Path(content.__file__).parent / "high_value" / "policy.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def windows() -> dict[str, int]:
    """Return the fewest days of a cycle's windows."""
    found: dict[str, int] = values()["windows"]
    return found
