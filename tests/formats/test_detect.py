"""A file is what its content says, whatever its name."""

import gzip
import io
import zipfile

import openpyxl
import pytest

from springhead.engine.kernel.problems import Refused, Severity
from springhead.engine.tables.formats import detect, extension_finding


def kind(tmp_path, content: bytes, name: str = "data.csv") -> str:
    path = tmp_path / "upload"
    path.write_bytes(content)
    return detect(path, name)


def packed(**entries: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a,b\n1,2\n", "csv"),
        ("縣市,人數\n臺北市,3\n".encode("cp950"), "csv"),
        ("縣市\t人數\n".encode("utf-16"), "csv"),
        ("county\tpeople\nTaipei\t3\n".encode("utf-16-le"), "csv"),
        (b'[{"a": 1}]', "json"),
        (b'\xef\xbb\xbf{\n "a": []}', "json"),
        (b'{"a": 1}\n{"a": 2}\n', "ndjson"),
        (b"[1, 2]\n[3, 4]\n", "ndjson"),
        (b'{"type": "FeatureCollection", "features": []}', "geojson"),
        (b'<?xml version="1.0"?><root><r/></root>', "xml"),
        (b"<!-- note --><root/>", "xml"),
        (b'<kml xmlns="http://www.opengis.net/kml/2.2"/>', "kml"),
        (b"PAR1xxxxPAR1", "parquet"),
        (gzip.compress(b"a,b\n", mtime=0), "gzip"),
        (packed(**{"a.csv": b"a,b"}), "zip"),
        (packed(**{"doc.kml": b"<kml/>"}), "kmz"),
        (packed(**{"x.shp": b"", "x.dbf": b""}), "shp"),
        (packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (packed(**{"[Content_Types].xml": b"", "xl__workbook.xml": b""}), "xlsx"),
        ("名稱：甲\n地址：乙\n電話：丙\n".encode(), "csv"),
        (b"time: value\n" * 9, "csv"),
        (b"[remark] this is a title\na,b\n", "csv"),
    ],
)
def test_formats_are_told_by_content(tmp_path, content, expected):
    assert kind(tmp_path, content) == expected


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"%PDF-1.7\n...", "not-a-table-pdf"),
        (b"{\\rtf1 hello}", "not-a-table-document"),
        (packed(**{"[Content_Types].xml": b"", "word__document.xml": b""}), "not-a-table-document"),
        (packed(**{"[Content_Types].xml": b"", "ppt__presentation.xml": b""}), "not-a-table-document"),
        (packed(**{"[Content_Types].xml": b"", "xl__workbook.bin": b""}), "binary-workbook"),
        (packed(mimetype=b"application/vnd.oasis.opendocument.text"), "not-a-table-document"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "not-a-table-image"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "not-a-table-image"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not-a-table-image"),
        (b"MZ\x90\0" + b"\0" * 50, "not-a-table-program"),
        (b"\x7fELF" + b"\0" * 50, "not-a-table-program"),
        (b"#!/bin/sh\nrm -rf /\n", "not-a-table-program"),
        (b"<!DOCTYPE html>\n<html><body><form>Login</form>", "html-page"),
        (b"\n\n <HTML><head><title>x</title>", "html-page"),
        (b"SQLite format 3\0" + b"\0" * 50, "not-a-table-database"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 50, "archive-kind-unknown"),
        (b"\0" * 257 + b"ustar\x0000" + b"\0" * 50, "archive-kind-unknown"),
        (bytes(range(256)) * 20, "unknown-binary"),
        (b"openapi: 3.0.0\ninfo:\n  title: x\n", "api-document"),
        (b"title: x\nsources:\n- name: a\n  path: b\n- name: c\nlicence: d\nrows: 3\n", "not-a-table-text"),
        (b"@prefix dcat: <http://www.w3.org/ns/dcat#> .\n", "rdf-document"),
        (b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', "rdf-document"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "spreadsheet-xml"),
        (b"PK\x03\x04 cut off here", "broken-archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", "broken-workbook"),
    ],
)
def test_what_is_no_table_is_refused_with_its_own_reason_and_remedy(tmp_path, content, code):
    with pytest.raises(Refused) as refused:
        kind(tmp_path, content)
    problem = refused.value.problems[0]
    assert problem.code == code
    assert "{" not in problem.message("zh-Hant") + problem.message("en")
    assert problem.remedy("en") != problem.remedy("zh-Hant")


def test_a_csv_that_is_really_a_workbook_is_told(tmp_path):
    path = tmp_path / "upload"
    openpyxl.Workbook().save(path)
    found = extension_finding(detect(path, "list.csv"), "list.csv")
    assert found is not None
    assert found.problem.code == "wrong-extension"
    assert found.problem.severity is Severity.WARNING
    assert "xlsx" in found.problem.remedy("en")


@pytest.mark.parametrize(
    ("actual", "name"),
    [
        ("csv", "a.tsv"),
        ("csv", "a"),
        ("csv", "2024.01"),
        ("geojson", "a.json"),
        ("shp", "a.ZIP"),
        ("xlsx", "資料.XLSX"),
    ],
)
def test_a_fitting_or_unknown_extension_is_not_told(actual, name):
    assert extension_finding(actual, name) is None
