"""`/rows`: one page of a table, made inside SQLite when an index leads to it, else in a thread."""

from urllib.parse import quote

import orjson

from springhead.engine.dataplane.engines import Engines, Job
from springhead.engine.dataplane.messages import Answer, Body, Request
from springhead.engine.dataplane.plane import Params, Plane, Target
from springhead.engine.tables.manifest import SnapshotEntry
from springhead.engine.tables.query import grammar
from springhead.engine.tables.query.cursor import Cursor
from springhead.engine.tables.query.errors import Stopped
from springhead.engine.tables.query.grammar import RowsRequest
from springhead.engine.tables.query.page import Page
from springhead.engine.tables.query.planner import INLINE_STEPS, TRIED_STEPS, runs_inline, worth_trying
from springhead.engine.tables.query.questions import Question
from springhead.engine.tables.query.reading import Pairs, pairs
from springhead.engine.tables.query.sqlite_store import SqliteStore
from springhead.engine.tables.query.tree import Where


async def answer(plane: Plane, request: Request, params: Params) -> Answer:
    """Answer `GET /api/v1/tables/{table}/rows`."""
    target = plane.target(request, params)
    plane.count("rows", target.table)

    async def make() -> Body:
        return await _body(plane, request, target)

    return await plane.body(request, target, "rows", make)


async def _body(plane: Plane, request: Request, target: Target) -> Body:
    given, questions = pairs(request.query), plane.questions(target)
    question = questions.read(given, plane.engines.inline(target.entry), content=target.content)
    wanted = question.request
    found = await page(plane.engines, target.entry, question, questions.names.called(wanted.query.fields))
    free = wanted.query.where.is_empty
    count = await _count(plane, target, wanted) if wanted.exact_count or free else None
    if count is None and found.last is None and wanted.query.after is None:
        count = found.rows  # the first page is the last: nothing more is to be counted
    return envelope(found.items, target, _next(request, given, target, found), count)


def envelope(items: bytes, target: Target, following: str | None, count: int | None) -> Body:
    """Return a page as every list of the product is written (design section 9), with its snapshot."""
    tail = b"null" if following is None else orjson.dumps(following)
    told = b'"count":null,"count_is":null' if count is None else b'"count":%d,"count_is":"exact"' % count
    parts = (b'{"items":[', items, b'],"next":', tail, b",", told, b',"snapshot":%d}' % target.entry.number)
    links = ((b"link", f'<{following}>; rel="next"'.encode()),) if following else ()
    return Body(b"".join(parts), links=links)


async def page(engines: Engines, entry: SnapshotEntry, question: Question, names: tuple[str, ...]) -> Page:
    """Return one page from the engine the planner chooses."""
    store, query, compiled = engines.inline(entry), question.request.query, question.compiled
    if question.is_quick or runs_inline(store, query, compiled):
        try:
            store.allow(INLINE_STEPS)
            return store.page(query, names, compiled)
        except Stopped:
            pass  # the index led to far too many rows: on to a thread
    return await engines.ask(lambda job: _in_thread(engines, entry, question, names, job), entry)


def _in_thread(
    engines: Engines, entry: SnapshotEntry, question: Question, names: tuple[str, ...], job: Job
) -> Page:
    query, compiled = question.request.query, question.compiled
    with engines.file(entry, "sqlite").session() as rows, job.running(rows):
        assert isinstance(rows, SqliteStore)
        if entry.store("duckdb") is None:
            return rows.page(query, names, compiled)
        if worth_trying(rows, compiled):
            try:
                rows.allow(TRIED_STEPS)
                return rows.page(query, names, compiled)
            except Stopped:
                pass
    with engines.file(entry, "duckdb").session() as scanner, job.running(scanner):
        return scanner.page(query, names)


async def _count(plane: Plane, target: Target, wanted: RowsRequest) -> int:
    """Return the exact number of rows: known when unfiltered, else counted once per snapshot and conditions."""
    where = wanted.query.where
    if where.is_empty:
        return target.entry.rows
    key = hash_of(target, where)

    async def make() -> Body:
        def work(job: Job) -> int:
            with plane.engines.scanner(target.entry).session() as store, job.running(store):
                return store.count(where)

        return Body(str(await plane.engines.ask(work, target.entry)).encode())

    return int((await plane.cache.fetch(key, make)).plain)


def hash_of(target: Target, where: Where) -> bytes:
    """Return the cache key of a count."""
    return b"count " + target.content.encode() + repr(where).encode("utf-8", "surrogatepass")


def _next(request: Request, given: Pairs, target: Target, found: Page) -> str | None:
    if found.last is None:
        return None
    row, keys = found.last
    cursor = Cursor(target.entry.number, row, keys).seal(grammar.binding(given, target.content))
    return next_address(request, cursor)


def next_address(request: Request, cursor: str) -> str:
    """Return the address of the next page: the same query with another cursor."""
    kept = [
        part for part in request.query.decode("ascii").split("&") if part and not part.startswith("cursor=")
    ]
    return f"{quote(request.path)}?{'&'.join([*kept, f'cursor={cursor}'])}"
