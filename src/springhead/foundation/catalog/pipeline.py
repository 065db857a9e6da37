"""The work on a delivery between the officer's steps: read, judge, build, and where asked for, publish.

Every step leaves its result in the store before the case moves, and begins by looking where the case
stands; so a step that died half way is simply done again, and the current version answers meanwhile.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any, Final

from django.conf import settings

from springhead.engine.kernel.actors import machine
from springhead.engine.kernel.failpoints import reach
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.engine.kernel.workflow import Command
from springhead.engine.storage.room import is_full
from springhead.engine.storage.texts import DISK_FULL, STORE_UNREACHABLE
from springhead.engine.tables import reading, rowdiff, stores
from springhead.engine.tables.formats.workbooks import strip
from springhead.engine.tables.manifest import Store
from springhead.engine.tables.recipe import Recipe
from springhead.engine.tables.report import Report
from springhead.engine.tables.schema import Column
from springhead.engine.tables.worker import read_in_child
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.texts import CHANGED_MEANWHILE, NOT_NOW
from springhead.foundation.catalog import codes, drift, metadata, records, reports, store
from springhead.foundation.catalog.commands import Check, Hold, Publish, Read, Refuse
from springhead.foundation.catalog.models import Delivery, Snapshot
from springhead.foundation.catalog.rules import State
from springhead.foundation.jobs.run import Again

WORKER: Final = machine("delivery")
PASSING: Final = (DISK_FULL.code, STORE_UNREACHABLE.code)  # not the file's fault, and it ends
COMPARED_ROWS: Final = 2_000_000  # above this versions are not compared row by row
Progress = Callable[[str, float], None]


def work(number: str, progress: Progress) -> None:
    """Bring a delivery as far as machines may. `progress` gets a label and a fraction of the whole.

    Raises `Again` for what passes without the file being changed: a full disk, a store that does not answer.
    """
    reach("delivery.begin")
    try:
        _forward(number, progress)
    except Refused as refusal:
        problem = refusal.problems[0]
        if problem.code in PASSING:
            raise Again(problem) from refusal
        # Somebody moved the case meanwhile; what they did queued its own work.
        if problem.code not in (CHANGED_MEANWHILE.code, NOT_NOW.code):
            raise
    except Exception as error:
        if not is_full(error):
            raise
        free = shutil.disk_usage(settings.SPRINGHEAD.scratch.parent).free
        raise Again(DISK_FULL.at(number, needed="?", free=free)) from error


def _forward(number: str, progress: Progress) -> None:
    delivery = _get(number)
    if delivery.state == State.RECEIVED:
        _read(delivery, progress)
        delivery = _get(number)
    if delivery.state == State.READ:
        _judge(delivery, progress)
        delivery = _get(number)
    if delivery.state == State.CHECKED and delivery.publish_when_clean:
        _publish(delivery, progress)


def _get(number: str) -> Delivery:
    wanted = Delivery.objects.select_related("case", "distribution__dataset__agency", "distribution__current")
    return wanted.get(case__number=number)


def _fire(delivery: Delivery, command: Command) -> None:
    fire(delivery.number, command, by=WORKER, at=now(), expected_version=delivery.case.version)


def _read(delivery: Delivery, progress: Progress) -> None:
    progress("read", 0.0)
    with store.scratch(delivery.number) as folder:
        try:
            report = _report(delivery, folder, lambda _step, done: progress("read", 0.6 * done))
        except Refused as refusal:
            if refusal.problems[0].code in PASSING:
                raise
            _fire(delivery, Refuse(tuple(in_both(problem) for problem in refusal.problems)))
            return
        reach("delivery.read")
        work = {name: store.blobs().adopt(file).sha256 for name, file in _outcome(report).items()}
        reach("delivery.stored")
    before = delivery.distribution.current
    changed = drift.between(_columns(before), report.columns)
    told = {"report": reports.as_stored(report), "work": work, "drift": changed.as_json()}
    _fire(delivery, Read(**told, recipe=_applied(delivery, report).as_json()))


def _applied(delivery: Delivery, report: Report) -> Recipe:
    """Return the recipe as it was applied: mendings for another header stay behind."""
    asked = Recipe.from_json(delivery.recipe)
    return Recipe(report.applied, report.fingerprint if report.applied else "", dict(asked.declared))


def _report(delivery: Delivery, folder: Path, progress: Progress) -> Report:
    recipe = Recipe.from_json(delivery.recipe)
    declared = {key: value for key, value in (("encoding", delivery.distribution.encoding),) if value}
    known = {
        "filename": delivery.filename,
        "recipe": replace(
            recipe,
            declared={
                **declared,
                **recipe.declared,
                "place": _place(delivery),
                "key": list(delivery.distribution.key_columns),
            },
        ),
        "progress": progress,
        "aliases": delivery.distribution.names,
    }
    file = store.blobs().path(delivery.sha256)
    if settings.SPRINGHEAD.reads_apart:
        return read_in_child(file, folder=folder, **known)
    return reading.read(file, out=folder, **known)


def _place(delivery: Delivery) -> str:
    """Return the words that may tell where the data are about: agency and title."""
    dataset = delivery.distribution.dataset
    return f"{dataset.agency.name()} {dataset.name}"


def _outcome(report: Report) -> dict[str, Path]:
    files = {"table": report.table, "findings": report.findings_file, "grid": report.grid}
    return {name: file for name, file in files.items() if file is not None}


def in_both(problem: Problem) -> dict[str, Any]:
    """Return a problem as it stays readable in both languages."""
    return {
        "code": problem.code,
        "where": problem.where,
        "zh-Hant": {"message": problem.message("zh-Hant"), "remedy": problem.remedy("zh-Hant")},
        "en": {"message": problem.message("en"), "remedy": problem.remedy("en")},
    }


def _columns(snapshot: Snapshot | None) -> tuple[Column, ...]:
    return tuple(Column.from_json(column) for column in snapshot.columns) if snapshot else ()


def _judge(delivery: Delivery, progress: Progress) -> None:
    if reports.open_rules(delivery.report, Recipe.from_json(delivery.recipe)):
        _fire(delivery, Hold())
        return
    progress("build", 0.6)
    with store.scratch(delivery.number) as folder:
        parquet = store.blobs().path(delivery.work["table"])
        columns = reports.columns_of(delivery.report)
        built = stores.build(parquet, columns, folder, progress=_building(progress))
        reach("delivery.built")
        indexed = {name for one in built for name in one.indexed}
        kept = [*_originals(delivery, folder), *(_kept(one) for one in built)]
        reach("delivery.kept")
        progress("compare", 0.9)
        difference = _difference(delivery, parquet, columns, folder)
    final = [replace(column, indexed=column.name in indexed).as_json() for column in columns]
    _fire(delivery, Check(stores=tuple(kept), columns=tuple(final), diff=difference))


def _building(progress: Progress) -> Callable[[int, int], None]:
    return lambda done, rows: progress("build", 0.6 + 0.25 * done / max(rows, 1))


def _kept(built: stores.BuiltStore) -> dict[str, Any]:
    blob = store.blobs().adopt(built.path)
    return _store(built.kind, blob.sha256, blob.size)


def _originals(delivery: Delivery, folder: Path) -> list[dict[str, Any]]:
    table = store.blobs().path(delivery.work["table"])
    return [
        _original(delivery, folder),
        _store("parquet", delivery.work["table"], table.stat().st_size, media=codes.media_type("Parquet")),
    ]


def _original(delivery: Delivery, folder: Path) -> dict[str, Any]:
    """Return the file as it came; where hidden parts were stripped, a clean copy takes its place for the public."""
    media = codes.media_type(codes.format_of(str(delivery.report["format"])))
    hidden = Recipe.from_json(delivery.recipe).of("strip_hidden")
    if not hidden:
        return _store("original", delivery.sha256, delivery.size, name=delivery.filename, media=media)
    parts = [str(part) for mending in hidden for part in mending.value or ()]
    clean = folder / "clean.xlsx"
    strip.strip(store.blobs().path(delivery.sha256), clean, parts, filename=delivery.filename)
    blob = store.blobs().adopt(clean)
    name = str(PurePath(delivery.filename).with_suffix(strip.SUFFIX))
    return _store("original", blob.sha256, blob.size, name=name, media=codes.media_type("XLSX"))


def _store(
    kind: str, sha256: str, size: int, *, name: str = "", media: str = "application/octet-stream"
) -> dict[str, Any]:
    made = Store(kind, store.public_name(sha256, kind), sha256, size, name, media)
    return {field: getattr(made, field) for field in Store.__dataclass_fields__}


def _difference(delivery: Delivery, parquet: Path, columns: Sequence[Column], folder: Path) -> dict[str, Any]:
    before = delivery.distribution.current
    if before is None or not before.parquet_sha:
        return {}
    if max(before.rows, int(delivery.report["rows"])) > COMPARED_ROWS:
        return {"rows_before": before.rows, "against": before.number, "too_large": True}
    old = store.blobs().path(before.parquet_sha)
    found = rowdiff.compare(
        old, _columns(before), parquet, columns, folder=folder, key=delivery.distribution.key_columns
    )
    wanted = list(delivery.distribution.key_columns)
    missed = {"key_wanted": wanted} if wanted and list(found.key) != wanted else {}
    return {"rows_before": before.rows, "against": before.number, **found.as_json(), **missed}


def _publish(delivery: Delivery, progress: Progress) -> None:
    """Publish without the officer: only what nobody has to decide about."""
    lacking = any(
        gap.severity == "error" for gap in metadata.gaps(records.drafted(delivery.distribution.dataset))
    )
    if lacking or drift.Drift.from_json(delivery.drift).breaking:
        return
    progress("publish", 0.97)
    _fire(delivery, Publish())
