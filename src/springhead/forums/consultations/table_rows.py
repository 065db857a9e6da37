"""The response table as values: groups, answers, the cells that differ between two tables. Pure."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.forums.consultations import numbering
from springhead.forums.consultations.rules import SHORTEST_REASON

PAGE: Final = 50

COLUMNS: Final[dict[str, LanguageMap]] = {
    "group": {"zh-Hant": "類別", "en": "Group"},
    "summary": {"zh-Hant": "意見摘要", "en": "What was said"},
    "comments": {"zh-Hant": "意見編號", "en": "Comments"},
    "count": {"zh-Hant": "則數", "en": "How many"},
    "agency": {"zh-Hant": "機關代號", "en": "Agency id"},
    "agency_name": {"zh-Hant": "機關", "en": "Agency"},
    "disposition": {"zh-Hant": "處理情形", "en": "Disposition"},
    "reasons": {"zh-Hant": "理由", "en": "Reasons"},
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What one agency says of a group."""

    disposition: str = ""
    reasons: str = ""

    @property
    def given(self) -> bool:
        """Whether it says what becomes of the group, and why."""
        return bool(self.disposition) and len(self.reasons) >= SHORTEST_REASON


@dataclass(frozen=True, slots=True)
class Group:
    """One group: what was said, the numbers of its comments, and the answers by agency."""

    summary: str
    comments: tuple[int, ...]
    answers: Mapping[str, Answer]


Groups = dict[int, Group]


@dataclass(frozen=True, slots=True)
class Change:
    """One cell before and after; `agency` is empty for what belongs to the whole group."""

    group: int
    agency: str
    column: str
    before: str
    after: str

    @property
    def label(self) -> LanguageMap:
        """The name of the column."""
        return COLUMNS[self.column]


def digest(groups: Groups) -> str:
    """Return a digest of a table, by which it is seen whether it changed."""
    told = [
        [n, one.summary, one.comments, sorted((a, x.disposition, x.reasons) for a, x in one.answers.items())]
        for n, one in sorted(groups.items())
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def differences(before: Groups, after: Groups) -> list[Change]:
    """Return every cell that differs, group by group."""
    found: list[Change] = []
    for number in sorted({*before, *after}):
        old, new = before.get(number), after.get(number)
        found += _changed(number, old, new)
    return found


def _changed(number: int, old: Group | None, new: Group | None) -> Iterator[Change]:
    empty = Group("", (), {})
    one, two = old or empty, new or empty
    if one.summary != two.summary:
        yield Change(number, "", "summary", one.summary, two.summary)
    if one.comments != two.comments:
        yield Change(number, "", "comments", numbering.written(one.comments), numbering.written(two.comments))
    for agency in dict.fromkeys([*one.answers, *two.answers]):
        if (agency in one.answers) != (agency in two.answers):
            was, now = (agency if agency in each.answers else "" for each in (one, two))
            yield Change(number, agency, "agency", was, now)
        said, says = one.answers.get(agency, Answer()), two.answers.get(agency, Answer())
        if said.disposition != says.disposition:
            yield Change(number, agency, "disposition", said.disposition, says.disposition)
        if said.reasons != says.reasons:
            yield Change(number, agency, "reasons", said.reasons, says.reasons)


def page(groups: Groups, cursor: str) -> tuple[Groups, str]:
    """Return a page of the groups of a table, and where the next one begins."""
    after = int(cursor) if cursor.isascii() and cursor.isdecimal() else 0
    numbers = [number for number in sorted(groups) if number > after]
    shown = numbers[:PAGE]
    return {n: groups[n] for n in shown}, str(shown[-1]) if len(numbers) > len(shown) else ""


def with_group(groups: Groups, number: int, group: Group | None) -> Groups:
    """Return a table with one group put in, or taken out (None); its comments leave the groups they were in."""
    taken = set(group.comments) if group else set()
    found = {
        n: replace(one, comments=tuple(each for each in one.comments if each not in taken))
        for n, one in groups.items()
        if n != number
    }
    return found if group is None else {**found, number: group}
