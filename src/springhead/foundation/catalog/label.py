"""The page of a dataset as values: what a good museum label says, in order. Reads nothing; is handed a Sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now, taipei
from springhead.engine.tables.schema import Column, Type
from springhead.engine.tables.zones import CRS
from springhead.foundation.catalog import codes, records
from springhead.foundation.catalog.models import Dataset, Snapshot
from springhead.foundation.catalog.queries import Sheet
from springhead.foundation.catalog.vocabulary import Kind, Openness, Stage, Verdict, word
from springhead.foundation.ui import formats
from springhead.foundation.ui.components import Station

EXPORTS: Final = ("csv", "ndjson", "parquet", "xlsx", "ods", "geojson")
NAMES: Final = {
    "csv": "CSV",
    "ndjson": "NDJSON",
    "parquet": "Parquet",
    "xlsx": "XLSX",
    "ods": "ODS",
    "geojson": "GeoJSON",
}
GRACE: Final = 1.5  # of the promised interval; later than that is late
UNKNOWN: Final = {"zh-Hant": "未提供", "en": "Not stated"}


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of the headline; `kind` is ok, warn, bad, info or plain."""

    kind: str
    text: Mapping[str, str]


def tags(dataset: Dataset) -> list[Tag]:
    """Return the tags beside the title: class, stage, formats, check result."""
    made = [_openness(dataset)]
    if dataset.stage != Stage.SERVED:
        made.append(Tag("plain", word(Stage(dataset.stage)).name))
    if dataset.formats:
        shown = "・".join(dataset.formats[:5])
        made.append(Tag("info", {"zh-Hant": shown, "en": shown}))
    if dataset.verdict == Verdict.FINDINGS:
        n = dataset.findings or 0
        made.append(Tag("warn", {"zh-Hant": f"{n:,} 處待修正", "en": f"{n:,} to mend"}))
    elif dataset.verdict:
        kind = "ok" if dataset.verdict == Verdict.CLEAN else "bad"
        made.append(Tag(kind, word(Verdict(dataset.verdict)).name))
    return made


def _openness(dataset: Dataset) -> Tag:
    """Return the tag of the class; a catalogue elsewhere may not have stated it."""
    if not dataset.openness:
        return Tag("plain", {"zh-Hant": "開放類別待補", "en": "Class not stated"})
    return Tag("ok" if dataset.openness == Openness.OPEN else "warn", word(Openness(dataset.openness)).name)


def next_due(dataset: Dataset) -> datetime | None:
    """Return when the next version is due by the stated frequency."""
    last = dataset.last_published
    return records.frequency_of(dataset).next_after(last) if last else None


def is_late(dataset: Dataset) -> bool:
    """Tell whether the next version is overdue by more than half an interval."""
    interval = records.frequency_of(dataset).interval
    return bool(dataset.last_published and interval and now() > dataset.last_published + interval * GRACE)


def stations(dataset: Dataset, versions: list[Snapshot]) -> list[Station]:
    """Return the life of the dataset: first mention, first and latest publication, next update or tombstone."""
    made = []
    if dataset.issued and not (versions and _same_day(dataset.issued, versions[-1].published_at)):
        made.append(Station({"zh-Hant": "刊登", "en": "Listed"}, taipei(dataset.issued).date(), past=True))
    if versions:
        first, last = versions[-1], versions[0]
        name = {"zh-Hant": f"第 {first.number} 版", "en": f"Version {first.number}"}
        made.append(Station(name, taipei(first.published_at).date(), f"#version-{first.number}", past=True))
        if last is not first:
            name = {"zh-Hant": f"第 {last.number} 版", "en": f"Version {last.number}"}
            made.append(Station(name, taipei(last.published_at).date(), f"#version-{last.number}", past=True))
    if dataset.stage == Stage.WITHDRAWN:
        made.append(
            Station({"zh-Hant": "下架", "en": "Withdrawn"}, taipei(dataset.modified).date(), past=True)
        )
        return made
    due = next_due(dataset)
    if due:
        made.append(Station({"zh-Hant": "下次更新", "en": "Next update"}, taipei(due).date()))
    return made


def _same_day(one: datetime, other: datetime) -> bool:
    return taipei(one).date() == taipei(other).date()


