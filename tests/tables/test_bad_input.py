"""Bad input is normal input: each kind is told in both languages with its own problem and remedy, nothing lost.

This is the checklist of the reader, run through `springhead check` as an officer runs it. What hides inside
workbooks (sheets, rows, columns, names, pivot caches, links) is in `tests/formats/test_workbooks.py`, zip
bombs that lie in `tests/formats/test_archives.py`.
"""

import gzip
import io
import json
import os
import subprocess
import sys
import zipfile

import pytest

from springhead.engine.kernel.problems import as_document
from springhead.engine.tables import terminal
from springhead.engine.tables.reading import read

TABLE = "編號,名稱,數量\n1,甲地,10\n2,乙地,20\n3,丙地,30\n"


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


BOMB = packed(**{"a.csv": b"0" * 60_000_000})
DOCX = packed(**{"[Content_Types].xml": b"<x/>", "word__document.xml": b"<w/>"})
DTD = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

# What cannot be read at all: name, content, rule.
REFUSED = {
    "empty": ("a.csv", b"", "empty-file"),
    "only blanks": ("a.csv", b"\r\n  \r\n", "empty-file"),
    "only a mark": ("a.csv", b"\xef\xbb\xbf", "empty-file"),
    "only NUL": ("a.csv", bytes(5_000), "empty-file"),
    "PDF as CSV": ("a.csv", b"%PDF-1.7\n1 0 obj\n", "not-a-table-pdf"),
    "DOCX as CSV": ("a.csv", DOCX, "not-a-table-document"),
    "PNG as CSV": ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(90), "not-a-table-image"),
    "JPEG as XLSX": ("a.xlsx", b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(90), "not-a-table-image"),
    "web page as XLS": ("a.xls", b"<html><body><table></table></body></html>", "html-page"),
    "10,000 columns": (
        "a.csv",
        (",".join(f"c{n}" for n in range(10_000)) + "\n").encode() * 2,
        "too-many-columns",
    ),
    "zip bomb": ("a.zip", BOMB, "archive-too-large"),
    "gzip bomb": ("a.csv.gz", gzip.compress(b"0" * 60_000_000), "archive-too-large"),
    "several tables in a zip": (
        "a.zip",
        packed(**{"a.csv": b"a,b\n1,2\n", "b.csv": b"a,b\n1,2\n"}),
        "archive-several",
    ),
    "XML with entities": (
        "a.xml",
        f"<?xml version='1.0'?>{DTD}<r><i><a>&x;</a></i></r>".encode(),
        "xml-entities",
    ),
    "broken JSON": ("a.json", b'[{"a": 1}, {"a": 2', "broken-json"),
    "damaged workbook": ("a.xlsx", b"PK\x03\x04" + b"x" * 100, "broken-archive"),
}
# What is read, with what is told: name, content, rules at least warning, rows, set aside.
BIG5 = TABLE.encode("cp950")
READ = {
    "only a header": ("a.csv", "編號,名稱\n".encode(), {"only-header"}, 0, 0),
    "CSV as XLSX": ("a.xlsx", TABLE.encode(), {"wrong-extension"}, 3, 0),
    "JSON as CSV": ("a.csv", b'[{"a": 1, "b": 5}, {"a": 2, "b": 6}]', {"wrong-extension"}, 2, 0),
    "Big5": ("a.csv", BIG5, set(), 3, 0),
    "UTF-16": ("a.csv", TABLE.encode("utf-16"), set(), 3, 0),
    "UTF-16 without a mark": ("a.csv", TABLE.encode("utf-16-le"), set(), 3, 0),
    "UTF-16 without a mark, the other way": ("a.csv", TABLE.encode("utf-16-be"), set(), 3, 0),
    "UTF-32": ("a.csv", TABLE.encode("utf-32"), set(), 3, 0),
    "two encodings": ("a.csv", TABLE.encode() + "4,丁地,40\n".encode("cp950"), {"mixed-encoding"}, 4, 0),
    "invalid bytes": ("a.csv", TABLE.encode() + b"4,\xff\xfe,40\n", {"encoding-error"}, 4, 0),
    "private characters": ("a.csv", TABLE.encode() + "4,丁\ue000,40\n".encode(), {"private-use"}, 4, 0),
    "private characters in Big5": ("a.csv", BIG5 + b"4,\xfa\x40,40\n", {"private-use"}, 4, 0),
    "simplified Chinese": (
        "a.csv",
        "编号,名称\n1,北京市\n2,上海市\n".encode("gb18030"),
        {"encoding-guess"},
        2,
        0,
    ),
    "short row": ("a.csv", TABLE.encode() + "4,丁地\n".encode(), {"missing-cell"}, 3, 1),
    "long row": ("a.csv", TABLE.encode() + "4,丁地,40,5\n".encode(), {"extra-cell"}, 3, 1),
    "duplicate header": ("a.csv", b"a,a,b\n1,2,3\n4,5,6\n", {"duplicate-label"}, 2, 0),
    "blank header": ("a.csv", b"a,,b\n1,2,3\n4,5,6\n", {"blank-label"}, 2, 0),
    "no header": ("a.csv", b"1,2\n3,5\n8,13\n", {"no-header"}, 3, 0),
    "open quotation": (
        "a.csv",
        TABLE.encode() + '4,"丁地,40\n5,戊地,50\n'.encode(),
        {"unterminated-quote"},
        4,
        1,
    ),
    "quotation inside a cell": ("a.csv", TABLE.encode() + '4,丁"地",40\n'.encode(), {"lone-quote"}, 4, 0),
    "formula": ("a.csv", TABLE.encode() + b'4,"=HYPERLINK(1)",40\n', {"formula"}, 4, 0),
    "NUL": ("a.csv", TABLE.encode() + "4,丁\0地,40\n".encode(), {"nul"}, 4, 0),
    "NUL in a very short file": ("a.csv", b"a,b\n1,p\0q\n2,r\n", {"nul"}, 2, 0),
    "title": ("a.csv", ("人口統計表\n" + TABLE).encode(), {"title-rows"}, 3, 0),
    "notes": ("a.csv", (TABLE + "備註：本表為初步統計\n").encode(), {"footer-rows"}, 3, 0),
}


