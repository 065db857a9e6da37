"""SQLite, DuckDB and plain Python give the same answer to everything the grammar can say."""

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from springhead.engine.kernel.fold import fold
from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.query import grammar
from springhead.engine.tables.query.duck_store import DuckFile, DuckStore
from springhead.engine.tables.query.groups import label
from springhead.engine.tables.query.names import Names
from springhead.engine.tables.query.questions import Questions
from springhead.engine.tables.query.sqlite_store import SqliteStore
from springhead.engine.tables.query.tree import After, Filter, Op, RowsQuery, Sort
from springhead.engine.tables.schema import Column, Type
from springhead.engine.tables.stores import build

COLUMNS = (
    Column("代碼", "code", Type.INTEGER, role="key"),
    Column("名稱", "name"),
    Column("縣市", "county"),
    Column("時間", "time", Type.DATETIME),
    Column("瞬間", "instant", Type.DATETIME),
    Column("值", "value", Type.DECIMAL),
    Column("有效", "valid", Type.BOOLEAN),
    Column("日", "day", Type.DATE),
    Column("刻", "clock", Type.TIME),
    Column("數", "number", Type.INTEGER),
    Column("經", "lon", Type.DECIMAL, role="longitude"),
    Column("緯", "lat", Type.DECIMAL, role="latitude"),
)
KINDS = [pa.int64(), pa.string(), pa.string(), pa.timestamp("us"), pa.timestamp("us", "UTC"), pa.float64()]
KINDS += [pa.bool_(), pa.date32(), pa.time64("us"), pa.int64(), pa.float64(), pa.float64()]
TEXTS = [
    "",
    "a",
    "A",
    "a_%'",
    "臺北",
    "台北市",
    "ＡＢＣ",
    "abc",
    "é",
    "É",
    "🙂",
    "\U0010ffff",
    "\ud7ff",
    "a,b",
    '"',
    "\n",
]
ALIASES = [column.alias for column in COLUMNS]
ROWS = 150
Row = dict[str, Any]


@dataclass
class Stores:
    rows: list[Row]
    names: Names
    questions: Questions
    sqlite: SqliteStore
    duck: DuckStore


