"""The response table 意見彙整及回應表: one row for each group and agency, out and in again without loss.

A file says the whole table; the differences are shown before anything is written. The host sorts comments into groups
and says who has to answer; every agency writes its own answers. Problems name the cell.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import joined
from springhead.engine.kernel.problems import Problem, Refused
from springhead.forums.consultations import numbering, policy, versions
from springhead.forums.consultations import table_texts as texts
from springhead.forums.consultations.models import Consultation
from springhead.forums.consultations.rules import SHORTEST_REASON
from springhead.forums.consultations.table_rows import (
    COLUMNS,
    Answer,
    Change,
    Group,
    Groups,
    differences,
    digest,
    page,
    with_group,
)
from springhead.forums.consultations.vocabulary import DISPOSITIONS
from springhead.foundation.catalog.bulk import cell
from springhead.foundation.catalog.bulk_sheets import marked, plain, same
from springhead.foundation.ledger import words as names

__all__ = [
    "COLUMNS", "Answer", "Change", "Group", "Groups", "Plan", "current", "differences", "digest", "page", "plan",
    "rows_of", "with_group",
]  # fmt: skip
HEADS: Final = {
    text.lower(): name for name, label in COLUMNS.items() for text in (name, label["zh-Hant"], label["en"])
}
NEEDED: Final = ("group", "summary", "comments", "agency", "disposition", "reasons")
LONGEST: Final = {"summary": 2_000, "reasons": 10_000}
WORDS: Final = {
    text.lower(): code
    for code, label in DISPOSITIONS.items()
    for text in (code, label["zh-Hant"], label["en"])
}
MOST_ROWS: Final = 5_000


@dataclass(slots=True)
class Plan:
    """What a table would change, and what is wrong with it."""

    groups: Groups = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def current(row: Consultation) -> Groups:
    """Return the table that is worked on: the draft of a correction, else the rows."""
    return versions.working(row)


def rows_of(row: Consultation, groups: Groups | None = None) -> Iterator[list[str]]:
    """Yield header and rows as they stand in a file; the table that is worked on unless `groups` says another."""
    found = current(row) if groups is None else groups
    named = names.names_of({agency for one in found.values() for agency in one.answers})
    yield [COLUMNS[name]["zh-Hant"] for name in COLUMNS]
    for number, one in sorted(found.items()):
        for agency, said in one.answers.items():
            told = [
                str(number),
                one.summary,
                numbering.written(one.comments),
                str(len(one.comments)),
                agency,
                named[agency].text["zh-Hant"],
                DISPOSITIONS[said.disposition]["zh-Hant"] if said.disposition else "",
                said.reasons,
            ]
            yield [marked(text) for text in told]


def rows_given(groups: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    """Return header and rows from groups as programs send them: one row for each answer."""
    rows = [[COLUMNS[name]["zh-Hant"] for name in NEEDED]]
    for one in groups:
        head = [str(one["group"]), one["summary"], one["comments"]]
        rows += [[*head, said["agency"], said["disposition"], said["reasons"]] for said in one["answers"]]
    return rows


# ── in again ────────────────────────────────────────────────────────────────


def plan(row: Consultation, rows: Sequence[Sequence[str]], *, by: Actor) -> Plan:
    """Compare a table with what is there; nothing is written. Raises Refused for a header that cannot be read."""
    policy.check_desk(by, row)
    place = _place(rows[0] if rows else [])
    taken = _Taken(row, place, set(row.said.values_list("number", flat=True)))
    for number, cells in enumerate(rows[1:], 2):
        if any(text.strip() for text in cells):
            taken.take(number, cells)
    before = current(row)
    made = Plan(taken.groups(), [], taken.problems)
    made.changes = differences(before, made.groups)
    made.problems += _not_theirs(row, made.changes, taken, by)
    return made


def _place(header: Sequence[str]) -> dict[str, int]:
    """Return where each column stands, counted from 1."""
    found: dict[str, int] = {}
    problems = []
    known = joined([one["zh-Hant"] for one in COLUMNS.values()])
    for at, text in enumerate(header, 1):
        name = HEADS.get(same(text).lower(), "")
        if same(text) and not name:
            problems.append(texts.TABLE_COLUMN_UNKNOWN.at(cell(1, at), value=same(text)[:40], known=known))
        elif name in found:
            problems.append(texts.TABLE_COLUMN_TWICE.at(cell(1, at), label=COLUMNS[name]))
        elif name:
            found[name] = at
    problems += [
        texts.TABLE_COLUMN_MISSING.at(cell(1, len(header) + 1), label=COLUMNS[name])
        for name in NEEDED
        if name not in found and not problems
    ]
    if problems:
        raise Refused(*problems)
    return found


class _Taken:
    """Reads a table row by row; every problem names its cell."""

    def __init__(self, row: Consultation, place: Mapping[str, int], known: set[int]) -> None:
        self.row, self.place, self.known = row, place, known
        self.problems: list[Problem] = []
        self.heads: dict[
            int, tuple[int, str, tuple[int, ...]]
        ] = {}  # group: its first row, summary, comments
        self.answers: dict[int, dict[str, tuple[int, Answer]]] = {}
        self.homes: dict[int, int] = {}  # comment: group

    def at(self, row: int, name: str) -> str:
        """Return the name of a cell."""
        return cell(row, self.place[name])

    def row_of(self, group: int, agency: str) -> int:
        """Return the row of a group's agency, or of the group; 1 where it does not stand in the table."""
        found = self.answers.get(group, {}).get(agency)
        return found[0] if found else self.heads.get(group, (1, "", ()))[0]

    def take(self, number: int, cells: Sequence[str]) -> None:
        """Take one row."""
        stray = next(
            (at for at, text in enumerate(cells, 1) if same(text) and at not in self.place.values()), 0
        )
        if stray:
            self.problems.append(texts.TABLE_CELL_WITHOUT_HEAD.at(cell(number, stray)))
        told = {name: plain(cells[at - 1]) if at <= len(cells) else "" for name, at in self.place.items()}
        if not (told["group"].isascii() and told["group"].isdecimal() and 0 < int(told["group"]) < 10**6):
            self.problems.append(texts.TABLE_NO_GROUP.at(self.at(number, "group")))
            return
        group = int(told["group"])
        for name, most in LONGEST.items():
            if len(told[name]) > most:
                where = self.at(number, name)
                self.problems.append(texts.TABLE_LONG_TEXT.at(where, n=len(told[name]), most=most))
        self._head(number, group, told)
        self._answered(number, group, told)

    def _head(self, number: int, group: int, told: Mapping[str, str]) -> None:
        listed = numbering.read(told["comments"])
        if listed is None:
            value = told["comments"][:40]
            self.problems.append(texts.TABLE_BAD_NUMBERS.at(self.at(number, "comments"), value=value))
            listed = ()
        if group not in self.heads:
            if not told["summary"]:
                self.problems.append(texts.TABLE_NO_SUMMARY.at(self.at(number, "summary")))
            self.heads[group] = (number, told["summary"], tuple(sorted(listed)))
            self._homes(number, group, listed)
            return
        first, summary, comments = self.heads[group]
        for name, differs in (
            ("summary", told["summary"] not in ("", summary)),
            ("comments", bool(listed) and tuple(sorted(listed)) != comments),
        ):
            if differs:
                where = self.at(number, name)
                self.problems.append(texts.TABLE_SUMMARY_DIFFERS.at(where, first=self.at(first, name)))

    def _homes(self, number: int, group: int, listed: Sequence[int]) -> None:
        where = self.at(number, "comments")
        for one in listed:
            if one not in self.known:
                self.problems.append(texts.TABLE_NO_COMMENT.at(where, number=one))
                return  # one is enough for a cell
            if self.homes.setdefault(one, group) != group:
                self.problems.append(texts.TABLE_COMMENT_TWICE.at(where, number=one, other=self.homes[one]))
                return

    def _answered(self, number: int, group: int, told: Mapping[str, str]) -> None:
        agency = told["agency"] or self.row.host
        answers = self.answers.setdefault(group, {})
        if agency not in self.row.agencies:
            known = joined(self.row.agencies)
            where = self.at(number, "agency")
            self.problems.append(texts.TABLE_NO_AGENCY.at(where, value=agency[:40], known=known))
            return
        if agency in answers:
            where = self.at(number, "agency")
            self.problems.append(texts.TABLE_AGENCY_TWICE.at(where, row=answers[agency][0]))
            return
        code = WORDS.get(told["disposition"].lower(), "")
        if told["disposition"] and not code:
            known = joined([one["zh-Hant"] for one in DISPOSITIONS.values()])
            where, value = self.at(number, "disposition"), told["disposition"][:40]
            self.problems.append(texts.TABLE_NO_DISPOSITION.at(where, value=value, known=known))
        length = len(told["reasons"])
        if 0 < length < SHORTEST_REASON:
            where = self.at(number, "reasons")
            self.problems.append(texts.TABLE_SHORT_REASON.at(where, n=length, least=SHORTEST_REASON))
        answers[agency] = (number, Answer(code, told["reasons"]))

    def groups(self) -> Groups:
        """Return what the table says."""
        return {
            group: Group(summary, comments, {a: said for a, (_, said) in self.answers.get(group, {}).items()})
            for group, (_, summary, comments) in self.heads.items()
        }


def _not_theirs(row: Consultation, changes: Sequence[Change], taken: _Taken, by: Actor) -> Iterator[Problem]:
    """Refuse to sort comments for the host, and to answer for another agency."""
    mine, host = policy.answers_for(by, row), policy.is_host(by, row)
    removed = {(one.group, one.agency) for one in changes if one.column == "agency" and not one.after}
    for one in changes:
        answer = one.column in ("disposition", "reasons")
        if answer and (one.group, one.agency) in removed:
            continue  # the host took the whole row out
        if (one.agency in mine) if answer else host:
            continue
        owner = one.agency if answer else row.host
        who = names.names_of({owner})[owner].text
        yield texts.TABLE_NOT_YOUR_CELL.at(taken.at(taken.row_of(one.group, one.agency), one.column), who=who)