def check(capfd, path, *arguments: str) -> tuple[int, str]:
    code = terminal.main([str(path), *arguments])
    return code, capfd.readouterr().out


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_says_why_and_what_to_do(tmp_path, capfd, what):
    name, content, rule = REFUSED[what]
    path = tmp_path / name
    path.write_bytes(content)
    answers = {lang: check(capfd, path, "--json", "--lang", lang) for lang in ("zh-Hant", "en")}
    assert {code for code, _ in answers.values()} == {2}
    documents = {lang: json.loads(text) for lang, (_, text) in answers.items()}
    for document in documents.values():
        (problem,) = document["findings"]
        assert (problem["rule"], problem["severity"]) == (rule, "error")
        assert (document["title"], document["detail"]) == (problem["message"], problem["fix"])
        assert all((problem["message"], problem["fix"]))
    assert documents["zh-Hant"]["title"] != documents["en"]["title"]
    assert documents["zh-Hant"]["detail"] != documents["en"]["detail"]
    assert path.read_bytes() == content


@pytest.mark.parametrize("what", READ)
def test_what_can_be_read_is_read_whole_and_tells_what_is_wrong(tmp_path, capfd, what):
    name, content, rules, rows, aside = READ[what]
    path = tmp_path / name
    path.write_bytes(content)
    code, text = check(capfd, path, "--json")
    report = json.loads(text)
    assert {one["rule"] for one in report["findings"] if one["severity"] != "info"} == rules
    assert (report["rows"], report["set_aside"]) == (rows, aside)
    assert code == (1 if rules else 0)
    english = json.loads(check(capfd, path, "--json", "--lang", "en")[1])["findings"]
    for chinese, other in zip(report["findings"], english, strict=True):
        assert all((chinese["message"], chinese["fix"]))
        assert chinese["message"] != other["message"]
    assert path.read_bytes() == content
    shown = check(capfd, path)[1]
    assert all(rule in shown for rule in rules)


