"""The official document of a command is read from a form as from JSON."""

from datetime import date

import pytest

from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.documents import NO_DOCUMENT, Document, document

DAY = date(2026, 3, 2)


def test_a_document_is_read_from_a_form_and_from_json_alike():
    told = Document("水開字第 1 號", DAY, "https://example.org/1")
    form = {
        "document_number": " 水開字第 1 號 ",
        "document_on": "2026-03-02",
        "document_address": "https://example.org/1",
    }
    json = {"document": {"number": "水開字第 1 號", "on": "2026-03-02", "address": "https://example.org/1"}}
    assert document(form) == document(json) == told
    assert document({}) == document({"document": {}}) == NO_DOCUMENT


def test_a_date_that_is_none_is_refused_by_its_place():
    with pytest.raises(Refused) as error:
        document({"document": {"number": "1", "on": "昨天"}})
    assert [problem.where for problem in error.value.problems] == ["document_on"]
