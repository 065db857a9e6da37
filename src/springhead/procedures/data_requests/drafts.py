"""Answers in the making: kept as typed, named by a digest for approvals, and written as ODT for signature."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import springhead.content
from springhead.engine.documents import odt
from springhead.engine.documents.paper import plain
from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.canonical import canonical
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.models import Agency
from springhead.foundation.catalog import codes
from springhead.procedures.data_requests import part_commands, words
from springhead.procedures.data_requests.models import AnswerDraft, Part, ReplyTemplate
from springhead.procedures.data_requests.vocabulary import ItemAnswer, Outcome

REPLIES: Final = Path(springhead.content.__file__).parent / "requests" / "replies.toml"


@dataclass(frozen=True, slots=True)
class Reply:
    """A text to begin an answer with: blanks stand in 【】 and must be filled."""

    name: str
    outcome: str
    ground: str
    text: str


def digest(answers: tuple[ItemAnswer, ...]) -> str:
    """Return what names exactly this answer: SHA-256 (hex) of its canonical JSON."""
    plain = [
        {name: str(value) if value is not None else "" for name, value in asdict(one).items()}
        for one in answers
    ]
    return hashlib.sha256(canonical(plain)).hexdigest()


def save(
    row: Part, payload: Mapping[str, Any], *, by: Actor, at: datetime, hand_in: bool = False
) -> AnswerDraft:
    """Keep an answer as typed; what cannot be read yet is kept all the same and named by no digest."""
    try:
        name = digest(part_commands.item_answers(payload))
    except Refused:
        name = ""
    values = {"payload": dict(payload), "digest": name, "by": by.id, "saved_at": at}
    if hand_in:
        values["wanted_at"] = at
    draft, _ = AnswerDraft.objects.update_or_create(part=row, defaults=values)
    return draft


@cache
def shipped() -> tuple[Reply, ...]:
    """Return the replies that ship with the product."""
    rows = tomllib.loads(REPLIES.read_text(encoding="utf-8"))["reply"]
    return tuple(Reply(row["name"], row["outcome"], row.get("ground", ""), row["text"]) for row in rows)


def replies(agency_id: str) -> list[Reply]:
    """Return the replies an agency may begin with: its own first."""
    own = ReplyTemplate.objects.filter(agency_id=agency_id).order_by("outcome", "name")
    return [*(Reply(one.name, one.outcome, one.ground, one.text) for one in own), *shipped()]


def paper(row: Part, answers: tuple[ItemAnswer, ...], *, number: str) -> BytesIO:
    """Return the answer as ODT, to be signed on the agency's own way."""
    agency = Agency.objects.filter(public_id=row.case.agency_id).first()
    return odt.write(plain(f"{agency.name() if agency else ''} 函（稿）", _lines(row, answers, number)))


def _lines(row: Part, answers: tuple[ItemAnswer, ...], number: str) -> list[str]:
    items = {one.item.number: one.item for one in row.items.select_related("item")}
    found = [
        "受文者：資料請求人",
        f"發文字號：{number or '（請填）'}",
        f"主旨：回復「{pick(row.case.title, 'zh-Hant')}」資料請求（編號 {row.number}），請查照。",
        "說明：",
    ]
    for n, one in enumerate(answers, 1):
        found.append(f"{n}、{items[one.item].title if one.item in items else one.item}：{_said(one)}")
    return [*found, "正本：資料請求人", "副本：政府資料開放平臺（公開）"]


def _said(one: ItemAnswer) -> str:
    known = codes.grounds()
    told = [words.OUTCOMES[str(one.outcome)]["zh-Hant"]]
    if one.outcome is Outcome.WILL_OPEN and one.until:
        told.append(f"訂於 {one.until.isoformat()} 前開放")
    told += [f"{known[code].law}（{known[code].zh}）" for code in one.grounds if code in known]
    told += [
        text
        for text in (*one.links, one.fee, one.conditions, one.legal_basis, one.reason, one.partial)
        if text
    ]
    return "；".join(told) + "。"