def draw_row(dice: random.Random, n: int) -> list[Any]:
    moment = datetime(2023, 12, 25) + timedelta(hours=n // 3, microseconds=dice.choice((0, 0, 500_000, 7)))
    values = [
        n * 3,
        dice.choice(TEXTS),
        dice.choice(["臺北市", "台中市", "高雄市"]),
        moment if n % 3 == 0 else moment.replace(microsecond=0),
        moment + timedelta(days=dice.randrange(400)),
        dice.choice([0.1, -2.5, 3.0, 1e15, 7.25, 0.1 + 0.2, float("nan")]),
        dice.random() > 0.5,
        date(1899, 12, 31) + timedelta(days=dice.randrange(100_000)),
        time(dice.randrange(24), dice.randrange(60), dice.choice((0, 59)), dice.choice((0, 120_000))),
        dice.choice([0, 1, -1, 2**53 + 1, -(2**40)]),
        round(119 + dice.random() * 3, 4),
        round(22 + dice.random() * 3, 4),
    ]
    return [v if i in (0, 2) or dice.random() > 0.15 else None for i, v in enumerate(values)]


@pytest.fixture(scope="module", params=["any order", "in order of time"])
def stores(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    folder = tmp_path_factory.mktemp("agree")
    dice = random.Random(5)
    drawn = [draw_row(dice, n) for n in range(ROWS)]
    if request.param == "in order of time":
        for n, row in enumerate(drawn):
            row[3] = datetime(2024, 1, 1) + timedelta(minutes=n // 4)
    arrays = [pa.array(column, kind) for column, kind in zip(zip(*drawn, strict=True), KINDS, strict=True)]
    pq.write_table(pa.Table.from_arrays(arrays, names=[c.name for c in COLUMNS]), folder / "t.parquet")
    columns = tuple(replace(c, indexed=c.alias in ("county", "number", "time")) for c in COLUMNS)
    sqlite, duck = build(folder / "t.parquet", columns, folder, scan_rows=10)
    opened = SqliteStore(sqlite.path)
    assert bool(opened.layout.ordered) == (request.param == "in order of time")
    file = DuckFile(duck.path)
    session = file.session()
    assert opened.layout.texts
    assert opened.layout.listed
    names = Names(columns, opened.layout)
    yield Stores([shown(row) for row in drawn], names, Questions(names), opened, session)
    opened.close()
    session.close()
    file.close()


def shown(row: list[Any]) -> Row:
    """The row as the API shows it."""
    found: Row = {}
    for column, value in zip(COLUMNS, row, strict=True):
        if isinstance(value, datetime | time):
            text = value.isoformat()
            value = (text.rstrip("0") if "." in text else text) + ("Z" if column.alias == "instant" else "")  # noqa: PLW2901
        elif isinstance(value, date):
            value = value.isoformat()  # noqa: PLW2901
        elif isinstance(value, float) and not math.isfinite(value):
            value = None  # noqa: PLW2901
        found[column.name] = value
    return found


def text_value(column: Column, value: Any) -> str:
    return str(value).lower() if column.type is Type.BOOLEAN else str(value)


@st.composite
def parameters(draw: st.DrawFn, rows: list[Row]) -> list[tuple[str, str]]:
    pairs = []
    for _ in range(draw(st.integers(0, 3))):
        column = COLUMNS[draw(st.integers(0, len(COLUMNS) - 1))]
        word = draw(st.sampled_from([column.name, column.alias]))
        op = draw(st.sampled_from(["", *(f"__{o}" for o in Op if o is not Op.EQ)]))
        value = rows[draw(st.integers(0, ROWS - 1))][column.name]
        if op == "__isnull":
            text = draw(st.sampled_from(["true", "0"]))
        elif op in ("__contains", "__startswith"):
            text = draw(st.sampled_from([*TEXTS, "臺", "北市", "BC"]))
        else:
            text = text_value(column, value) if value is not None else draw(st.sampled_from(TEXTS))
        pairs.append((word + op, text))
    if draw(st.integers(0, 4)) == 0:
        pairs.append(("q", draw(st.sampled_from(["台北", "A", "臺 市", "é", "🙂"]))))
    if draw(st.integers(0, 4)) == 0:
        pairs.append(("bbox", draw(st.sampled_from(["120,22.5,121.5,24", "119,22,122,25", "121,23,121,23"]))))
    return pairs


@st.composite
def pages(draw: st.DrawFn, rows: list[Row]) -> list[tuple[str, str]]:
    pairs = draw(parameters(rows))
    chosen = draw(st.lists(st.sampled_from(ALIASES), max_size=3, unique=True))
    if chosen:
        signs = [draw(st.sampled_from(["", "-"])) for _ in chosen]
        pairs.append(("sort", ",".join(map("".join, zip(signs, chosen, strict=True)))))
    if draw(st.booleans()):
        fields = draw(st.lists(st.sampled_from(ALIASES), min_size=1, max_size=4, unique=True))
        pairs.append(("fields", ",".join(fields)))
    pairs.append(("limit", str(draw(st.integers(7, 60)))))
    return pairs


def meets(row: Row, item: Filter, names: Names) -> bool:
    """The meaning of a condition, in the plainest words."""
    column = COLUMNS[item.column]
    value = row[column.name]
    if item.op is Op.ISNULL:
        return (value is None) == item.values[0]
    if value is None:
        return False
    if names.cell(item.column).utc:
        value = value[:-1]
    first = item.values[0]
    tests: dict[Op, Callable[[], bool]] = {
        Op.EQ: lambda: value in item.values,
        Op.IN: lambda: value in item.values,
        Op.NE: lambda: value not in item.values,
        Op.GT: lambda: value > first,
        Op.GTE: lambda: value >= first,
        Op.LT: lambda: value < first,
        Op.LTE: lambda: value <= first,
        Op.CONTAINS: lambda: first in fold(value),
        Op.STARTSWITH: lambda: value.startswith(first),
    }
    return tests[item.op]()


def expected(stores: Stores, query: RowsQuery) -> list[int]:
    """Positions of the rows that match, in order."""
    found = []
    for n, row in enumerate(stores.rows):
        words = [fold(row[c.name] or "") for c in COLUMNS if c.type is Type.TEXT]
        box = query.where.box
        lon, lat = row["經"], row["緯"]
        inside = not box or (
            None not in (lon, lat) and box.west <= lon <= box.east and box.south <= lat <= box.north
        )
        terms = all(any(term in word for word in words) for term in query.where.terms)
        if inside and terms and all(meets(row, item, stores.names) for item in query.where.filters):
            found.append(n)
    if query.sort and query.sort[-1].descending:
        found.reverse()
    for item in reversed(query.sort):
        found = ordered(found, stores.rows, item)
    return found


def ordered(found: list[int], rows: list[Row], item: Sort) -> list[int]:
    name = COLUMNS[item.column].name
    filled = [n for n in found if rows[n][name] is not None]
    # "reverse" keeps equal ones in their order, as sorting by several columns needs.
    plain = COLUMNS[item.column].alias == "instant"  # without its Z, text order is time order
    filled.sort(key=lambda n: rows[n][name][:-1] if plain else rows[n][name], reverse=item.descending)
    return filled + [n for n in found if rows[n][name] is None]


def walk(store: SqliteStore | DuckStore, query: RowsQuery, shown_names: tuple[str, ...]) -> list[Row]:
    rows: list[Row] = []
    while True:
        page = store.page(query, shown_names)
        rows += orjson.loads(b"[" + page.items + b"]")
        if page.last is None:
            return rows
        assert page.rows == query.limit
        query = replace(query, after=After(tuple(orjson.loads(orjson.dumps(page.last[1]))), page.last[0]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_page_of_rows(stores: Stores, data: st.DataObject) -> None:
    pairs = data.draw(pages(stores.rows))
    try:
        query = grammar.rows(pairs, stores.names, content="x").query
    except Refused as refused:
        assert {problem.kind.status for problem in refused.problems} == {400}  # noqa: PT017
        return
    wanted = [stores.rows[n] for n in expected(stores, query)]
    shown_names = tuple(COLUMNS[index].name for index in query.fields)
    cut = [{name: row[name] for name in shown_names} for row in wanted]
    assert walk(stores.sqlite, query, shown_names) == cut
    assert walk(stores.duck, query, shown_names) == cut
    for _ in range(2):  # read anew, then by the shape of the question before
        question = stores.questions.read(pairs, stores.sqlite, content="x")
        assert question.request.query == query
        first = stores.sqlite.page(query, shown_names, question.compiled)
        assert orjson.loads(b"[" + first.items + b"]") == cut[: query.limit]
    assert stores.sqlite.count(query.where) == stores.duck.count(query.where) == len(wanted)


@st.composite
def aggregates(draw: st.DrawFn, rows: list[Row]) -> list[tuple[str, str]]:
    pairs = draw(parameters(rows))
    for alias in draw(st.lists(st.sampled_from(ALIASES), max_size=2, unique=True)):
        pairs.append(("group", alias))
    for alias in draw(st.lists(st.sampled_from(["time", "instant", "day"]), max_size=1)):
        pairs.append(("bucket", f"{draw(st.sampled_from(['year', 'month', 'week', 'day']))}:{alias}"))
    if draw(st.booleans()):
        pairs.append(("bucket", "hour:instant"))
    for function in draw(
        st.lists(st.sampled_from(["count", "distinct", "sum", "avg", "min", "max", "median"]), max_size=3)
    ):
        numeric = function in ("sum", "avg", "median")
        alias = draw(st.sampled_from(["code", "value", "number"] if numeric else ALIASES))
        pairs.append(("agg", f"{function}:{alias}"))
    pairs.append(("limit", str(draw(st.integers(1, 40)))))
    return pairs


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_aggregate(stores: Stores, data: st.DataObject) -> None:
    pairs = data.draw(aggregates(stores.rows))
    try:
        query = grammar.aggregate(pairs, stores.names, content="x")
    except Refused as refused:
        assert {problem.kind.status for problem in refused.problems} == {400}  # noqa: PT017
        return
    labels = tuple(COLUMNS[group.column].name for group in query.groups)
    labels += tuple(label(measure, stores.names) for measure in query.measures)
    first, second = stores.sqlite.groups(query, labels), stores.duck.groups(query, labels)
    assert first.more == second.more
    ours, theirs = (orjson.loads(b"[" + one.items + b"]") for one in (first, second))
    assert len(ours) == len(theirs) == first.rows == second.rows
    for left, right in zip(ours, theirs, strict=True):
        assert list(left) == list(right)
        for name in left:
            if isinstance(left[name], float):
                assert left[name] == pytest.approx(right[name], rel=1e-9, abs=1e-6)
            else:
                assert left[name] == right[name]


def test_exports_agree(stores: Stores) -> None:
    request = grammar.export([("sort", "-value,name")], stores.names)
    lines = [list(store.batches(request.query)) for store in (stores.sqlite, stores.duck)]
    tables = [pa.Table.from_batches(one).cast(pa.Table.from_batches(lines[0]).schema) for one in lines]
    assert tables[0].equals(tables[1])
    names = tuple(column.name for column in COLUMNS)
    texts = [
        b"".join(store.lines(store.compiler.objects(request.query, names))).splitlines()
        for store in (stores.sqlite, stores.duck)
    ]
    assert [orjson.loads(line) for line in texts[0]] == [orjson.loads(line) for line in texts[1]]


def test_a_file_without_rows_answers_with_nothing(tmp_path: Path) -> None:
    empty = pa.Table.from_arrays([pa.array([], kind) for kind in KINDS], names=[c.name for c in COLUMNS])
    pq.write_table(empty, tmp_path / "t.parquet")
    (sqlite,) = build(tmp_path / "t.parquet", COLUMNS, tmp_path)
    store = SqliteStore(sqlite.path)
    assert store.page(RowsQuery(fields=(0,)), ("代碼",)).items == b""
    store.close()
