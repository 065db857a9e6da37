"""The document of the procedures is what the tables say now."""

from tests.support import parcels

from springhead.config.wiring import CASE_TYPES
from springhead.foundation.cases.procedures import document


def test_the_document_in_the_repository_is_up_to_date(root):
    written = (root / "docs" / "procedures.md").read_text(encoding="utf-8")
    assert written == document(CASE_TYPES), "run: python -m springhead.cli manage procedures --write"


def test_the_document_shows_diagram_labels_rows_and_roles():
    text = document(parcels.case_types())
    assert "```mermaid\nstateDiagram-v2\n" in text
    assert "| `sent` | 狀態sent | sent |" in text
    assert "| `travel` | 動作travel | travel |" in text
    assert "Numbers: `PA-2026-000123`." in text
    assert "Numbers: `under their parent`." in text
    assert "| sent | – | – | travel | ask, travel, note, lose | – |" in text