def test_the_json_has_the_keys_that_were_promised(tmp_path, capfd):
    path = tmp_path / "a.csv"
    path.write_text("表一\n" + TABLE + "4,丁地\n", encoding="utf-8")
    code, text = check(capfd, path, "--json", "--lang", "en")
    report = json.loads(text)
    assert code == 1
    assert (report["rows"], report["set_aside"], report["header_rows"]) == (3, 1, 1)
    assert (report["encoding"], report["delimiter"]) == ("utf-8", ",")
    assert [(one["name"], one["type"]) for one in report["columns"]] == [
        ("編號", "integer"),
        ("名稱", "text"),
        ("數量", "integer"),
    ]
    assert all(one["alias"].isascii() and one["alias"] for one in report["columns"])
    for one in report["findings"]:
        assert set(one) == {"row", "line", "column", "value", "rule", "severity", "message", "fix"}
        assert one["severity"] in {"info", "warning", "error"}
    found = {one["rule"]: one for one in report["findings"]}
    assert (found["missing-cell"]["row"], found["missing-cell"]["severity"]) == (6, "error")


def test_a_clean_file_answers_zero_and_says_so(tmp_path, capfd):
    path = tmp_path / "a.csv"
    path.write_text(TABLE, encoding="utf-8")
    code, text = check(capfd, path, "--lang", "en")
    assert code == 0
    assert "3 rows" in text
    assert "nothing found" in text


# The largest resident memory of this very program; what wait4 tells includes the parent it was forked from.
TOLD_MEMORY = """
import atexit, runpy, sys
status = open("/proc/self/status")
atexit.register(lambda: sys.stderr.write(next(line for line in status if line.startswith("VmHWM"))))
runpy.run_module("springhead.engine.tables.terminal", run_name="__main__")
"""


@pytest.mark.parametrize("before", [b"", b'a,b\n1,"'], ids=["plain", "in a quotation"])
def test_a_line_of_200_megabytes_is_refused_in_bounded_memory(tmp_path, before):
    path = tmp_path / "a.csv"
    with path.open("wb") as out:
        out.write(before)
        for _ in range(200):
            out.write(b"x" * 1_000_000)
    command = [sys.executable, "-c", TOLD_MEMORY, str(path), "--json"]
    environment = {**os.environ, "PYTHONPATH": ":".join(sys.path)}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert run.returncode == 2
    assert json.loads(run.stdout)["findings"][0]["rule"] == "line-too-long"
    assert int(run.stderr.split()[-2]) < 400_000  # kilobytes: less than two of its lines


def test_nothing_is_lost_between_rows_rows_aside_blanks_and_notes(tmp_path):
    lines = ["編號,名稱,數量"]
    lines += [f"{n},第{n}地,{n * 3}" for n in range(1, 101)]
    lines[10] = "10,短"
    lines[20] = "20,長,1,2"
    lines[30] = ""
    lines[40] = '40,"開著,3'
    lines += ["備註：說明"]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = read(path)
    assert report.rows + report.set_aside + report.counts["blank-row"] + len(report.notes) == 101
    assert report.set_aside == 3
    aside = {
        one.row: one.value for one in report.findings if one.problem.code in {"missing-cell", "extra-cell"}
    }
    assert aside == {11: "10,短", 21: "20,長,1,2"}
    assert as_document([one.problem for one in report.findings], "en")


def test_lists_in_sentences_are_written_as_the_language_writes_them(tmp_path, capsys) -> None:
    path = tmp_path / "several.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "n\n1\n")
        archive.writestr("b.csv", "n\n2\n")
    for lang, shown in (("en", "a.csv, b.csv"), ("zh-Hant", "a.csv、b.csv")):
        assert terminal.main([str(path), "--lang", lang]) == 2
        assert shown in "".join(capsys.readouterr())
