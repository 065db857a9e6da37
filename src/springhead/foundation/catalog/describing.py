"""The dataset in schema.org's words, for the page."""

from typing import Any

from django.conf import settings
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe

from springhead.engine.kernel.language import pick
from springhead.foundation.catalog import codes, jsonld
from springhead.foundation.catalog.models import Distribution
from springhead.foundation.catalog.queries import Sheet

COLUMNS: int = 200


def jsonld_of(sheet: Sheet, lang: str) -> dict[str, Any]:
    """Return the JSON-LD document of a dataset."""
    found, current = sheet.dataset, sheet.current
    address = settings.SPRINGHEAD.address
    licence = codes.licences().get(found.licence)
    return jsonld.document(
        jsonld.Described(
            url=f"{address}/datasets/{found.public_id}",
            identifier=found.public_id,
            name=pick(found.title, lang),
            description=pick(found.description, lang),
            publisher=found.agency.name(lang),
            publisher_url=f"{address}/agencies/{found.agency.public_id}",
            licence_url=licence.url if licence else "",
            keywords=found.keywords,
            published=found.issued.isoformat() if found.issued else "",
            modified=(found.last_published or found.modified).isoformat(),
            covers=jsonld.covers(found.covers_from, found.covers_to),
            spatial=found.spatial,
            version=str(current.number) if current else "",
            free={"free": True, "paid": False}.get(found.cost),
            variables=[column["name"] for column in current.columns[:COLUMNS]] if current else [],
            downloads=_downloads(sheet, address),
            same_as=[found.landing_page] if found.landing_page else [],
            catalogue=address,
        )
    )


def _downloads(sheet: Sheet, address: str) -> list[jsonld.Download]:
    made = [_table(table, address) for table in sheet.tables]
    made += [
        jsonld.Download(one.url, codes.media_type(one.format), one.format or "link")
        for one in sheet.elsewhere[:50]
    ]
    return made


def _table(table: Distribution, address: str) -> jsonld.Download:
    return jsonld.Download(f"{address}/api/v1/tables/{table.table_id}/export.csv", "text/csv", "CSV")


def script(document: dict[str, Any]) -> SafeString:
    """Return a JSON-LD script element: `json_script` escapes what could end it; browsers do not execute this type."""
    made = json_script(document)
    return mark_safe(str(made).replace('type="application/json"', 'type="application/ld+json"', 1))  # noqa: S308  escaped above


def jsonld_script(sheet: Sheet, lang: str) -> SafeString:
    """Return the script element of a dataset's page."""
    return script(jsonld_of(sheet, lang))