def freshness(dataset: Dataset, current: Snapshot | None, lang: str) -> list[tuple[Mapping[str, str], Any]]:
    """Return the facts of the first card: how fresh and how complete; unknown is said, never guessed."""
    unknown = pick(UNKNOWN, lang)
    frequency = records.frequency_of(dataset).words(lang) or unknown
    facts: list[tuple[Mapping[str, str], Any]] = [({"zh-Hant": "更新頻率", "en": "Updated"}, frequency)]
    facts.append(({"zh-Hant": "最近更新", "en": "Last version"}, _last(dataset, lang) or unknown))
    facts.append(({"zh-Hant": "筆數", "en": "Rows"}, f"{current.rows:,}" if current else unknown))
    if current:
        facts.append(({"zh-Hant": "擱置", "en": "Set aside"}, f"{current.set_aside:,}"))
        share = completeness(current)
        if share is not None:
            facts.append(({"zh-Hant": "欄位完整", "en": "Cells filled"}, f"{share * 100:.1f} %"))
    covers = _covers(dataset, lang)
    if covers:
        facts.append(({"zh-Hant": "資料期間", "en": "Period"}, covers))
    return facts


def _last(dataset: Dataset, lang: str) -> str:
    if not dataset.last_published:
        return ""
    day = formats.day(dataset.last_published, lang, year=True)
    if not records.frequency_of(dataset).interval:
        return day
    late = is_late(dataset)
    if lang == "en":
        return f"{day} ({'overdue' if late else 'on time'})"
    return f"{day}（{'逾期' if late else '準時'}）"


def _covers(dataset: Dataset, lang: str) -> str:
    ends = (dataset.covers_from, dataset.covers_to)
    return " – ".join(formats.day(one, lang, year=True) if one else "…" for one in ends) if any(ends) else ""


def completeness(snapshot: Snapshot) -> float | None:
    """Return the share of cells that hold a value; None when the profiles do not tell."""
    nulls = [column.get("profile", {}).get("nulls") for column in snapshot.columns]
    if not nulls or any(count is None for count in nulls) or not snapshot.rows:
        return None
    return 1 - float(sum(nulls)) / (len(nulls) * snapshot.rows)


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One line of the column dictionary."""

    column: Column
    type_name: Mapping[str, str]
    filled: str
    distinct: Any
    low: Any
    high: Any
    top: tuple[tuple[str, int], ...]
    bars: tuple[float, ...]


TYPES: Final = {
    Type.TEXT: {"zh-Hant": "文字", "en": "text"},
    Type.INTEGER: {"zh-Hant": "整數", "en": "integer"},
    Type.DECIMAL: {"zh-Hant": "小數", "en": "decimal"},
    Type.BOOLEAN: {"zh-Hant": "是非", "en": "boolean"},
    Type.DATE: {"zh-Hant": "日期", "en": "date"},
    Type.TIME: {"zh-Hant": "時刻", "en": "time"},
    Type.DATETIME: {"zh-Hant": "日期時間", "en": "date and time"},
}


def dictionary(columns: tuple[Column, ...], rows: int) -> list[ColumnRow]:
    """Return the column dictionary with what the profile of each column tells."""
    return [_column_row(column, rows) for column in columns]


def _column_row(column: Column, rows: int) -> ColumnRow:
    profile = column.profile
    nulls = profile.get("nulls")
    filled = f"{(1 - nulls / rows) * 100:.1f} %" if nulls is not None and rows else ""
    return ColumnRow(
        column=column,
        type_name=TYPES[column.type],
        filled=filled,
        distinct=profile.get("distinct"),
        low=profile.get("min"),
        high=profile.get("max"),
        top=top_values(column)[:3],
        bars=_bars(column) if not _all_different(column) else (),
    )


def _all_different(column: Column) -> bool:
    """Tell whether a column without a histogram has no value that stands out."""
    top = top_values(column)
    return not column.profile.get("histogram") and bool(top) and top[0][1] <= 1


def top_values(column: Column) -> tuple[tuple[str, int], ...]:
    """Return the most frequent values with their counts, as the profile keeps them."""
    found = []
    for entry in column.profile.get("top") or ():
        value, count = (
            (entry.get("value"), entry.get("count")) if isinstance(entry, dict) else tuple(entry)[:2]
        )
        found.append((str(value), int(count or 0)))
    return tuple(found)


def _bars(column: Column) -> tuple[float, ...]:
    histogram = column.profile.get("histogram")
    if isinstance(histogram, dict):
        histogram = histogram.get("counts")
    if histogram:
        return tuple(float(entry["count"] if isinstance(entry, dict) else entry) for entry in histogram)
    return tuple(float(count) for _, count in top_values(column))


def for_elements(columns: tuple[Column, ...], lang: str) -> list[dict[str, Any]]:
    """Return the columns as the page's elements read them."""
    return [
        {
            "name": column.name,
            "alias": column.alias,
            "label": pick(column.title, lang) or column.name,
            "type": str(column.type),
            "distinct": column.profile.get("distinct"),
            "role": column.role,
            "crs": column.crs,
            "low": column.profile.get("min"),
            "high": column.profile.get("max"),
        }
        for column in columns
    ]


