"""What one look at an address found: facts only, as they are kept, sealed and shown. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from springhead.engine.kernel.problems import Problem, kind
from springhead.foundation.checks.vocabulary import Page

MOST_FIELDS: Final = 200
LONGEST: Final = 300  # characters of any text that came from outside


@dataclass(frozen=True, slots=True)
class Evidence:
    """One look. What was not seen is empty.

    `kind` is the format told by the bytes (`csv`, `xlsx`, `html`, `pdf`, …), `media` what the server called it.
    `page` says what sort of page came, `title` what it calls itself, `offers` which files it links to.
    `fields` are names as published; `fields_read` tells that they were looked for. `rows` counts those in the
    part that was read, None when nothing was. `trouble` is what stopped the look or the reading, as data.
    `status` is 0 when no answer came. `elapsed` is in milliseconds, `wait` the seconds the server asks us to wait.
    """

    status: int = 0
    final: str = ""
    media: str = ""
    name: str = ""
    size: int | None = None
    whole: bool = False
    kind: str = ""
    first: str = ""
    page: Page = Page.NONE
    title: str = ""
    offers: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    fields_read: bool = False
    rows: int | None = None
    digest: str = ""
    elapsed: int = 0
    wait: int = 0
    trouble: Mapping[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the evidence as plain data."""
        return {
            **asdict(self),
            "page": str(self.page),
            "offers": list(self.offers),
            "fields": list(self.fields),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Evidence":
        """Read what `as_json` wrote; keys unknown here are left aside."""
        known = {name: value for name, value in data.items() if name in cls.__dataclass_fields__}
        lists = {name: tuple(known.get(name, ())) for name in ("offers", "fields")}
        return cls(**{**known, **lists, "page": Page(known.get("page", ""))})

    @property
    def problem(self) -> Problem | None:
        """The trouble as a problem; None without one, or when its kind is gone."""
        if not self.trouble:
            return None
        try:
            return Problem(kind(self.trouble["code"]), self.trouble["where"], self.trouble["params"])
        except KeyError:
            return None

    def with_trouble(self, problem: Problem) -> "Evidence":
        """Return the evidence with what stopped it."""
        return replace(self, trouble=as_data(problem))


def as_data(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain data, short enough to keep."""
    params = {name: _plain(value) for name, value in problem.params.items()}
    return {"code": problem.code, "where": problem.where[:LONGEST], "params": params}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): str(text)[:LONGEST] for name, text in value.items()}
    return value if isinstance(value, int | float | bool) or value is None else str(value)[:LONGEST]
