"""Bytes to UTF-8: damaged stretches only are looked at line by line, and say what each line alone would say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables import blocks, stretches
from springhead.engine.tables.limits import Limits
from springhead.engine.tables.reading import read

WORDS = st.text(alphabet="臺北市中山區水庫abc,1", max_size=8)
LINE = st.one_of(
    WORDS.map(str.encode),
    WORDS.map(lambda text: text.encode("cp950")),
    st.binary(max_size=6).map(lambda raw: raw.replace(b"\n", b"")),
)


@given(st.lists(LINE, max_size=30), st.integers(1, 40), st.sampled_from([1, 8, 64]))
@settings(max_examples=400, deadline=None)
def test_a_stretch_says_what_each_of_its_lines_says(tmp_path_factory, lines, chunk, stretch):
    raw = b"\n".join(lines)
    path = tmp_path_factory.mktemp("stretches") / "f.csv"
    path.write_bytes(raw)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stretches, "CHUNK", chunk)
        patch.setattr(stretches, "STRETCH", stretch)
        found = list(stretches.stretches(path))
        valid = stretches.valid_utf8(path)
    assert b"".join(part for _, part, _ in found) == raw
    assert valid == (stretches.line_encoding(raw) == "utf-8")
    number = 1
    for first, part, name in found:
        assert first == number
        number += part.count(b"\n")
        assert name or part.count(b"\n", 0, -1) == 0
        for line in stretches._lines(part):
            if name and not line.isascii():
                assert stretches.line_encoding(line) == name


@pytest.mark.parametrize("size", [10, 3_000])
def test_a_broken_character_is_told_at_its_cell_whatever_stands_around_it(tmp_path, size):
    lines = [f"{n},臺北市第{n}站,{n * 2}".encode() for n in range(size)]
    lines[size // 2] = f"{size // 2},臺".encode() + b"\xff\xfe" + f"站,{size}".encode()
    path = tmp_path / "f.csv"
    path.write_bytes("編號,站名,數量\n".encode() + b"\n".join(lines) + b"\n")
    (found,) = [one for one in read(path).findings if one.problem.code == "encoding-error"]
    assert (found.row, found.line, found.column) == (size // 2 + 2, size // 2 + 2, "站名")
    assert found.problem.params["offset"] == path.read_bytes().index(b"\xff\xfe")


def test_a_broken_character_in_a_short_row_is_told_too(tmp_path):
    path = tmp_path / "f.csv"
    path.write_bytes("編號,站名,數量\n".encode() + b"1,a,2\n2,\xff\n3,c,4\n" * 5)
    found = {(one.problem.code, one.row) for one in read(path).findings}
    assert {("encoding-error", row) for row in (3, 6, 9, 12, 15)} <= found
    assert {("missing-cell", row) for row in (3, 6, 9, 12, 15)} <= found


@pytest.mark.parametrize(
    ("main", "other", "lines"), [("utf-8", "cp950", 3), ("cp950", "utf-8", 2)], ids=["utf-8", "big5"]
)
def test_two_encodings_in_one_file_are_told_apart_by_line(tmp_path, main, other, lines):
    rows = [f"{n},臺北市中山區第{n}號".encode(main) for n in range(40)]
    for at in range(lines):
        rows[10 + at] = f"{10 + at},高雄市前鎮區第{at}號".encode(other)
    path = tmp_path / "f.csv"
    path.write_bytes("編號,地址\n".encode(main) + b"\n".join(rows) + b"\n")
    report = read(path)
    (found,) = [one for one in report.findings if one.problem.code == "mixed-encoding"]
    assert (report.encoding, found.line, found.problem.params["count"]) == (main, 12, lines)
    assert report.rows == 40


def test_several_processes_say_what_one_says(tmp_path):
    path = tmp_path / "f.csv"
    odd = {700: "1O", 9_000: "1,2", 12_345: "１２"}
    path.write_text(
        "a,b,c\n" + "".join(f"{n},臺北,{odd.get(n, n)}\n" for n in range(20_000)), encoding="utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "CHUNK", 40_000)
        one, several = (read(path, limits=Limits(processes=count)) for count in (1, 3))
    assert one.as_json() == several.as_json()
    assert one.counts == {"type-error": 1, "extra-cell": 1, "fullwidth-digit": 1}


def test_what_another_process_refuses_is_refused(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("a,b\n" + "1,2\n" * 20_000 + "1," + "x" * 90_000 + "\n" + "1,2\n" * 20_000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "CHUNK", 10_000)
        with pytest.raises(Refused) as refused:
            read(path, limits=Limits(processes=2, line_bytes=20_000))
    assert refused.value.problems[0].code == "line-too-long"
