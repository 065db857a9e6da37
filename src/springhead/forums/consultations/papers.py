"""The response table as a document to keep and to sign: ODT and PDF from one description."""

from springhead.engine.documents.paper import Block, Heading, Paper, Table, Text
from springhead.engine.kernel.language import Lang, LanguageMap, pick
from springhead.engine.kernel.now import taipei
from springhead.forums.consultations import numbering
from springhead.forums.consultations.models import Consultation, TableVersion
from springhead.forums.consultations.table_rows import Groups
from springhead.forums.consultations.vocabulary import DISPOSITIONS
from springhead.foundation.ledger import words as names
from springhead.foundation.ui import formats

TITLE: LanguageMap = {"zh-Hant": "意見彙整及回應表", "en": "Comments and responses"}
HEAD: dict[Lang, tuple[str, ...]] = {
    "zh-Hant": ("類別", "意見摘要", "意見編號", "機關", "處理情形", "理由"),
    "en": ("Group", "What was said", "Comments", "Agency", "Disposition", "Reasons"),
}
FACTS: tuple[tuple[str, LanguageMap], ...] = (
    ("question", {"zh-Hant": "徵詢的問題", "en": "Question"}),
    ("can_change", {"zh-Hant": "可以改變什麼", "en": "What can change"}),
    ("decides", {"zh-Hant": "誰決定", "en": "Who decides"}),
)


def responses(row: Consultation, lang: Lang, groups: Groups, version: TableVersion | None = None) -> Paper:
    """Return a response table of a consultation as a paper; `version` where it is one of several."""
    title = f"{pick(row.case.title, lang)} {pick(TITLE, lang)}"
    blocks: list[Block] = [Text(_when(row, lang))]
    if version is not None:
        blocks.append(Text(_version(row, version, lang)))
    for name, label in FACTS:
        blocks += [Heading(pick(label, lang)), Text(getattr(row, name) or "—")]
    answer = version.answer if version else row.answer
    if answer:
        blocks += [Heading(pick({"zh-Hant": "總說明", "en": "Summary"}, lang)), Text(answer)]
    return Paper(title, (*blocks, Heading(pick(TITLE, lang)), Table(HEAD[lang], _rows(groups, lang))), lang)


def _when(row: Consultation, lang: Lang) -> str:
    first, last = (formats.day(one, lang, year=True) if one else "—" for one in (row.opens_on, row.closes_on))
    if lang == "en":
        return f"{row.number}. Open from {first} to {last}. Comments: {row.comments}."
    return f"{row.number}。徵詢期間：{first}至{last}。意見 {row.comments} 則。"


def _version(row: Consultation, version: TableVersion, lang: Lang) -> str:
    on = formats.day(taipei(version.at).date(), lang, year=True) if version.at else "—"
    if lang == "en":
        why = f" Why it was corrected: {version.reason}" if version.reason else ""
        over = f" Version {row.version} has taken its place." if version.number < row.version else ""
        return f"Version {version.number}, published on {on}.{over}{why}"
    why = f"更正理由：{version.reason}" if version.reason else ""
    over = f"已由第 {row.version} 版取代。" if version.number < row.version else ""
    return f"第 {version.number} 版，{on}公布。{over}{why}"


def _rows(groups: Groups, lang: Lang) -> tuple[tuple[str, ...], ...]:
    named = names.names_of({agency for one in groups.values() for agency in one.answers})
    return tuple(
        (
            str(number),
            one.summary,
            numbering.written(one.comments),
            pick(named[agency].text, lang),
            pick(DISPOSITIONS[said.disposition], lang) if said.disposition else "—",
            said.reasons or "—",
        )
        for number, one in sorted(groups.items())
        for agency, said in one.answers.items()
    )
