"""Pure rules of stores and query: which indexes, which words, which values."""

import pytest

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.query import values
from springhead.engine.tables.query.cursor import Cursor, peek, unseal
from springhead.engine.tables.query.names import Names
from springhead.engine.tables.query.sql import after_prefix
from springhead.engine.tables.query.tree import Op
from springhead.engine.tables.schema import Column, Type
from springhead.engine.tables.stores import Cell, Layout, choose_indexes
from springhead.engine.tables.stores.indexes import MOST
from springhead.engine.tables.stores.survey import Fact, Survey


def survey(rows: int, *distinct: int) -> Survey:
    return Survey(rows, tuple(Fact(number, 0) for number in distinct))


STATIONS = (
    Column("編號", "id", Type.INTEGER),
    Column("測站", "station"),
    Column("時間", "time", Type.DATETIME),
    Column("值", "value", Type.DECIMAL),
    Column("備註", "note"),
)


def test_a_large_table_gets_indexes_for_its_key_its_time_and_its_choices() -> None:
    chosen = choose_indexes(STATIONS, survey(1_000_000, 999_000, 1_000, 8_760, 500, 700_000))
    assert chosen == ((0,), (2,), (1, 2))


def test_a_small_table_gets_only_declared_indexes() -> None:
    assert choose_indexes(STATIONS, survey(1_000, 1_000, 10, 500, 5, 5)) == ()
    declared = (Column("編號", "id", Type.INTEGER, role="key"), *STATIONS[1:])
    assert choose_indexes(declared, survey(1_000, 1_000, 10, 500, 5, 5)) == ((0,),)


def test_the_number_of_indexes_is_bounded() -> None:
    wide = tuple(Column(f"欄{n}", f"c{n}") for n in range(500))
    assert len(choose_indexes(wide, survey(100_000, *[20] * 500))) == MOST


def test_a_column_of_one_value_or_of_measurements_gets_none() -> None:
    columns = (Column("年", "year"), Column("值", "value", Type.INTEGER))
    assert choose_indexes(columns, survey(10_000, 1, 5_000)) == ()


NAMES = Names(
    (Column("PM2.5", "pm25", Type.DECIMAL), Column("a__gt", "a_gt"), Column("a", "b"), Column("b", "limit")),
    Layout(tuple(Cell(f"c{n}", Type.TEXT) for n in range(4)), 1),
)


@pytest.mark.parametrize(
    ("parameter", "meaning"),
    [
        ("PM2.5", (0, Op.EQ)),
        ("pm25__gte", (0, Op.GTE)),
        ("a__gt", (1, Op.EQ)),
        ("a__gt__gt", (1, Op.GT)),
        ("a__lt", (2, Op.LT)),
        ("b", (3, Op.EQ)),
        ("field:limit", (3, Op.EQ)),
        ("field:limit__ne", (3, Op.NE)),
        ("a__eq", None),
        ("c", None),
    ],
)
def test_an_exact_name_beats_a_suffix_and_a_name_beats_an_alias(parameter: str, meaning: object) -> None:
    assert NAMES.parameter(parameter) == meaning


def test_the_nearest_word_keeps_the_suffix() -> None:
    assert NAMES.nearest_parameter("pm2__gt") == "pm25__gt"
    assert NAMES.nearest_parameter("PM25__gtt") == "pm25__gt" or NAMES.nearest_parameter("PM25__gtt")
    assert NAMES.nearest_parameter("limt") == "limit"


@pytest.mark.parametrize(
    ("kind", "text", "stored"),
    [
        (Type.INTEGER, "+12", 12),
        (Type.DECIMAL, "1e3", 1000.0),
        (Type.BOOLEAN, "TRUE", True),
        (Type.BOOLEAN, "否", False),
        (Type.DATE, "2026-02-28", "2026-02-28"),
        (Type.TIME, "08:30", "08:30:00"),
        (Type.TIME, "08:30:00.500", "08:30:00.5"),
        (Type.DATETIME, "2026-02-28", "2026-02-28T00:00:00"),
        (Type.DATETIME, "2026-02-28 08:00", "2026-02-28T08:00:00"),
    ],
)
def test_values_become_what_the_stores_keep(kind: Type, text: str, stored: object) -> None:
    assert values.parse(text, Cell("c0", kind)) == stored


@pytest.mark.parametrize(
    "text", ["2026-02-28T08:00:00+08:00", "2026-02-28T08:00:00 08:00", "2026-02-28T00:00:00Z", "2026-02-28"]
)
def test_instants_are_compared_in_utc(text: str) -> None:
    assert values.parse(text, Cell("c0", Type.DATETIME, utc=True)) == "2026-02-28T00:00:00"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Type.INTEGER, "9223372036854775808"),
        (Type.INTEGER, "1.0"),
        (Type.INTEGER, "１２"),
        (Type.DECIMAL, "nan"),
        (Type.DECIMAL, "1e999"),
        (Type.BOOLEAN, "maybe"),
        (Type.DATE, "115-02-28"),
        (Type.DATE, "2026-13-01"),
        (Type.TIME, "24:00"),
        (Type.DATETIME, "2026-02-28T08:00:00+08:00"),
    ],
)
def test_other_values_are_refused(kind: Type, text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        values.parse(text, Cell("c0", kind))


def test_a_cursor_opens_only_with_its_binding() -> None:
    text = Cursor(3, 70, ("中", None, 1.5)).seal(b"query")
    assert peek(text) == unseal(text, b"query", 3) == Cursor(3, 70, ("中", None, 1.5))
    for binding, keys, said in ((b"other", 3, text), (b"query", 2, text), (b"query", 3, text[:-2] + "AA")):
        with pytest.raises(Refused):
            unseal(said, binding, keys)


def test_the_end_of_a_prefix_is_the_next_text() -> None:
    assert after_prefix("ab") == "ac"
    assert after_prefix("a\U0010ffff") == "b"
    assert after_prefix("\ud7ff") == "\ue000"
    assert after_prefix("") is None


def test_a_layout_survives_its_store_and_one_without_texts_is_still_read() -> None:
    layout = Layout((Cell("c0", Type.TEXT),), 3, indexes=(("c0",),), texts=("名稱",), listed=("c0",))
    assert Layout.load(layout.dump()) == layout
    older = layout.dump().replace(',"texts":["名稱"],"listed":["c0"]', "")
    assert "texts" not in older
    assert Layout.load(older) == Layout((Cell("c0", Type.TEXT),), 3, indexes=(("c0",),))
