"""`/aggregate`: figures per group, always in a thread, by DuckDB where the table has such a file."""

from springhead.engine.dataplane.engines import Job
from springhead.engine.dataplane.messages import Answer, Body, Request
from springhead.engine.dataplane.plane import Params, Plane, Target
from springhead.engine.dataplane.rows import envelope, next_address
from springhead.engine.tables.query import grammar
from springhead.engine.tables.query.cursor import Cursor
from springhead.engine.tables.query.groups import label
from springhead.engine.tables.query.page import Groups
from springhead.engine.tables.query.reading import pairs


async def answer(plane: Plane, request: Request, params: Params) -> Answer:
    """Answer `GET /api/v1/tables/{table}/aggregate`."""
    target = plane.target(request, params)
    plane.count("aggregate", target.table)

    async def make() -> Body:
        return await _body(plane, request, target)

    return await plane.body(request, target, "aggregate", make)


async def _body(plane: Plane, request: Request, target: Target) -> Body:
    given, names = pairs(request.query), plane.names(target)
    query = grammar.aggregate(given, names, content=target.content)
    labels = tuple(names.columns[group.column].name for group in query.groups)
    labels += tuple(label(measure, names) for measure in query.measures)

    def work(job: Job) -> Groups:
        with plane.engines.scanner(target.entry).session() as store, job.running(store):
            return store.groups(query, labels)

    found = await plane.engines.ask(work, target.entry)
    if not found.more:
        return envelope(found.items, target, None, query.offset + found.rows)
    end = Cursor(target.entry.number, query.offset + found.rows)
    following = next_address(request, end.seal(grammar.binding(given, target.content)))
    return envelope(found.items, target, following, None)
