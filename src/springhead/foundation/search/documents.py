"""What the index is fed with. A noun turns its records into these; the index never asks the database."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

# Facets in the order the page shows them; each is a field of the document.
FACETS: Final = ("agency", "format", "category", "openness", "stage", "frequency", "licence", "check")


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One findable thing.

    `id` is its public id. `title`, `agency_name` are language maps. `facets` maps a facet to its values
    (codes; the page knows their names). `weight` ≥ 0 raises a document among equally good matches
    (a served table 3, with rows that are fetched often more). `shown` is what a result line needs, stored
    in the index so that a page of results asks no database.
    """

    id: str
    title: Mapping[str, str]
    body: str = ""
    keywords: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    agency_name: Mapping[str, str] = field(default_factory=dict)
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weight: float = 0.0
    updated: int = 0  # seconds since 1970 of the last change, for sorting
    shown: Mapping[str, Any] = field(default_factory=dict)

    def as_stored(self) -> dict[str, Any]:
        """Return what a result line shows."""
        return {"id": self.id, "title": dict(self.title), "agency_name": dict(self.agency_name), **self.shown}


def as_json(document: SearchDocument) -> dict[str, Any]:
    """Return the document as plain data."""
    return asdict(document)
