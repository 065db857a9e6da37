"""The dataset as schema.org sees it, for search engines (portals-and-ckan-dcat 4.4). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

SHORTEST: Final = 50  # Google Dataset Search wants a description of 50 to 5,000 characters
LONGEST: Final = 5_000


@dataclass(frozen=True, slots=True)
class Download:
    """One way to get the data."""

    url: str
    media_type: str
    name: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Described:
    """What is told about a dataset; empty values are left out, never filled in."""

    url: str
    identifier: str
    name: str
    description: str
    publisher: str
    publisher_url: str
    licence_url: str = ""
    keywords: Sequence[str] = ()
    published: str = ""
    modified: str = ""
    covers: str = ""
    spatial: str = ""
    version: str = ""
    free: bool | None = None
    variables: Sequence[str] = ()
    downloads: Sequence[Download] = ()
    same_as: Sequence[str] = field(default=())
    catalogue: str = ""


def document(told: Described) -> dict[str, Any]:
    """Return the JSON-LD document."""
    publisher = {"@type": "GovernmentOrganization", "name": told.publisher, "url": told.publisher_url}
    facts: Mapping[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": told.url,
        "url": told.url,
        "identifier": told.identifier,
        "name": told.name,
        "description": _description(told),
        "creator": publisher,
        "publisher": publisher,
        "license": told.licence_url,
        "keywords": list(told.keywords),
        "datePublished": told.published,
        "dateModified": told.modified,
        "temporalCoverage": told.covers,
        "spatialCoverage": told.spatial,
        "version": told.version,
        "isAccessibleForFree": told.free,
        "variableMeasured": list(told.variables),
        "sameAs": list(told.same_as),
        "includedInDataCatalog": {"@type": "DataCatalog", "name": "Springhead 活水", "url": told.catalogue},
        "distribution": [_download(download) for download in told.downloads],
    }
    return {key: value for key, value in facts.items() if value not in ("", [], None)}


def _description(told: Described) -> str:
    text = told.description or told.name
    if len(text) < SHORTEST:
        text = f"{text} {told.publisher}提供的政府開放資料。Open government data of {told.publisher}: {told.name}."
    return text[:LONGEST]


def _download(download: Download) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@type": "DataDownload",
        "contentUrl": download.url,
        "encodingFormat": download.media_type,
        "name": download.name,
    }
    return made | ({"contentSize": str(download.size)} if download.size else {})


def covers(first: object, last: object) -> str:
    """Return ISO 8601 coverage `from/to`, with `..` for an open end; empty when nothing is known."""
    if not first and not last:
        return ""
    return f"{first or '..'}/{last or '..'}"
