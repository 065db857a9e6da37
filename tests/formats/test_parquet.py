"""Parquet arrives typed and stays typed."""

import datetime as dt
import decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.limits import Limits


def written(tmp_path, table):
    pq.write_table(table, tmp_path / "a.parquet")
    return tmp_path / "a.parquet"


def test_values_and_types_come_through(opened, rows, codes, tmp_path):
    table = pa.table(
        {
            "代碼": pa.array(["007", None]),
            "n": pa.array([1, 2], pa.int32()),
            "x": pa.array([0.5, None]),
            "d": pa.array([decimal.Decimal("1.10"), decimal.Decimal("22.00")]),
            "day": pa.array([dt.date(2024, 1, 2), None]),
            "at": pa.array([dt.datetime(2024, 1, 2, 3, 4, tzinfo=dt.UTC), None]),
            "ok": pa.array([True, False]),
            "list": pa.array([[1, 2], None]),
            "cat": pa.array(["a", "b"]).dictionary_encode(),
            "raw": pa.array([b"\xff", None]),
        }
    )
    grid = opened(written(tmp_path, table), name="a.parquet")
    assert grid.header == [list(table.column_names)]
    first, second = rows(grid)
    assert first == (
        "007",
        "1",
        "0.5",
        "1.10",
        "2024-01-02",
        "2024-01-02T03:04:00Z",
        "true",
        "[1, 2]",
        "a",
        "ff",
    )
    assert second == (None, "2", None, "22.00", None, None, "false", None, "b", None)
    assert grid.typed == {1: "integer", 2: "decimal", 3: "decimal", 4: "date", 5: "datetime", 6: "boolean"}
    assert codes(grid) == ["nested-values"]


def test_row_numbers_go_on_over_batches(opened, tmp_path):
    grid = opened(written(tmp_path, pa.table({"a": range(40_000)})))
    batches = list(grid.batches())
    assert len(batches) > 1
    assert batches[-1].column("row").to_pylist()[-1] == 40_001


@pytest.mark.parametrize(
    ("content", "code"), [(b"PAR1" + b"\0" * 40 + b"PAR1", "broken-parquet"), (b"PAR1", "broken-parquet")]
)
def test_damage_is_named(refusal, content, code):
    assert refusal(content).code == code


def test_damage_inside_the_pages_is_named_when_they_are_read(opened, tmp_path):
    path = written(tmp_path, pa.table({"a": [f"text {i}" for i in range(5_000)]}))
    content = bytearray(path.read_bytes())
    content[200:400] = bytes(200)
    with pytest.raises(Refused) as refused:
        list(opened(bytes(content)).batches())
    assert refused.value.problems[0].code == "broken-parquet"


def test_too_many_columns_and_no_rows_are_refused(refusal, tmp_path):
    wide = written(tmp_path, pa.table({f"c{i}": [1] for i in range(30)}))
    assert refusal(wide, limits=Limits(columns=20)).code == "too-many-columns"
    assert refusal(written(tmp_path, pa.table({"a": pa.array([], pa.int64())}))).code == "no-records"
