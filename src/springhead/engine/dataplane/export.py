"""`/export.{format}`: all rows that meet the conditions, streamed; the original Parquet when nothing is asked."""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from springhead.engine.dataplane import sheets, texts, writers
from springhead.engine.dataplane.engines import Job, Store
from springhead.engine.dataplane.files import send_file
from springhead.engine.dataplane.messages import Answer, Request, Stream, attachment
from springhead.engine.dataplane.plane import Params, Plane, Target
from springhead.engine.kernel.language import joined, pick
from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.query import grammar
from springhead.engine.tables.query.cursor import digest
from springhead.engine.tables.query.grammar import ExportRequest
from springhead.engine.tables.query.names import nearest
from springhead.engine.tables.query.reading import pairs
from springhead.engine.tables.query.texts import BAD_CHOICE
from springhead.engine.tables.query.tree import ExportQuery
from springhead.engine.tables.schema import Column

Writer = Callable[[Store, ExportRequest, tuple[Column, ...]], Generator[bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a table."""

    media_type: str
    write: Writer


FORMATS: Final = {
    "csv": Format("text/csv; charset=utf-8", writers.csv),
    "ndjson": Format("application/x-ndjson", writers.ndjson),
    "parquet": Format("application/vnd.apache.parquet", writers.parquet),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheets.xlsx),
    "ods": Format("application/vnd.oasis.opendocument.spreadsheet", sheets.ods),
    "geojson": Format("application/geo+json", writers.geojson),
}


async def answer(plane: Plane, request: Request, params: Params) -> Answer | Stream:
    """Answer `GET /api/v1/tables/{table}/export.{format}`."""
    target, name = plane.target(request, params), params["format"]
    chosen = FORMATS.get(name)
    if chosen is None:
        choices = joined(FORMATS)
        raise Refused(BAD_CHOICE.at("format", value=name, nearest=nearest(name, FORMATS), choices=choices))
    names = plane.names(target)
    wanted = grammar.export(pairs(request.query), names)
    plane.count(f"export-{name}", target.table)
    etag = b'"' + digest(target.content, [(name, request.query.decode())])[:12].hex().encode() + b'"'
    if request.matches(etag):
        return Answer(304, b"", [(b"etag", etag), target.caching])
    if name == "geojson" and names.layout.place is None:
        raise Refused(texts.NO_GEOMETRY.at(target.table))
    if name == "ods":
        await _check_ods(plane, target, wanted.query)
    file = f"{pick(target.served.manifest.title, 'zh-Hant') or target.table}-{target.entry.number}.{name}"
    archive = target.entry.store("parquet")
    if name == "parquet" and archive and _is_whole(wanted.query, target):
        return send_file(plane, request, archive, file, target.caching)
    return _stream(
        plane, target, chosen, wanted, [(b"etag", etag), (b"content-disposition", attachment(file))]
    )


def _stream(
    plane: Plane, target: Target, chosen: Format, wanted: ExportRequest, headers: list[tuple[bytes, bytes]]
) -> Stream:
    if not plane.engines.has_room_to_export():
        raise Refused(texts.BUSY.at(seconds=10))
    job, file = Job(), plane.engines.scanner(target.entry)

    def chunks() -> Generator[bytes]:
        with file.session() as store, job.running(store):
            columns = tuple(target.entry.columns[index] for index in wanted.query.fields)
            with closing(chosen.write(store, wanted, columns)) as pieces:
                yield from pieces

    kind = (b"content-type", chosen.media_type.encode())
    return Stream(chunks(), [kind, target.caching, *headers], job.stop)


def _is_whole(query: ExportQuery, target: Target) -> bool:
    whole = query.fields == tuple(range(len(target.entry.columns)))
    return whole and query.where.is_empty and not query.sort


async def _check_ods(plane: Plane, target: Target, query: ExportQuery) -> None:
    rows = target.entry.rows
    if not query.where.is_empty and rows > sheets.ODS_ROWS:

        def work(job: Job) -> int:
            with plane.engines.scanner(target.entry).session() as store, job.running(store):
                return store.count(query.where)

        rows = await plane.engines.ask(work, target.entry)
    if rows > sheets.ODS_ROWS:
        raise Refused(texts.ODS_TOO_LARGE.at("ods", most=f"{sheets.ODS_ROWS:,}", rows=f"{rows:,}"))
