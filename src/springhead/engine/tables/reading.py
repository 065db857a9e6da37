"""Reading and checking one file of any format: the door to everything else in this folder."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables import aliases as naming
from springhead.engine.tables import formats, labels, mending, passes, placing, planning, roles, texts, twins
from springhead.engine.tables.collecting import Collector
from springhead.engine.tables.deciding import ColumnPlan
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.grid import Grid
from springhead.engine.tables.judging import tell_columns
from springhead.engine.tables.limits import Limits
from springhead.engine.tables.recipe import Recipe, fingerprint
from springhead.engine.tables.report import Report
from springhead.engine.tables.schema import Column
from springhead.engine.tables.textgrid import TextGrid, open_text

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class _Job:
    """What was asked, and where scratch files go."""

    path: Path
    filename: str
    recipe: Recipe
    limits: Limits
    out: Path | None
    work: Path
    progress: Progress | None
    aliases: Mapping[str, str]
    changed: bool = False  # the header is not the one the recipe was made for

    def say(self, step: str, fraction: float) -> None:
        if self.progress:
            self.progress(step, fraction)


def read(  # noqa: PLR0913  the one door has all the handles
    path: Path,
    *,
    filename: str = "",
    recipe: Recipe | None = None,
    limits: Limits | None = None,
    out: Path | None = None,
    progress: Progress | None = None,
    aliases: Mapping[str, str] | None = None,
) -> Report:
    """Read a file whole and say what is in it and what is wrong with it.

    `filename` is the name the sender gave (its extension is a hint, never a proof). With `out` (a folder)
    it also writes `table.parquet` (typed, names as columns, file order) and `findings.ndjson` (all of them).
    `progress` is told a step and a fraction from 0 to 1. `aliases` are the names and aliases of earlier
    snapshots. Raises `Refused` for what cannot be read at all.
    """
    name = filename or path.name
    limits = limits or Limits()
    _look(path, name, limits)
    with _folder(out) as work:
        job = _Job(path, name, recipe or Recipe(), limits, out, work, progress, aliases or {})
        job.say("open", 0.0)
        grid, job = _opened(job)
        return _report(grid, job)


def _look(path: Path, name: str, limits: Limits) -> None:
    if not path.is_file():
        raise Refused(texts.NO_SUCH_FILE.at(name))
    size = path.stat().st_size
    if not size:
        raise Refused(texts.EMPTY_FILE.at(name))
    if size > limits.file_bytes:
        raise Refused(texts.FILE_TOO_LARGE.at(name, count=size, limit=limits.file_bytes))


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    if out:
        out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out, prefix=".reading-") as work:
        yield Path(work)


def _opened(job: _Job) -> tuple[Grid, _Job]:
    grid = _grid(job)
    known = job.recipe.fingerprint
    if not known or known == fingerprint(grid.header):
        return grid, job
    # The header is another one than the recipe was accepted for: only what concerns the file's outside stays.
    outside = tuple(one for one in job.recipe.mendings if one.op in {"sheet", "record_path", "strip_hidden"})
    job = replace(job, recipe=Recipe(outside, "", job.recipe.declared), work=_fresh(job.work), changed=True)
    return _grid(job), job


def _fresh(work: Path) -> Path:
    again = work / "again"
    again.mkdir()
    return again


def _grid(job: _Job) -> Grid:
    kind = formats.detect(job.path, job.filename)
    grid = formats.open_grid(
        kind,
        job.path,
        filename=job.filename,
        recipe=job.recipe,
        limits=job.limits,
        work=job.work,
        text=open_text,
    )
    if grid.width > job.limits.columns:
        raise Refused(texts.TOO_MANY_COLUMNS.at(job.filename, count=grid.width, limit=job.limits.columns))
    wrong = formats.extension_finding(kind, job.filename)
    if wrong:
        grid.findings.append(wrong)
    return grid


def _report(grid: Grid, job: _Job) -> Report:
    line = grid.header_line if isinstance(grid, TextGrid) else grid.title_rows + 1
    made = labels.make(grid.header, grid.width, recipe=job.recipe, row=grid.title_rows + 1, line=line)
    first = planning.plans(made.labels, job.recipe, grid.typed)
    rows = max(1, job.path.stat().st_size // max(8, 8 * grid.width))
    run = passes.Run(grid, job.limits, job.out, rows, job.progress)
    outcome = passes.settle(run, first)
    collector, plans = outcome.collector, outcome.plans
    dropped = {f"#{at + 1}" for at, plan in enumerate(plans) if plan.dropped}
    for finding in (*grid.findings, *made.findings, *_shape(grid, made, job)):
        if finding.column not in dropped:
            collector.tell(_named(finding, plans))
    if not collector.rows and not collector.set_aside + grid.set_aside:
        collector.tell(Finding(texts.ONLY_HEADER.at("")))
    tell_columns(collector, plans)
    if grid.width > 1 and 1 < collector.rows <= twins.MOST and not any(collector.growing.values()):
        for finding, count in twins.find(passes.pieces(grid), grid.width, collector.rows):
            collector.tell(finding, count)
    columns = _columns(job, outcome, made)
    columns, told = placing.zoned(roles.assign(columns, collector.rows), _table(job), job.recipe)
    columns = _keyed(columns, grid, job, collector)
    for finding in told:
        collector.tell(finding)
    collector.finish()
    report = _written(grid, job, outcome, columns)
    names = [one for one in made.mendings if one.column not in dropped]
    report.proposals = [*mending.proposals(report.findings, names), *placing.proposals(report.findings)]
    job.say("check", 1.0)
    return report


def _named(finding: Finding, plans: list[ColumnPlan]) -> Finding:
    if not finding.column or not finding.column.startswith("#") or not finding.column[1:].isdigit():
        return finding
    at = int(finding.column[1:]) - 1
    return replace(finding, column=plans[at].name) if at < len(plans) else finding


def _shape(grid: Grid, made: labels.Labels, job: _Job) -> Iterator[Finding]:
    known = {finding.problem.code for finding in grid.findings}
    recipe, titles = job.recipe, grid.title_rows
    if job.changed:
        yield Finding(texts.HEADER_CHANGED.at(""))
    if titles and recipe.value("title_rows") is None and "title-rows" not in known:
        shown = " / ".join(grid.titles)[:80]
        if not shown:
            blank = texts.BLANK_ROW.at("", count=titles)
            yield from (Finding(blank, row, row) for row in range(1, titles + 1))
            return
        problem = texts.TITLE_ROWS.at("", count=titles, value=shown, row=titles + 1, rows=titles)
        yield Finding(problem, 1, 1, None, shown)
    if recipe.value("header_rows") is not None:
        return
    if not grid.header and isinstance(grid, TextGrid):
        yield Finding(texts.NO_HEADER.at("", rows=0), titles + 1, titles + 1)
    elif len(grid.header) > 1 and "two-row-header" not in known:
        named = [one for one in made.labels if one.name]
        joined = next((one for one in named if "_" in one.name or one.title), named[0])
        shown = " / ".join(dict.fromkeys((joined.name, *joined.title.values())))
        problem = texts.TWO_ROW_HEADER.at("", fixed=shown, rows=len(grid.header))
        yield Finding(problem, titles + 1, titles + 1, None, shown)


def _profiles(table: Path, limits: Limits) -> dict[str, dict[str, Any]]:
    from springhead.engine.tables import profile  # DuckDB is loaded only where a table is written

    return profile.of(table, limits)


def _table(job: _Job) -> Path | None:
    return job.out / "table.parquet" if job.out else None


def _columns(job: _Job, outcome: passes.Outcome, made: labels.Labels) -> tuple[Column, ...]:
    plans, table = outcome.plans, _table(job)
    kept = [(label, plan) for label, plan in zip(made.labels, plans, strict=True) if not plan.dropped]
    job.say("profile", 0.0)
    profiles = _profiles(table, job.limits) if table else {}
    english = [label.title.get("en", "") for label, _ in kept]
    names = naming.assign([label.name for label, _ in kept], english=english, kept=job.aliases)
    return tuple(
        Column(
            name=label.name,
            alias=alias,
            type=plan.type,
            title=label.title,
            unit=label.unit or plan.unit,
            profile=profiles.get(label.name, {}),
        )
        for (label, plan), alias in zip(kept, names, strict=True)
    )


def _keyed(columns: tuple[Column, ...], grid: Grid, job: _Job, collector: Collector) -> tuple[Column, ...]:
    """Tell where the chosen key does not name every row once; where it does, it is the key."""
    key, table = tuple(job.recipe.declared.get("key", ())), _table(job)
    if not key or table is None:
        return columns
    from springhead.engine.tables import keys  # DuckDB is loaded only where a table is written

    verdict = keys.check(table, [column.name for column in columns], key, folder=job.work)
    for finding, count in keys.findings(verdict, passes.pieces(grid)):
        collector.tell(finding, count)
    return roles.assign(columns, collector.rows, key) if verdict.unique else columns


def _written(grid: Grid, job: _Job, outcome: passes.Outcome, columns: tuple[Column, ...]) -> Report:
    collector = outcome.collector
    return Report(
        format=grid.format,
        rows=collector.rows,
        set_aside=collector.set_aside + grid.set_aside,
        columns=columns,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        header_rows=len(grid.header),
        title_rows=grid.title_rows,
        fingerprint=fingerprint(grid.header),
        findings=collector.findings(),
        counts=dict(sorted(collector.counts.items())),
        places={rule: dict(columns) for rule, columns in collector.places.items()},
        table=_table(job),
        grid=job.out / "grid.parquet" if job.out else None,
        findings_file=job.out / "findings.ndjson" if job.out else None,
        titles=grid.titles,
        notes=tuple(text for _, _, text in collector.footer),
        applied=job.recipe.mendings,
    )
