"""JSON and NDJSON in the envelopes agencies really use."""

import json

import pytest

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.formats import json_files
from springhead.engine.tables.limits import Limits

TWO = [{"id": "001", "n": 1}, {"id": "002", "n": 2}]


@pytest.fixture
def as_json(opened):
    """Return a function that opens bytes as they are, anything else as JSON."""

    def as_json(content, *mendings, **kwargs):
        data = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
        return opened(data, *mendings, **kwargs)

    return as_json


@pytest.mark.parametrize(
    "content",
    [
        TWO,
        {"success": True, "result": {"resource_id": "x", "records": TWO}},
        {"ROOT": {"RECORD": TWO}},
        {"retCode": 1, "retVal": {"001": TWO[0], "002": TWO[1]}},
        {"fields": [{"id": "id", "type": "text"}] * 9, "records": TWO},
        {"data": {"UPDATETIME": "now", "park": TWO}},
    ],
)
@pytest.mark.parametrize("large", [False, True])
def test_records_are_found_in_every_envelope_read_whole_or_cut_out(
    as_json, rows, content, large, monkeypatch
):
    if large:
        monkeypatch.setattr(json_files, "IN_MEMORY", 0)
    grid = as_json(content)
    assert grid.header == [["id", "n"]]
    assert rows(grid) == [("001", "1"), ("002", "2")]
    assert grid.typed == {1: "integer"}
    assert rows(grid) == rows(grid), "a grid can be read again"


def test_rows_count_as_a_spreadsheet_would(as_json):
    batch = next(as_json(TWO).batches())
    assert batch.column("row").to_pylist() == [2, 3]


def test_keys_that_records_do_not_hold_become_a_column(as_json, rows):
    grid = as_json({"北投": {"雨量": 1.50}, "士林": {"雨量": 2}})
    assert grid.header == [["key", "雨量"]]
    assert rows(grid) == [("北投", "1.5"), ("士林", "2")]


@pytest.mark.parametrize("large", [False, True])
def test_lists_of_like_objects_under_keys_are_one_table(as_json, rows, large, monkeypatch):
    if large:
        monkeypatch.setattr(json_files, "IN_MEMORY", 0)
    grid = as_json(
        {
            "count": 2,
            "places": {"臺北市": [{"t": "06", "r": 20}, {"t": "18", "r": 30}], "基隆市": [{"t": "06"}]},
        }
    )
    assert grid.header == [["key", "t", "r"]]
    assert rows(grid) == [("臺北市", "06", "20"), ("臺北市", "18", "30"), ("基隆市", "06", None)]


def test_lists_of_unlike_objects_stay_apart(as_json):
    assert as_json({"a": [{"x": 1, "y": 2}] * 3, "b": [{"x": 1, "p": 1, "q": 1}]}).header == [["x", "y"]]


def test_numbers_stay_as_they_were_written(as_json, rows):
    big = b'[{"a": 0.10, "b": 123456789012345678901234567890, "c": 1e3, "d": -0.0, "e": 1E400, "f": NaN}]'
    grid = as_json(big)
    assert rows(grid) == [("0.10", "123456789012345678901234567890", "1000", "-0.0", "1E400", None)]


def test_nested_objects_become_dotted_columns_and_lists_json_text(as_json, rows, codes):
    grid = as_json(
        [{"a": {"b": {"c": 1}}, "tags": ["x", {"y": 2.50}]}, {"a": {"b": {"c": None}}, "tags": []}]
    )
    assert grid.header == [["a.b.c", "tags"]]
    assert rows(grid) == [("1", '["x",{"y":2.5}]'), (None, None)]
    assert "nested-values" in codes(grid)


def test_an_object_whose_keys_are_data_stays_one_column(as_json, rows):
    grid = as_json([{"id": i, "by_day": {f"d{i}-{j}": j for j in range(30)}} for i in range(3)])
    assert grid.header == [["id", "by_day"]]
    assert json.loads(rows(grid)[1][1])["d1-0"] == 0


def test_a_field_that_is_now_an_object_now_a_list_keeps_both(as_json, rows):
    grid = as_json([{"x": {"n": "a"}}, {"x": [{"n": "b"}]}])
    assert rows(grid) == [('{"n":"a"}',), ('[{"n":"b"}]',)]


def test_late_keys_become_columns_of_all_rows(as_json, rows):
    grid = as_json([{"a": 1}, {"b": True}])
    assert rows(grid) == [("1", None), (None, "true")]
    assert grid.typed == {0: "integer", 1: "boolean"}


def test_lists_of_lists_have_no_header(as_json, rows):
    grid = as_json({"": "2026-05-31", "aaData": [["a", "1"], ["b", "2"]], "SubUnitSet": []})
    assert grid.header == []
    assert rows(grid) == [("a", "1"), ("b", "2")]
    assert next(grid.batches()).column("row").to_pylist() == [1, 2]


def test_html_in_values_is_told_with_its_place(as_json):
    grid = as_json([{"a": "1 < 2"}, {"a": "<b>燃氣</b>"}, {"a": "<A NAME='x'>"}])
    found = next(finding for finding in grid.findings if finding.problem.code == "html-in-values")
    assert (found.row, found.column, found.value) == (3, "a", "<b>燃氣</b>")
    assert found.problem.params["count"] == 2


def test_the_recipe_chooses_another_list(as_json, refusal):
    content = {"big": [{"a": 1}] * 9, "small": [{"b": 2}]}
    assert as_json(content).header == [["a"]]
    chosen = as_json(content, ("record_path", "small"))
    assert chosen.header == [["b"]]
    problem = refusal(json.dumps(content).encode(), ("record_path", "none"))
    assert problem.code == "record-path-missing"
    assert "big" in problem.message("en")


