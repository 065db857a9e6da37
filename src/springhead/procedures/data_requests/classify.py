"""Proposes the outcome of a historical answer by plain rules over the agency's own words. Pure.

The rules are data an official may review (`content/requests/outcomes.toml`), tried in their order; the sentence
that decided is kept. Where no rule speaks the outcome stays unknown. How often they agree with people's
verdicts stands in docs/benchmarks.md.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import springhead.content
from springhead.procedures.data_requests.vocabulary import Outcome, says_study

RULES: Final = Path(springhead.content.__file__).parent / "requests" / "outcomes.toml"
LONGEST_EVIDENCE: Final = 200
_ENDS: Final = re.compile(r"[。；;！!？?\n]+")
_GREETING: Final = re.compile(r"^(您好|臺端|台端|Hello|親愛的\S{0,12})[\s:：,，~～]*")
_POLITE: Final = re.compile(
    r"^(敬祝|感謝|謝謝|以上|如有|若有|如您|若您|聯絡|本案聯絡|承蒙|祝).{0,30}$"
    r"|^(關於|有關).{0,60}(回復|說明|答復|敬復)如下"
    r"|^.{0,24}(敬復|敬啟|敬上|謹復)$"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rules say: an outcome, or None where none speaks; and the sentence that decided.

    `put_off`: the answer only says that it is under study, which is no outcome at all.
    """

    outcome: Outcome | None
    evidence: str = ""
    put_off: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the outcome it proposes, the pattern a sentence must fit, and the one it must not."""

    outcome: Outcome
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None

    def fits(self, sentence: str) -> bool:
        """Tell whether the rule speaks for a sentence."""
        return bool(self.pattern.search(sentence)) and not (self.unless and self.unless.search(sentence))


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules in their order. ValueError names a pattern that is none."""
    found = []
    for row in tomllib.loads(RULES.read_text(encoding="utf-8"))["rule"]:
        try:
            unless = re.compile(row["unless"]) if "unless" in row else None
            found.append(Rule(Outcome(row["outcome"]), re.compile("|".join(row["patterns"])), unless))
        except re.error as error:
            raise ValueError(f"outcomes.toml: {row['outcome']}: {error}") from error
    return tuple(found)


def sentences(text: str) -> list[str]:
    """Return the sentences of an answer, without greetings and polite words."""
    found = (_GREETING.sub("", part.strip()) for part in _ENDS.split(text))
    return [part for part in found if part and not _POLITE.search(part)]


def classify(text: str) -> Proposal:
    """Propose the outcome of an answer given by its text."""
    parts = sentences(text)
    for rule in rules():
        for part in parts:
            if rule.fits(part):
                return Proposal(rule.outcome, part[:LONGEST_EVIDENCE])
    study = next((part for part in parts if says_study(part)), "")
    return Proposal(None, study[:LONGEST_EVIDENCE], put_off=bool(study))
