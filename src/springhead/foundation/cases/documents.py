"""The official document (公文) an answer, a ruling or an announcement goes out with. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from springhead.foundation.cases.reading import Data, day, text


@dataclass(frozen=True, slots=True)
class Document:
    """An official document: its number (公文文號), its date, and where it can be read."""

    number: str = ""
    on: date | None = None
    address: str = ""


NO_DOCUMENT: Final = Document()


def document(data: Data) -> Document:
    """Read the official document: an object `document`, or `document_number`, `_on`, `_address` of a form."""
    given = data.get("document")
    if isinstance(given, Mapping):
        data = {f"document_{name}": value for name, value in given.items()}
    return Document(
        text(data, "document_number", 80), day(data, "document_on"), text(data, "document_address", 1000)
    )
