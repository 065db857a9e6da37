"""ZIP and GZIP: one table inside is read, several are listed, bombs and tricks are refused."""

import gzip
import io
import json
import struct
import zipfile

import pytest

from springhead.engine.tables.grid import Grid
from springhead.engine.tables.limits import Limits

TABLE = json.dumps([{"a": "1"}]).encode()


def packed(*entries, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def test_the_one_table_inside_is_read_and_readmes_are_passed_over(opened, rows, codes):
    grid = opened(packed(("說明.txt", b"hello"), ("__MACOSX/._a.json", b"x"), ("資料/a.json", TABLE)))
    assert rows(grid) == [("1",)]
    assert codes(grid)[0] == "unpacked"
    assert "資料/a.json" in grid.findings[0].problem.message("en")


def test_a_gzip_is_opened_under_the_name_without_its_ending(opened, rows):
    grid = opened(gzip.compress(b'{"a": 1}\n{"a": 2}\n'), name="x.jsonl.gz")
    assert rows(grid) == [("1",), ("2",)]
    assert [finding.problem.code for finding in grid.findings] == ["unpacked"]


def test_several_tables_are_listed_until_the_recipe_chooses_one(opened, rows, refusal):
    content = packed(("2024.json", TABLE), ("2025.json", json.dumps([{"a": "2"}]).encode()))
    problem = refusal(content)
    assert problem.code == "archive-several"
    assert "2024.json" in problem.message("zh-Hant")
    assert rows(opened(content, ("sheet", "2025.json"))) == [("2",)]
    assert refusal(content, ("sheet", "2026.json")).code == "part-missing"


def test_delimited_text_inside_is_handed_to_its_reader(opened):
    seen = {}

    def text(opening):
        seen.update(content=opening.path.read_bytes(), name=opening.filename)
        return Grid("csv", [["a"]], 1, lambda: iter(()))

    opened(packed(("b.csv", b"a\n1\n")), text=text)
    assert seen == {"content": b"a\n1\n", "name": "b.csv"}


def test_names_in_big5_are_shown_as_they_were_meant(refusal):
    content = packed(("AAAA.json", TABLE), ("BBBB.json", TABLE))
    old_tool = content.replace(b"AAAA", "縣市".encode("cp950")).replace(b"BBBB", "鄉鎮".encode("cp950"))
    assert "縣市.json、鄉鎮.json" in refusal(old_tool).message("zh-Hant")


@pytest.mark.parametrize(
    "name", ["../evil.json", "/etc/passwd", "a/../../b.json", "..\\evil.json", "C:\\x.json"]
)
def test_names_that_leave_the_folder_are_refused(refusal, name):
    assert refusal(packed((name, TABLE))).code == "archive-unsafe-name"


def test_a_bomb_is_refused_by_its_directory(refusal):
    content = packed(("a.csv", b"0" * 30_000_000))
    assert len(content) < 100_000
    problem = refusal(content, limits=Limits(unpacked_ratio=200))
    assert problem.code == "archive-too-large"
    assert problem.kind.status == 413


def test_a_bomb_that_lies_about_its_size_is_stopped_while_it_unpacks(opened, refusal):
    honest = packed(("a.csv", b"0" * 30_000_000))
    lying = honest.replace(struct.pack("<I", 30_000_000), struct.pack("<I", 1_000))
    assert refusal(lying, limits=Limits(unpacked_ratio=200)).code in ("archive-too-large", "broken-archive")


def test_a_gzip_bomb_is_stopped_while_it_unpacks(refusal):
    assert (
        refusal(gzip.compress(b"0" * 30_000_000), limits=Limits(unpacked_ratio=200)).code
        == "archive-too-large"
    )
    assert (
        refusal(gzip.compress(b"a,b\n" * 9_000), limits=Limits(unpacked_bytes=9_000)).code
        == "archive-too-large"
    )


def test_too_many_entries_are_refused(refusal):
    content = packed(*((f"{i}.json", TABLE) for i in range(30)))
    assert refusal(content, limits=Limits(archive_members=20)).code == "archive-too-many-entries"


def test_only_one_level_is_opened(refusal):
    assert refusal(packed(("inner.zip", packed(("a.json", TABLE))))).code == "archive-nested"
    assert refusal(gzip.compress(gzip.compress(TABLE)), name="a.json.gz.gz").code == "archive-nested"


def test_an_archive_without_a_table_says_what_it_holds(refusal):
    problem = refusal(packed(("report.pdf", b"%PDF-1.4"), ("photo.jpg", b"\xff\xd8\xff")))
    assert problem.code == "archive-no-table"
    assert "report.pdf" in problem.message("en")
    assert refusal(packed()).code == "archive-no-table"


def test_a_password_is_named(refusal):
    content = bytearray(packed(("a.json", TABLE)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    assert refusal(bytes(content)).code == "encrypted-archive"


@pytest.mark.parametrize(
    "content",
    [
        packed(("a.json", TABLE * 500))[:-30],
        gzip.compress(TABLE * 500, mtime=0)[:-12],
        gzip.compress(TABLE, mtime=0)[:10] + b"\xff" * 40,
    ],
)
def test_a_damaged_archive_is_refused_by_name(refusal, content):
    assert refusal(content).code == "broken-archive"


def test_a_damaged_entry_is_refused_by_name(refusal):
    content = bytearray(packed(("a.json", TABLE * 500), compression=zipfile.ZIP_STORED))
    content[300] ^= 0xFF
    assert refusal(bytes(content)).code == "broken-archive"