def test_ndjson_sets_broken_lines_aside_and_names_them(as_json, rows):
    grid = as_json(b'{"a": 1}\n{"a": 2}\n\n{"a": \n{"a": 4}\n', name="data.jsonl")
    assert rows(grid) == [("1",), ("2",), ("4",)]
    assert grid.set_aside == 1
    broken = [finding for finding in grid.findings if finding.problem.code == "broken-record"]
    assert [(finding.row, finding.line, finding.value) for finding in broken] == [(4, 4, '{"a":')]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp950"])
def test_other_encodings_are_converted_and_named(as_json, rows, encoding):
    grid = as_json(json.dumps([{"縣市": "臺北市"}], ensure_ascii=False).encode(encoding))
    assert rows(grid) == [("臺北市",)]
    assert grid.encoding == encoding.removesuffix("-sig")


def test_half_a_character_is_replaced_and_told(as_json, rows, codes):
    grid = as_json(b'[{"a": "\\ud800x"}, {"a": "\\ud83d\\ude00"}]')
    assert rows(grid) == [("\ufffdx",), ("\U0001f600",)]
    assert "broken-characters" in codes(grid)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'[{"a": 1}, {"a": ', "broken-json"),
        (b'[{"a": 1},]', "broken-json"),
        (b"[" * 50_000 + b"]" * 50_000, "json-too-deep"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "json-too-deep"),
        (b"[]", "no-records"),
        (b'{"success": false, "message": "no data"}', "no-records"),
        ({"openapi": "3.1.0", "info": {"title": "x"}, "paths": {}}, "api-document"),
        ({"swagger": "2.0", "info": {}, "paths": {}}, "api-document"),
        (
            {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"type": "string"}}},
            "schema-document",
        ),
        ("縣".encode("cp950").join([b'[{"a":"', b"\xff\xff\x80", b'"}]']), "text-encoding"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(refusal, content, code):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    assert refusal(data).code == code


def test_deep_nesting_in_a_large_file_is_refused_too(refusal, monkeypatch):
    monkeypatch.setattr(json_files, "IN_MEMORY", 0)
    assert refusal(b'[{"a":' + b"[" * 5_000 + b"]" * 5_000 + b"}]").code == "json-too-deep"


def test_a_broken_json_names_line_and_place(refusal):
    problem = refusal(b'[\n {"a": 1},\n {"a": oops}\n]')
    assert (problem.params["line"], problem.params["position"]) == (3, 8)


def test_ten_thousand_columns_are_refused_with_the_limit(refusal):
    problem = refusal(
        json.dumps([{f"c{i}": i for i in range(10_000)}]).encode(), limits=Limits(columns=1_000)
    )
    assert problem.code == "too-many-columns"
    assert "1000" in problem.message("en")


def test_a_list_of_lists_may_carry_its_own_header(as_json, rows):
    grid = as_json({"rows": [["站名", "水位"], ["石門", 240.5], ["翡翠", 165]]})
    assert grid.header == [["站名", "水位"]]
    assert rows(grid) == [("石門", "240.5"), ("翡翠", "165")]
    assert next(grid.batches()).column("row").to_pylist() == [2, 3]


def damaged(findings):
    wanted = ("offset", "value", "encoding")
    return [
        (one.line, one.row, *(one.problem.params[name] for name in wanted))
        for one in findings
        if one.problem.code == "encoding-error"
    ]


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_few_invalid_bytes_are_told_with_their_places_and_hold_the_file(as_json, rows, end):
    records = [{"站名": f"第{n}號測站", "水位": n} for n in range(200)]
    data = ("[" + f",{end}".join(json.dumps(one, ensure_ascii=False) for one in records) + "]").encode()
    at = data.index("第150號".encode()) + 1
    broken = data[:at] + b"\xff" + data[at + 1 :]
    grid = as_json(broken)
    assert grid.encoding == "utf-8"
    assert rows(grid)[149] == ("第149號測站", "149")
    assert rows(grid)[150][0].endswith("150號測站")
    found = damaged(grid.findings)
    assert [(line, encoding) for line, _, _, _, encoding in found] == [(151 if end else 1, "utf-8")]
    (_, _, offset, value, _) = found[0]
    assert at - 1 <= offset <= at
    assert "FF" in value
    assert all(
        one.problem.severity == "error" for one in grid.findings if one.problem.code == "encoding-error"
    )


def test_lines_of_objects_tell_the_row_of_a_broken_byte_too(opened, rows):
    lines = [json.dumps({"名稱": f"第{n}處"}, ensure_ascii=False).encode() for n in range(50)]
    lines[20] = lines[20].replace("處".encode(), b"\xe8\x99")
    grid = opened(b"\n".join([lines[0], b"", *lines[1:]]) + b"\n", name="t.ndjson")
    assert [(line, row, value) for line, row, _, value, _ in damaged(grid.findings)] == [(22, 22, "E8 99")]
    assert rows(grid)[20] == ("第20\ufffd",)


def test_big5_with_a_broken_byte_stays_big5(as_json, rows):
    data = json.dumps([{"名稱": f"臺北市第{n}處停車場"} for n in range(100)], ensure_ascii=False).encode(
        "cp950"
    )
    at = data.index("第50處".encode("cp950"))
    grid = as_json(data[:at] + b"\xff" + data[at:])
    assert grid.encoding == "cp950"
    assert rows(grid)[51] == ("臺北市第51處停車場",)
    assert [one[2:] for one in damaged(grid.findings)] == [(at, "FF", "cp950")]


def test_what_is_no_text_is_still_refused(as_json):
    noise = bytes(range(128, 256)) * 40
    with pytest.raises(Refused) as refusal:
        as_json(b'[{"a": "' + noise + b'"}]')
    assert refusal.value.problems[0].code == "text-encoding"
