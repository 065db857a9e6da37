"""Which engine answers a page, and whether at once: proved by SQLite's plan, or by the list of a column's values."""

from collections.abc import Iterator

import apsw
import orjson
import pytest
from tests.dataplane import places

from springhead.engine.tables.query import grammar, planner
from springhead.engine.tables.query.names import Names
from springhead.engine.tables.query.questions import Question, Questions
from springhead.engine.tables.query.sqlite_store import SqliteStore

ROWS = 6_000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    public = tmp_path_factory.mktemp("planner")
    file = places.publish(public, public / "work", rows=ROWS).store("sqlite")
    assert file is not None
    opened = SqliteStore(public / file.file)
    yield opened
    opened.close()


@pytest.fixture
def questions(store: SqliteStore) -> Questions:
    return Questions(Names(places.COLUMNS, store.layout))


def read(questions: Questions, store: SqliteStore, text: str) -> Question:
    pairs = [(key, value) for key, _, value in (part.partition("=") for part in text.split("&") if part)]
    return questions.read(pairs, store, content="x")


@pytest.mark.parametrize(
    ("query", "at_once"),
    [
        ("", True),
        ("limit=1000", True),
        ("id=77", True),
        ("station=測站3&sort=-time", True),
        ("time__gte=2026-02-01&time__lt=2026-02-02", True),
        ("sort=time", True),
        ("sort=pm25", False),
        ("pm25__gt=350", False),
        ("begins=05:30", False),
        ("q=測站", False),
        ("station=測站3&sort=pm25", False),
    ],
)
def test_only_what_an_index_leads_to_is_answered_at_once(
    questions: Questions, store: SqliteStore, query: str, at_once: bool
) -> None:
    question = read(questions, store, query)
    assert planner.runs_inline(store, question.request.query, question.compiled) == at_once
    assert not question.is_quick


@pytest.mark.parametrize(("word", "rows"), [("站3", 857), ("站", ROWS), ("nowhere", 0), ("ＡＢＣ", 0)])
def test_contains_is_answered_from_the_list_of_values(
    questions: Questions, store: SqliteStore, word: str, rows: int
) -> None:
    question = read(questions, store, f"station__contains={word}&limit=20")
    assert question.is_quick
    values, found = store.listed("c1", word)
    assert found == rows == store.count(question.request.query.where)
    assert ("instr" in question.compiled.sql) == (rows > planner.SORTED)
    names = tuple(column.name for column in places.COLUMNS)
    page = store.page(question.request.query, names, question.compiled)
    shown = orjson.loads(b"[" + page.items + b"]")
    assert [row["編號"] for row in shown] == [n for n in range(1, ROWS + 1) if f"測站{n % 7}" in values][:20]


def test_a_question_of_a_known_shape_is_not_compiled_again(questions: Questions, store: SqliteStore) -> None:
    first, second = (read(questions, store, f"id__gte={n}&station=測站{n}&limit=5") for n in (3, 4))
    assert first.compiled.sql is second.compiled.sql
    assert second.compiled.params == (4, "測站4", 6)
    assert second.request.query.where.filters[1].values == ("測站4",)
    assert read(questions, store, "id__gte=3&station=測站3&limit=6").compiled.params[-1] == 7


@pytest.mark.parametrize(
    "query", ["station=a&station=b", "id__in=3", "pm25__isnull=true", "q=站", "bbox=1,2,3,4"]
)
def test_shapes_that_need_more_than_values_are_read_anew(
    questions: Questions, store: SqliteStore, query: str
) -> None:
    assert read(questions, store, query).compiled == read(questions, store, query).compiled
    assert read(questions, store, query).request == grammar.rows(
        [(key, value) for key, _, value in (part.partition("=") for part in query.split("&"))],
        questions.names,
        content="x",
    )


def test_a_plan_never_depends_on_a_value(store: SqliteStore) -> None:
    assert store.connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, -1) == 1


def test_ready_made_texts_are_used_only_under_the_names_they_were_made_with(
    questions: Questions, store: SqliteStore
) -> None:
    query = read(questions, store, "limit=1").request.query
    names = tuple(column.name for column in places.COLUMNS)
    assert "json_object" not in store.compiler.rows(query, names).sql
    renamed = ("number", *names[1:])
    assert "json_object" in store.compiler.rows(query, renamed).sql
    both = [orjson.loads(store.page(query, each).items) for each in (names, renamed)]
    assert list(both[0].values()) == list(both[1].values())
    assert next(iter(both[1])) == "number"
