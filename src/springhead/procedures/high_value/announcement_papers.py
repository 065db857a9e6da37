"""The announced list as documents: ODT and PDF from one description, JSON byte for byte as its digest, CSV, calendar."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from springhead.engine.documents.paper import Block, Heading, Paper, Table, Text
from springhead.engine.kernel.canonical import canonical
from springhead.engine.kernel.language import LANGS, Lang, LanguageMap, pick
from springhead.foundation.catalog import codes, frequency
from springhead.foundation.catalog.bulk_sheets import marked
from springhead.foundation.commitments import feeds
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.ui import formats
from springhead.procedures.high_value import themes
from springhead.procedures.high_value.models import Announcement, Cycle
from springhead.procedures.high_value.texts import SHEET_NAMES

TITLE: Final[LanguageMap] = {"zh-Hant": "{cycle}：公告清單", "en": "{cycle}: announced list"}
HEADINGS: Final[dict[str, LanguageMap]] = {
    "changes": {"zh-Hant": "與前一版的異動", "en": "What changed since the version before"},
    "added": {"zh-Hant": "新增", "en": "Added"},
    "removed": {"zh-Hant": "移除", "en": "Removed"},
    "changed": {"zh-Hant": "變更", "en": "Changed"},
    "reason": {"zh-Hant": "修正理由", "en": "Why it was amended"},
    "verify": {"zh-Hant": "如何查驗這份公告", "en": "How to verify this announcement"},
}
COLUMNS: Final[dict[str, LanguageMap]] = {
    "number": {"zh-Hant": "提報編號", "en": "nomination"},
    "title": {"zh-Hant": "資料集", "en": "dataset"},
    "agency": {"zh-Hant": "機關", "en": "agency"},
    "theme": {"zh-Hant": "主題", "en": "theme"},
    "subcategory": {"zh-Hant": "子類", "en": "sub-category"},
    "until": {"zh-Hant": "預計開放日", "en": "to be released by"},
    **SHEET_NAMES,
    "standard": {"zh-Hant": "資料標準", "en": "data standard"},
    "api": {"zh-Hant": "提供 API", "en": "API"},
}
ON_PAPER: Final = ("number", "title", "agency", "fields", "format", "interval", "until")
MOST_EVENTS: Final = 2_000
YES: Final[LanguageMap] = {"zh-Hant": "是", "en": "yes"}
NO: Final[LanguageMap] = {"zh-Hant": "—", "en": "—"}


def called(row: Announcement) -> LanguageMap:
    """Return what the document is called: the list of its cycle."""
    return {lang: pick(TITLE, lang).format(cycle=pick(row.cycle.case.title, lang)) for lang in LANGS}


def as_json(row: Announcement) -> bytes:
    """Return the document as the very bytes (RFC 8785) whose SHA-256 is the digest in the ledger."""
    return canonical(row.body)


def as_rows(row: Announcement) -> Iterator[list[str]]:
    """Yield the list for a spreadsheet: a header in Chinese, then one line an entry with both titles and the codes."""
    zh = [COLUMNS[name]["zh-Hant"] for name in COLUMNS]
    yield ["dataset", "agency_id", "title_en", *zh]
    for entry in row.body["entries"]:
        said = [cell(entry, name, "zh-Hant") for name in COLUMNS]
        ids = [str(entry["dataset"]), str(entry["agency"]), str(entry["title"].get("en", ""))]
        yield [marked(text) for text in (*ids, *said)]


def cell(entry: Mapping[str, Any], name: str, lang: Lang) -> str:
    """Return one thing an entry says, in words; a dash where it says nothing."""
    value = _value(entry, name, lang)
    return str(value) if value else "—"


def _value(entry: Mapping[str, Any], name: str, lang: Lang) -> Any:
    if name == "title":
        return pick(entry["title"], lang)
    if name == "agency":
        return pick(entry["agency_name"], lang)
    if name == "theme":
        return pick(themes.name_of(entry["theme"]), lang)
    if name == "subcategory":
        return pick(themes.subcategory_of(entry["theme"], entry["subcategory"]), lang)
    return _told(name, entry.get(name), lang)


def _told(name: str, value: Any, lang: Lang) -> str:
    if name in _WORDS:
        return _WORDS[name](str(value or ""), lang)
    if isinstance(value, bool):
        return pick(YES if value else NO, lang)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return (", " if lang == "en" else "、").join(str(one) for one in value)
    return str(value or "")


def _licence(value: str, lang: Lang) -> str:
    known = codes.licences().get(codes.licence_of(value))
    return known.name(lang) if known else value


def _theme(value: str, lang: Lang) -> str:
    return pick(themes.name_of(value), lang)


def _interval(value: str, lang: Lang) -> str:
    """The sheet says it in Chinese as agencies write it."""
    return frequency.parse(value).words(lang) if lang == "en" else value


_WORDS: Final = {"until": formats.written, "licence": _licence, "theme": _theme, "interval": _interval}


def changes(row: Announcement, before: Announcement | None, lang: Lang) -> list[tuple[str, str, str]]:
    """Return what changed since the version before: the sort of change, the number with its title, and what exactly."""
    found = row.body["changes"]
    titles = {one["number"]: one["title"] for one in (before.body["entries"] if before else ())}
    titles |= {one["number"]: one["title"] for one in row.body["entries"]}

    def named(number: str) -> str:
        return f"{number} {pick(titles.get(number, {}), lang)}".strip()

    added = [("added", named(number), "") for number in found["added"]]
    removed = [("removed", named(one["number"]), str(one["reason"])) for one in found["removed"]]
    return [
        *added,
        *removed,
        *(("changed", named(one["number"]), _moved(one, lang)) for one in found["changed"]),
    ]


def _moved(one: Mapping[str, Any], lang: Lang) -> str:
    label = pick(COLUMNS.get(one["what"], {}), lang) or str(one["what"])
    was, becomes = (_told(one["what"], one[when], lang) or "—" for when in ("before", "after"))
    if lang == "en":
        return f"{label}: from {was} to {becomes}"
    return f"{label}由「{was}」改為「{becomes}」"


def verifying(row: Announcement, address: str, lang: Lang) -> list[str]:
    """Return, step by step, how anybody verifies the document without trusting this platform; `address` is its origin."""
    file, receipt = f"{path_of(row)}.json", f"/ledger/receipts/{row.seq}.json"
    if lang == "en":
        return [
            f"SHA-256 of the document: {row.digest}",
            f"1. Download {address}{file} and compute the SHA-256 of the file (sha256sum). It is the value above.",
            (
                f"2. Download the receipt {address}{receipt} and {address}/ledger/verify.py. python verify.py RECEIPT shows the "
                f"event number {row.seq} of the ledger, with this digest, the day and the document number, and checks its signature."
            ),
        ]
    return [
        f"文件的 SHA-256：{row.digest}",
        f"1. 下載 {address}{file} 並計算檔案的 SHA-256（sha256sum），應與上列數值相同。",
        (
            f"2. 下載收據 {address}{receipt} 與 {address}/ledger/verify.py 並執行 python verify.py 收據檔，可看到公開帳本第 {row.seq} 筆"
            "載有同一數值、公告日期與文號，並驗證簽章。"
        ),
    ]


def path_of(row: Announcement) -> str:
    """Return the path of a version, without its form."""
    return f"/themes/announcements/{row.cycle.case.number}/{row.version}"


def paper(row: Announcement, before: Announcement | None, *, address: str, lang: Lang) -> Paper:
    """Return the document as a paper: number and day, what changed, the list by theme, how to verify it."""
    blocks: list[Block] = [Text(_when(row, lang))]
    if row.reason:
        blocks += [Heading(pick(HEADINGS["reason"], lang)), Text(row.reason)]
    if before is not None:
        told = changes(row, before, lang)
        lines = [
            ": ".join(filter(None, (pick(HEADINGS[sort], lang), what, exactly)))
            for sort, what, exactly in told
        ]
        blocks += [Heading(pick(HEADINGS["changes"], lang)), Text("\n".join(lines) or "—")]
    for theme, group in by_theme(row.body["entries"]):
        blocks += [Heading(pick(themes.name_of(theme), lang)), _table(group, lang)]
    blocks += [Heading(pick(HEADINGS["verify"], lang)), *map(Text, verifying(row, address, lang))]
    return Paper(pick(called(row), lang), tuple(blocks), lang)


def by_theme(entries: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Return the entries by theme, in the order of the list."""
    return [(theme, list(group)) for theme, group in groupby(entries, key=lambda one: str(one["theme"]))]


def _table(entries: Iterable[Mapping[str, Any]], lang: Lang) -> Table:
    head = tuple(pick(COLUMNS[name], lang) for name in ON_PAPER)
    return Table(head, tuple(tuple(cell(one, name, lang) for name in ON_PAPER) for one in entries))


def _when(row: Announcement, lang: Lang) -> str:
    on = formats.day(row.announced_on, lang, year=True)
    n = len(row.body["entries"])
    if lang == "en":
        return f"{row.document_number}, announced on {on}. Version {row.version}. Datasets: {n}."
    return f"{on}{row.document_number}公告。第 {row.version} 版，共 {n} 項資料集。"


def schedule(cycle: Cycle, *, address: str, lang: str, at: datetime) -> bytes:
    """Return the opening schedule of a cycle as iCalendar (RFC 5545): every promised day of what stands on the list."""
    promises = cycle.nominations.filter(announced=True, promise__isnull=False).values("promise_id")
    rows = Commitment.objects.filter(case_id__in=promises).select_related("case", "dataset__agency")
    return feeds.calendar(rows.order_by("due_on", "id")[:MOST_EVENTS], address=address, lang=lang, at=at)
