"""What somebody asks for when they want an address told; forms and JSON go through the same `parse`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class MakeHook:
    """Tell `url` of one `subject` (empty: of everything), of some `events` (none: of all), for an agency or oneself."""

    url: str
    subject: str = ""
    events: tuple[str, ...] = ()
    agency: str = ""

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Self:
        """Read the payload; what is wrong with it says `rules.problems`."""
        return cls(
            _text(data, "url"), _text(data, "subject"), _words(data.get("events")), _text(data, "agency")
        )


def _text(data: Mapping[str, Any], name: str) -> str:
    return str(data.get(name) or "").strip()


def _words(given: Any) -> tuple[str, ...]:
    words = given.replace(",", " ").split() if isinstance(given, str) else [str(one) for one in given or ()]
    return tuple(dict.fromkeys(one.strip() for one in words if one.strip()))
