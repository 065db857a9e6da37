"""What pages and programs show of a check: the verdict in words, its reasons with remedies, the evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from springhead.engine.kernel.language import LANGS, LanguageMap
from springhead.engine.kernel.problems import Problem, Severity
from springhead.foundation.checks import queries
from springhead.foundation.checks.evidence import Evidence
from springhead.foundation.checks.models import Check, Outcome
from springhead.foundation.checks.vocabulary import ANY, TAGS, WORDS, Wanted
from springhead.foundation.jobs.queries import Standing
from springhead.foundation.ui.formats import size

Fact = tuple[LanguageMap, str]


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing worth saying: what, and what to do about it, in both languages; `error`: it stands in the way."""

    code: str
    message: LanguageMap
    remedy: LanguageMap
    error: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A check as `checks/verdict.html` draws it. `standing` is the look that is queued or under way."""

    check: Check
    tag: str
    word: LanguageMap
    ok: bool
    reasons: tuple[Reason, ...]
    facts: tuple[Fact, ...]
    standing: Standing | None

    @property
    def is_pending(self) -> bool:
        """Whether the page should look again soon."""
        return self.standing is not None


def shown(row: Check, wanted: Wanted = ANY) -> Shown:
    """Return a check for a page, judged by what is wanted of it. Two queries.

    First whether a look is under way, then what was found: a look that ends in between is not lost.
    """
    standing = queries.pending(row)
    return _shown(row if standing else queries.again(row), wanted, standing)


def settled(rows: Iterable[Check], wanted: Wanted = ANY) -> list[Shown]:
    """Return checks for a list, without asking whether a look is under way. No query."""
    return [_shown(row, wanted, None) for row in rows]


def _shown(row: Check, wanted: Wanted, standing: Standing | None) -> Shown:
    judged = queries.judgement(row, wanted)
    verdict = judged.verdict if judged else ""
    return Shown(
        check=row,
        tag=TAGS[verdict],
        word=WORDS[verdict],
        ok=bool(judged and not judged.red and verdict == "ok"),
        reasons=tuple(reasons(judged.problems)) if judged else (),
        facts=tuple(facts(row.outcome)) if row.outcome else (),
        standing=standing,
    )


def reasons(problems: Sequence[Problem]) -> Iterable[Reason]:
    """Yield problems in both languages."""
    for one in problems:
        yield Reason(
            one.code,
            {lang: one.message(lang) for lang in LANGS},
            {lang: one.remedy(lang) for lang in LANGS},
            one.severity is Severity.ERROR,
        )


def facts(outcome: Outcome) -> Iterable[Fact]:
    """Yield the evidence of an outcome, named; what was not seen is left out."""
    seen = Evidence.from_json(outcome.evidence)
    named: tuple[tuple[str, str, Any], ...] = (
        ("HTTP 狀態", "HTTP status", seen.status or ""),
        ("最後網址", "Final address", seen.final if seen.final != outcome.check_row.url else ""),
        ("伺服器說的類型", "Type by the server", seen.media),
        ("實際格式", "Format by its bytes", seen.kind.upper()),
        ("檔名", "File name", seen.name if seen.kind != "html" else ""),
        ("大小", "Size", size(seen.size) if seen.size else ""),
        ("網頁標題", "Title of the page", seen.title),
        ("開頭", "First bytes", seen.first),
        ("欄位", "Fields", "、".join(seen.fields[:30]) + ("…" if len(seen.fields) > 30 else "")),
        ("讀到的筆數", "Rows read", seen.rows if seen.rows is not None else ""),
        ("費時", "Took", f"{seen.elapsed:,} ms" if seen.elapsed else ""),
    )
    for zh, en, value in named:
        if value != "":
            yield {"zh-Hant": zh, "en": en}, str(value)