def place(columns: tuple[Column, ...]) -> tuple[str, str] | None:
    """Return the names of the columns of longitude and latitude, else of TWD97 x and y, when the table has a place."""
    roles = {column.role: column.name for column in columns}
    pairs = (("longitude", "latitude"), ("twd97_x", "twd97_y"))
    return next(((roles[x], roles[y]) for x, y in pairs if x in roles and y in roles), None)


def zone(columns: tuple[Column, ...]) -> tuple[str, str] | None:
    """Return number and code of the TWD97 zone the map's places are computed with; None for degrees."""
    names = place(columns)
    crs = next((column.crs for column in columns if names and column.name == names[0]), "")
    return next(((str(number), crs) for number, code in CRS.items() if code == crs), None)


def has_map(columns: tuple[Column, ...]) -> bool:
    """Tell whether rows have a place, published or computed from TWD97."""
    return place(columns) is not None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to get the data. `here`: served by us."""

    name: str
    url: str
    here: bool
    note: str = ""
    size: int | None = None


def ways(sheet: Sheet, lang: str) -> list[Way]:
    """Return every download: exports of the chosen table, the file as it came, links elsewhere."""
    made: list[Way] = []
    table, current = sheet.chosen, sheet.current
    if table and current:
        base = f"/api/v1/tables/{table.table_id}/export."
        columns = tuple(Column.from_json(column) for column in current.columns)
        made += [
            Way(NAMES[one], base + one, here=True) for one in EXPORTS if one != "geojson" or has_map(columns)
        ]
        original = f"/files/{current.original_sha}/{current.original_name}"
        note = "原始檔" if lang != "en" else "the file as it came"
        made.append(Way(current.original_name, original, here=True, note=note, size=current.original_size))
    made += [
        Way(
            codes.format_of(one.format) or word(Kind(one.kind)).name[lang],
            one.url,
            here=False,
            note=pick(one.title, lang),
        )
        for one in sheet.elsewhere
    ]
    return made


def details(sheet: Sheet, lang: str) -> list[tuple[Mapping[str, str], Any]]:
    """Return the remaining metadata; what is not stated is left to the list of gaps on the officer's desk."""
    found = sheet.dataset
    category = codes.categories().get(found.category)
    cost = {"free": {"zh-Hant": "免費", "en": "Free"}, "paid": {"zh-Hant": "付費", "en": "Charged"}}.get(
        found.cost, UNKNOWN
    )
    facts: list[tuple[Mapping[str, str], Any]] = [
        ({"zh-Hant": "資料集編號", "en": "Dataset id"}, found.public_id),
        ({"zh-Hant": "服務分類", "en": "Category"}, pick(category.name if category else UNKNOWN, lang)),
        ({"zh-Hant": "計費方式", "en": "Cost"}, pick(cost, lang)),
        ({"zh-Hant": "空間範圍", "en": "Area"}, found.spatial),
        (
            {"zh-Hant": "語系", "en": "Language"},
            pick(LANGUAGES.get(found.language, UNNAMED), lang) or found.language,
        ),
        ({"zh-Hant": "聯絡窗口", "en": "Contact"}, found.contact_name),
        ({"zh-Hant": "聯絡電話", "en": "Telephone"}, found.contact_phone),
        ({"zh-Hant": "備註", "en": "Notes"}, found.notes),
    ]
    facts += [
        ({"zh-Hant": SCHEMES[one.scheme][0], "en": SCHEMES[one.scheme][1]}, one.value)
        for one in sheet.aliases
    ]
    return [(name, value) for name, value in facts if value]


UNNAMED: Final[Mapping[str, str]] = {}
LANGUAGES: Final[Mapping[str, Mapping[str, str]]] = {
    "zh": {"zh-Hant": "中文", "en": "Chinese"},
    "zh-Hant": {"zh-Hant": "中文", "en": "Chinese"},
    "zh-TW": {"zh-Hant": "中文", "en": "Chinese"},
    "en": {"zh-Hant": "英文", "en": "English"},
}
SCHEMES: Final = {
    "data_gov_tw": ("政府資料開放平臺編號", "data.gov.tw id"),
    "g1": ("標準資料集編號", "Identifier of the standard"),
    "agency": ("機關自編號", "Agency's own id"),
}
