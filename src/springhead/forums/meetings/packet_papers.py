"""The packet as a document to keep: agenda, matters with their reasons, and the data inventory, as JSON and as a paper.

Shape: {"number", "title", "body", "mode", "held_on", "starts_at", "place", "papers_at", "items": [...],
"attachments": [...], "inventory": [...], "names": {agency id: {lang: text}}}. An item has "section", "number", "title", "text", "note",
"links", "cases", "options" (labels) and "papers" (see `papers.py`); extempore motions came later and are no part of it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from springhead.engine.documents.paper import Block, Heading, Paper, Table, Text
from springhead.engine.kernel.actors import VISITOR
from springhead.engine.kernel.language import Lang, LanguageMap, pick
from springhead.forums.meetings import attached, showing, words
from springhead.forums.meetings.models import Meeting
from springhead.foundation.catalog.vocabulary import WORDS as DATA_WORDS
from springhead.foundation.catalog.vocabulary import Openness
from springhead.foundation.ledger.words import names_of
from springhead.foundation.ui import formats

TITLE: Final[LanguageMap] = {"zh-Hant": "議程資料", "en": "Packet"}
WORDS: Final[dict[str, LanguageMap]] = {
    "when": {"zh-Hant": "時間", "en": "When"},
    "where": {"zh-Hant": "地點", "en": "Where"},
    "sent": {"zh-Hant": "資料寄送", "en": "Papers sent"},
    "not_sent": {"zh-Hant": "資料尚未寄送，議程還會隨待審案件變動。", "en": "The papers were not sent yet; the agenda still follows what waits."},
    "nothing": {"zh-Hant": "議程還沒有案由。", "en": "The agenda has no items yet."},
    "note": {"zh-Hant": "擬辦", "en": "Suggested"},
    "options": {"zh-Hant": "可以決議", "en": "May be resolved"},
    "field": {"zh-Hant": "項目", "en": "What"},
    "value": {"zh-Hant": "內容", "en": "Content"},
    "files": {"zh-Hant": "附件清單", "en": "Papers"},
    "item": {"zh-Hant": "案次", "en": "Item"},
    "title": {"zh-Hant": "資料名稱", "en": "Title"},
    "size": {"zh-Hant": "大小", "en": "Size"},
    "late": {"zh-Hant": "逾期補送", "en": "late"},
    "withdrawn": {"zh-Hant": "已撤下", "en": "Withdrawn"},
    "held_back": {"zh-Hant": "依法不公開", "en": "Kept back by law"},
    "inventory": {"zh-Hant": "資料盤點清冊", "en": "Data inventory"},
    "dataset": {"zh-Hant": "資料集", "en": "Dataset"},
    "agency": {"zh-Hant": "機關", "en": "Agency"},
    "class": {"zh-Hant": "開放類別", "en": "Class"},
    "cases": {"zh-Hant": "案件", "en": "Cases"},
    "withheld": {"zh-Hant": "（未公開）", "en": "(not public)"},
}  # fmt: skip


def document(row: Meeting) -> dict[str, Any]:
    """Return the packet as everybody may read it now. A fixed number of queries."""
    agenda = showing.agenda(row, VISITOR)
    files = [
        *attached.spread(agenda, row, reads=False),
        *(each for one in agenda for each in one["attachments"]),
    ]
    items = [_item(one) for one in agenda if one["section"] != "extempore"]
    found: dict[str, dict[str, Any]] = {}
    for paper in (paper for one in items for paper in one["papers"]):
        for data in paper.get("datasets", ()):
            found.setdefault(data["id"], {**data, "cases": []})["cases"].append(paper["number"])
    agencies = sorted({one["agency"] for one in found.values()})
    return {
        "number": row.number,
        "title": dict(row.case.title),
        "body": {"id": row.body.public_id, "name": dict(row.body.names)},
        "mode": row.mode,
        "held_on": row.held_on.isoformat() if row.held_on else "",
        "starts_at": row.starts_at.isoformat("minutes") if row.starts_at else "",
        "place": row.place,
        "papers_at": row.papers_at.isoformat() if row.papers_at else "",
        "items": items,
        "attachments": [one.as_json() for one in files],
        "inventory": list(found.values()),
        "names": {key: dict(name.text) for key, name in names_of(agencies).items()},
    }


def _item(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": one["id"],
        "section": one["section"],
        "number": one["number"],
        "title": one["title"],
        "text": one.get("text", ""),
        "note": one["note"],
        "links": list(one.get("links", ())),
        "cases": one["cases"],
        "options": [dict(each["label"]) for each in one["options"]],
        "papers": one["papers"],
    }


def paper(told: Mapping[str, Any], lang: Lang) -> Paper:
    """Return a packet as a paper."""
    blocks: list[Block] = [Text("\n".join(_head(told, lang)))]
    for code, name in words.SECTIONS.items():
        found = [one for one in told["items"] if one["section"] == code]
        if found:
            blocks.append(Heading(pick(name, lang)))
        for one in found:
            blocks += _of_item(one, lang)
    if not told["items"]:
        blocks.append(Text(_w("nothing", lang)))
    if told["attachments"]:
        blocks += [Heading(_w("files", lang)), _files(told, lang)]
    if told["inventory"]:
        blocks += [Heading(_w("inventory", lang)), _inventory(told, lang)]
    return Paper(f"{pick(told['title'], lang)} {pick(TITLE, lang)}", tuple(blocks), lang)


def _head(told: Mapping[str, Any], lang: Lang) -> Iterable[str]:
    day = formats.written(told["held_on"], lang) or "—"
    yield f"{_w('when', lang)}：{day} {told['starts_at']}（{pick(words.MODES[told['mode']], lang)}）"
    if told["place"]:
        yield f"{_w('where', lang)}：{told['place']}"
    yield (
        f"{_w('sent', lang)}：{formats.written(told['papers_at'], lang)}"
        if told["papers_at"]
        else _w("not_sent", lang)
    )
    yield told["number"]


def _of_item(one: Mapping[str, Any], lang: Lang) -> Iterable[Block]:
    yield Heading(f"{one['number']}. {pick(one['title'], lang)}", 2)
    note = f"{_w('note', lang)}：{one['note']}" if one["note"] else ""
    yield from (Text(each) for each in (one["text"], note, "\n".join(one["links"])) if each)
    for each in one["papers"]:
        yield Heading(f"{pick(each.get('kind', {}), lang)} {each['number']}", 3)
        rows = [(pick(fact["label"], lang), plain(fact["value"], lang)) for fact in each.get("facts", ())]
        rows = [(label, value) for label, value in rows if value]
        if rows:
            yield Table((_w("field", lang), _w("value", lang)), tuple(rows))
        if each.get("text"):
            yield Text(each["text"])
    if one["options"]:
        joined = "、" if lang == "zh-Hant" else ", "
        yield Text(f"{_w('options', lang)}：{joined.join(pick(each, lang) for each in one['options'])}")


def _files(told: Mapping[str, Any], lang: Lang) -> Table:
    numbers = {key: str(one["number"]) for one in told["items"] for key in (one["id"], *one["cases"]) if key}
    rows = tuple(
        (numbers.get(one["place"], "—"), *_file(one, lang), one.get("sha256", ""))
        for one in sorted(told["attachments"], key=lambda one: numbers.get(one["place"], ""))
    )
    return Table((_w("item", lang), _w("title", lang), _w("size", lang), "SHA-256"), rows)


def _file(one: Mapping[str, Any], lang: Lang) -> tuple[str, str]:
    if "held_back" in one:
        return f"{_w('held_back', lang)}：{pick(one['held_back'], lang)}", ""
    marks = f"（{_w('late', lang)}）" if one["late"] else ""
    if one["withdrawn"]:
        marks += f"\n{_w('withdrawn', lang)}：{one['withdrawn']}"
    return f"{one['title']}{marks}\n{one['filename']}", formats.size(one["size"])


def _inventory(told: Mapping[str, Any], lang: Lang) -> Table:
    names = told["names"]
    rows = tuple(
        (
            f"{pick(one['title'], lang) if one['title'] else _w('withheld', lang)}\n{one['id']}",
            pick(names.get(one["agency"], {}), lang) or one["agency"],
            _class(one["openness"], lang),
            "\n".join(dict.fromkeys(one["cases"])),
        )
        for one in told["inventory"]
    )
    return Table(tuple(_w(name, lang) for name in ("dataset", "agency", "class", "cases")), rows)


def _class(code: str, lang: Lang) -> str:
    return next((pick(one.name, lang) for one in DATA_WORDS[Openness] if one.code == code), code)


def plain(value: Any, lang: Lang) -> str:
    """Return a fact's value as text: a language map in the language asked for, a list joined."""
    if isinstance(value, Mapping):
        return (
            pick(value, lang)
            if {"zh-Hant", "en"} & set(value)
            else "、".join(f"{key}：{plain(one, lang)}" for key, one in value.items())
        )
    if isinstance(value, list | tuple):
        return "、".join(plain(one, lang) for one in value)
    return "" if value is None else str(value)


def _w(name: str, lang: Lang) -> str:
    return pick(WORDS[name], lang)
