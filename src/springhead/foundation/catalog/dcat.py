"""Datasets as DCAT-AP sees them, as JSON-LD (portals-and-ckan-dcat 4.1, 4.2). Pure; what is unknown is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from springhead.engine.kernel.language import LanguageMap

MEDIA: Final = "application/ld+json"
ACCESS: Final = "http://publications.europa.eu/resource/authority/access-right/"
RIGHTS: Final = {"open": "PUBLIC", "on_application": "RESTRICTED", "not_provided": "NON_PUBLIC"}

_A: Final = {"@type": "@id"}
_AT: Final = {"@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
CONTEXT: Final[dict[str, Any]] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcatap": "http://data.europa.eu/r5r/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "dct:license": _A,
    "dct:accessRights": _A,
    "dct:isReferencedBy": _A,
    "dct:issued": _AT,
    "dct:modified": _AT,
    "dcat:landingPage": _A,
    "dcat:accessURL": _A,
    "dcat:downloadURL": _A,
    "dcat:endpointURL": _A,
    "dcat:endpointDescription": _A,
    "dcat:servesDataset": _A,
    "dcat:themeTaxonomy": _A,
    "dcatap:applicableLegislation": _A,
    "skos:closeMatch": _A,
    "skos:inScheme": _A,
    "vcard:hasURL": _A,
}


@dataclass(frozen=True, slots=True)
class Concept:
    """A theme: its address, names, the scheme it stands in, and concepts of others close to it (addresses)."""

    address: str
    names: LanguageMap
    scheme: str
    close_match: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What another noun says of a dataset: its themes, and of high-value data the category and the legal basis.

    `category` and `legislation` (addresses of announcements) are given only while the dataset is what they say.
    """

    themes: Sequence[Concept] = ()
    category: Sequence[Concept] = ()
    legislation: Sequence[str] = ()


NOTHING: Final = Standing()


@dataclass(frozen=True, slots=True)
class Way:
    """One way to the data: a link, or a table served here (then `table` is the address of its API)."""

    address: str
    title: LanguageMap
    media_type: str
    url: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told about a dataset; `modified` and `issued` are ISO instants."""

    address: str
    identifier: str
    title: LanguageMap
    description: LanguageMap
    publisher: str
    publisher_names: LanguageMap
    openness: str
    modified: str
    issued: str = ""
    keywords: Sequence[str] = ()
    licence: str = ""
    landing_page: str = ""
    ways: Sequence[Way] = ()
    standing: Standing = field(default=NOTHING)


def dataset(told: Told) -> dict[str, Any]:
    """Return the node of a dataset with its distributions and services, without the context."""
    standing = told.standing
    return _whole({
        "@id": told.address,
        "@type": "dcat:Dataset",
        "dct:identifier": told.identifier,
        "dct:title": _said(told.title),
        "dct:description": _said(told.description or told.title),
        "dct:publisher": {"@id": told.publisher, "@type": "foaf:Agent", "foaf:name": _said(told.publisher_names)},
        "dcat:contactPoint": _contact(told),
        "dct:accessRights": f"{ACCESS}{RIGHTS[told.openness]}" if told.openness in RIGHTS else "",
        "dct:issued": told.issued,
        "dct:modified": told.modified,
        "dcat:keyword": list(told.keywords),
        "dcat:landingPage": [one for one in (told.address, told.landing_page) if one],
        "dcat:theme": [concept(one) for one in standing.themes],
        "dcatap:hvdCategory": [concept(one) for one in standing.category],
        "dcatap:applicableLegislation": list(standing.legislation),
        "dcat:distribution": [_distribution(told, way) for way in told.ways],
    })  # fmt: skip


def concept(one: Concept) -> dict[str, Any]:
    """Return the node of a theme."""
    return _whole(
        {
            "@id": one.address,
            "@type": "skos:Concept",
            "skos:prefLabel": _said(one.names),
            "skos:inScheme": one.scheme,
            "skos:closeMatch": list(one.close_match),
        }
    )


def _distribution(told: Told, way: Way) -> dict[str, Any]:
    return _whole({
        "@id": way.address,
        "@type": "dcat:Distribution",
        "dct:title": _said(way.title or told.title),
        "dcat:accessURL": way.url or told.address,
        "dcat:downloadURL": way.url,
        "dct:format": way.media_type,
        "dct:license": told.licence,
        "dcatap:applicableLegislation": list(told.standing.legislation),
        "dcat:accessService": _service(told, way) if way.table else {},
    })  # fmt: skip


def _service(told: Told, way: Way) -> dict[str, Any]:
    """Return the API of a served table, with its OpenAPI document."""
    return _whole({
        "@id": way.table,
        "@type": "dcat:DataService",
        "dct:title": _said(way.title or told.title),
        "dcat:endpointURL": f"{way.table}/rows",
        "dcat:endpointDescription": f"{way.table}/openapi.json",
        "dcat:servesDataset": told.address,
        "dcat:contactPoint": _contact(told),
        "dct:license": told.licence,
        "dcatap:hvdCategory": [{"@id": one.address} for one in told.standing.category],
        "dcatap:applicableLegislation": list(told.standing.legislation),
    })  # fmt: skip


def _contact(told: Told) -> dict[str, Any]:
    """Return whom to ask: the agency by its page, never a person."""
    return {"@type": "vcard:Kind", "vcard:fn": _said(told.publisher_names), "vcard:hasURL": told.publisher}


def document(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return a node as a document of its own."""
    return {"@context": CONTEXT, **node}


def _said(names: LanguageMap) -> list[dict[str, str]]:
    return [{"@language": lang, "@value": text} for lang, text in names.items() if text]


def _whole(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if value not in ("", [], {}, None)}
