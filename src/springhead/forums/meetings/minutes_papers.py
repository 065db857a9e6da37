"""Minutes as a document to keep: ODT and PDF are written from the same JSON as the page."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from springhead.engine.documents.paper import Block, Heading, Paper, Table, Text
from springhead.engine.kernel.language import Lang, LanguageMap, pick
from springhead.forums.committees import texts as committee_texts
from springhead.forums.meetings import words
from springhead.foundation.ui import formats

TITLE: Final[LanguageMap] = {"zh-Hant": "會議紀錄", "en": "Minutes"}
WORDS: Final[dict[str, LanguageMap]] = {
    "when": {"zh-Hant": "時間", "en": "When"},
    "where": {"zh-Hant": "地點", "en": "Where"},
    "chair": {"zh-Hant": "主席", "en": "Chair"},
    "attendance": {"zh-Hant": "出席情形", "en": "Attendance"},
    "member": {"zh-Hant": "委員", "en": "Member"},
    "how": {"zh-Hant": "出席方式", "en": "How"},
    "absent": {"zh-Hant": "未出席", "en": "Absent"},
    "resolution": {"zh-Hant": "決議", "en": "Resolution"},
    "position": {"zh-Hant": "立場", "en": "Position"},
    "words": {"zh-Hant": "意見", "en": "In words"},
    "positions": {"zh-Hant": "各委員立場", "en": "Positions"},
    "statements": {"zh-Hant": "發言", "en": "Statements"},
    "recused": {"zh-Hant": "迴避", "en": "Recused"},
    "actions": {"zh-Hant": "列管事項", "en": "Action items"},
    "objections": {"zh-Hant": "異議", "en": "Objections"},
    "digest": {"zh-Hant": "本紀錄 JSON 的 SHA-256", "en": "SHA-256 of these minutes as JSON"},
}


def items(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the items of a document with the labels a page shows."""
    return [
        {
            **one,
            "outcome": words.OUTCOMES.get(one["outcome"]),
            "way": words.CONCLUDED_BY.get(one["way"]) if one["outcome"] == "resolved" else None,
            "votes": [
                (committee_texts.POSITIONS.get(name) or committee_texts.VOTES[name], n)
                for name, n in one["votes"].items()
                if n
            ],
        }
        for one in document["items"]
    ]


def paper(document: Mapping[str, Any], lang: Lang) -> Paper:
    """Return minutes as a paper."""
    title = f"{pick(document['title'], lang)} {pick(TITLE, lang)}"
    blocks: list[Block] = [Text("\n".join(_head(document, lang)))]
    if document["remarks"]:
        blocks.append(Text(document["remarks"]))
    blocks += [Heading(_w("attendance", lang)), _attendance(document, lang)]
    for code, name in words.SECTIONS.items():
        found = [one for one in document["items"] if one["section"] == code]
        if found:
            blocks.append(Heading(pick(name, lang)))
        for one in found:
            blocks += _item(one, lang)
    blocks += [Text(_said(one, lang)) for one in document["statements"]]
    if document["objections"]:
        blocks.append(Heading(_w("objections", lang)))
        blocks += [Text(_objected(one, lang)) for one in document["objections"]]
    blocks.append(Text(f"{document['number']} · {_w('digest', lang)}：{document['digest']}"))
    return Paper(title, tuple(blocks), lang)


def _head(document: Mapping[str, Any], lang: Lang) -> Iterable[str]:
    mode = pick(words.MODES[document["mode"]], lang)
    yield f"{_w('when', lang)}：{formats.written(document['held_on'], lang) or '—'} {document['starts_at']}（{mode}）"
    if document["place"]:
        yield f"{_w('where', lang)}：{document['place']}"
    if document["chair"]:
        yield f"{_w('chair', lang)}：{document['chair']['name']}"


def _attendance(document: Mapping[str, Any], lang: Lang) -> Table:
    rows = tuple(
        (one["name"], pick(committee_texts.WORDS[one["identity"]], lang), _how(one, lang))
        for one in document["attendance"]
    )
    return Table(
        (_w("member", lang), pick({"zh-Hant": "身分", "en": "Identity"}, lang), _w("how", lang)), rows
    )


def _how(one: Mapping[str, Any], lang: Lang) -> str:
    if not one["attended"]:
        return _w("absent", lang)
    deputy = f"（{one['deputy']}）" if one["deputy"] else ""
    return pick(words.HOWS.get(one["how"], {"zh-Hant": "書面", "en": "in writing"}), lang) + deputy


def _item(one: Mapping[str, Any], lang: Lang) -> list[Block]:
    blocks: list[Block] = [Heading(f"{one['number']}. {pick(one['title'], lang)}", 2)]
    told = [one["text"], f"{_case(lang)}{'、'.join(one['cases'])}" if one["cases"] else ""]
    told += [f"{_w('recused', lang)}：{each['name']} {each['text']}" for each in one["recusals"]]
    blocks += [Text(each) for each in told if each]
    if one["statements"]:
        blocks.append(Text("\n".join(_said(each, lang) for each in one["statements"])))
    if one["positions"]:
        rows = tuple(
            (each["name"], pick(each["label"], lang), each["text"] or "—") for each in one["positions"]
        )
        blocks.append(Table((_w("member", lang), _w("position", lang), _w("words", lang)), rows))
    blocks.append(Text(_outcome(one, lang)))
    for each in one["actions"]:
        blocks.append(
            Text(
                f"{_w('actions', lang)}：{each['text']}（{each['owner']}，{formats.written(each['due'], lang)}）"
            )
        )
    return blocks


def _case(lang: Lang) -> str:
    return "Cases: " if lang == "en" else "案件："


def _outcome(one: Mapping[str, Any], lang: Lang) -> str:
    if one.get("withheld"):
        return pick(one["withheld"], lang)
    outcome = pick(words.OUTCOMES[one["outcome"]], lang) if one["outcome"] else "—"
    way = f"（{pick(words.CONCLUDED_BY[one['way']], lang)}）" if one["outcome"] == "resolved" else ""
    option = f"{pick(one['option'], lang)}。" if one["option"] else ""
    until = f" {formats.written(one['until'], lang)}" if one["until"] else ""
    return f"{outcome}{way}：{option}{one['resolution']}{until}"


def _objected(one: Mapping[str, Any], lang: Lang) -> str:
    if one.get("withheld"):
        return f"{one['name']}：{pick(one['withheld'], lang)}"
    return f"{one['name']}：{one['text']} → {one['answer']}"


def _said(one: Mapping[str, Any], lang: Lang) -> str:
    text = one["text"] or pick(one.get("withheld") or {}, lang)
    return f"{one['name']}：{text}"


def _w(name: str, lang: Lang) -> str:
    return pick(WORDS[name], lang)
