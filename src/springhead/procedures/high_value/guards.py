"""What the rows of a nomination ask for. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from springhead.engine.kernel.language import joined
from springhead.engine.kernel.problems import Problem
from springhead.procedures.high_value import commands, sdgs, texts
from springhead.procedures.high_value.vocabulary import LEAST_REASONS, SHORTEST_REASON, SheetTold, Value

SHORTEST_VALUE: Final = 10  # characters argued under each value
LONGEST: Final = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Scorer:
    """A member who wants to score: of the body that hears the nomination, and free of conflicts."""

    known: bool = False
    sits: bool = False
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards may look at. `themes` are those of the cycle with their sub-categories.

    `unanswered` are the groups of comments this agency has not answered; `promise` the state of the latest promise.
    """

    today: date
    cycle: str = ""  # its state
    proposals_open: bool = False
    dataset: bool = False
    gone: bool = False  # the dataset was withdrawn
    other: str = ""  # a nomination of the same dataset in the same cycle
    called: bool = False
    themes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    consulted: bool = False
    unanswered: tuple[str, ...] = ()
    expected: date | None = None
    scorer: Scorer = field(default_factory=Scorer)
    promise: str = ""
    announced: bool = False
    reports: int = 0
    fields: frozenset[str] = frozenset()  # promised already


Reasoned = commands.Extend | commands.Ruling | commands.BeginReview

OPEN_TO_NOMINATIONS: Final = frozenset({"nominating", "consulting", "deliberating", "announced"})


def proposals_open(facts: Facts) -> Iterable[Problem]:
    """Refuse proposals outside their window."""
    if not facts.proposals_open:
        yield texts.PROPOSALS_CLOSED.at("cycle")


def nominations_open(facts: Facts) -> Iterable[Problem]:
    """Refuse nominations before the themes are fixed, or after the cycle; late ones are taken."""
    if facts.cycle not in OPEN_TO_NOMINATIONS:
        yield texts.NOMINATIONS_CLOSED.at("cycle")


def was_called(facts: Facts) -> Iterable[Problem]:
    """Refuse an agency that was not called."""
    if facts.cycle in OPEN_TO_NOMINATIONS and not facts.called:
        yield texts.NOT_CALLED.at("cycle")


def dataset_known(facts: Facts, _command: object) -> Iterable[Problem]:
    """Refuse a nomination of nothing, or of another agency's."""
    if not facts.dataset:
        yield texts.NO_DATASET.at("dataset")


def nominated_once(facts: Facts, _command: object) -> Iterable[Problem]:
    """Refuse the same dataset twice in one cycle."""
    if facts.other:
        yield texts.NOMINATED.at("dataset", number=facts.other)


def theme_known(facts: Facts, command: commands.Nominated) -> Iterable[Problem]:
    """Refuse a theme the cycle does not have, and a sub-category the theme does not have."""
    if command.theme not in facts.themes:
        yield texts.NO_THEME.at("theme", value=command.theme, known=joined(sorted(facts.themes)))
    elif command.subcategory and command.subcategory not in facts.themes[command.theme]:
        known = joined(sorted(facts.themes[command.theme]))
        yield texts.NO_SUBCATEGORY.at("subcategory", value=command.subcategory, known=known)


def theme_kept(facts: Facts, command: commands.Nominate) -> Iterable[Problem]:
    """Let an agency that takes a proposal up leave the theme as it was proposed, or choose another."""
    if command.theme:
        yield from theme_known(facts, command)


def wanted_for_something(_facts: Facts, command: commands.Propose) -> Iterable[Problem]:
    """Refuse a proposal that does not say what the data are for."""
    if len(command.reason) < SHORTEST_REASON:
        yield texts.NO_PURPOSE.at("reason", least=SHORTEST_REASON)


def sheet_whole(
    facts: Facts, command: commands.Nominate | commands.Revise | commands.Respond
) -> Iterable[Problem]:
    """Refuse a sheet that leaves something open."""
    yield from _argued(command.sheet)
    yield from _promised(facts, command.sheet)
    yield from sdgs_known(facts, command)


def _argued(sheet: SheetTold) -> Iterable[Problem]:
    for one in map(str, Value):
        if len(sheet.values.get(one, "")) < SHORTEST_VALUE:
            yield texts.NO_ARGUMENT.at(f"value_{one}", label=texts.VALUE_NAMES[one], least=SHORTEST_VALUE)
        if one not in sheet.scores:
            yield texts.NO_SCORE.at(f"score_{one}", label=texts.VALUE_NAMES[one])


def _promised(facts: Facts, sheet: SheetTold) -> Iterable[Problem]:
    for name in ("fields", "format", "interval", "licence", "steward"):
        if not getattr(sheet, name):
            yield texts.SHEET_LACKS.at(name, label=texts.SHEET_NAMES[name])
    if sheet.until is None:
        yield texts.NO_DAY.at("until")
    yield from _odd(facts, sheet.until)


def _odd(facts: Facts, until: date | None) -> Iterable[Problem]:
    if until is not None and not facts.today < until <= facts.today + LONGEST:
        yield texts.ODD_DAY.at("until", day=until, today=facts.today)


def sdgs_known(
    _facts: Facts, command: commands.Nominated | commands.Revise | commands.Respond
) -> Iterable[Problem]:
    """Refuse goals and targets that do not exist, each with those that do."""
    for code in command.sheet.sdg:
        if code not in sdgs.names():
            yield texts.NO_SDG.at("sdg", value=code[:40], known=joined(sdgs.near(code)))


def reasons_given(_facts: Facts, command: commands.Decline) -> Iterable[Problem]:
    """Refuse to decline without reasons people can weigh."""
    have = len("".join(command.reason.split()))
    if have < LEAST_REASONS:
        yield texts.REASONS_SHORT.at("reason", least=LEAST_REASONS, have=have)


def reason_given(_facts: Facts, command: Reasoned) -> Iterable[Problem]:
    """Refuse without a reason people can read."""
    if len(command.reason) < SHORTEST_REASON:
        yield texts.NO_REASON.at("reason", least=SHORTEST_REASON)


def consulted(facts: Facts) -> Iterable[Problem]:
    """Refuse to go on while people may still comment."""
    if not facts.consulted:
        yield texts.STILL_CONSULTED.at("consultation")


def comments_answered(facts: Facts) -> Iterable[Problem]:
    """Refuse to respond while a group of comments has no disposition of this agency."""
    if facts.unanswered:
        yield texts.UNANSWERED.at("comments", n=len(facts.unanswered), which=joined(facts.unanswered[:10]))


def answer_given(_facts: Facts, command: commands.Respond) -> Iterable[Problem]:
    """Refuse a response that says nothing."""
    if len(command.answer) < SHORTEST_REASON:
        yield texts.NO_ANSWER.at("answer", least=SHORTEST_REASON)


def day_sound(facts: Facts, command: commands.Ruling) -> Iterable[Problem]:
    """Refuse a day that is past or beyond three years."""
    yield from _odd(facts, command.until)


def day_given(facts: Facts, command: commands.PutOnList | commands.Improve) -> Iterable[Problem]:
    """Refuse to decide without a day ahead: list and dates are decided together."""
    until = command.until or (facts.expected if isinstance(command, commands.PutOnList) else None)
    if until is None:
        yield texts.NO_DAY.at("until")
    yield from _odd(facts, until)


def member_known(facts: Facts, command: commands.Score) -> Iterable[Problem]:
    """Refuse scores of whoever has no seat in the body that hears it, or has a conflict."""
    if not facts.scorer.known or not facts.scorer.sits:
        yield texts.NO_SEAT.at("member", value=command.member)
    elif facts.scorer.conflict:
        yield texts.CONFLICT.at("member")


def scores_whole(_facts: Facts, command: commands.Score) -> Iterable[Problem]:
    """Refuse to score half."""
    for one in map(str, Value):
        if one not in command.scores:
            yield texts.NO_SCORE.at(f"score_{one}", label=texts.VALUE_NAMES[one])


def list_published(facts: Facts) -> Iterable[Problem]:
    """Refuse to make a day a promise before the list is announced."""
    if not facts.announced:
        yield texts.NOT_ANNOUNCED.at()


def promise_kept(facts: Facts) -> Iterable[Problem]:
    """Refuse to call released what a machine has not found as promised."""
    if facts.promise != "delivered":
        yield texts.NOT_DELIVERED.at()


def promise_fell(facts: Facts) -> Iterable[Problem]:
    """Refuse to let fall what is promised."""
    if facts.promise != "abandoned":
        yield texts.STILL_PROMISED.at()


def holds(facts: Facts) -> Iterable[Problem]:
    """Refuse to keep as it is what does not hold."""
    if facts.promise != "delivered" or facts.gone:
        yield texts.DOES_NOT_HOLD.at()


def not_gone(facts: Facts) -> Iterable[Problem]:
    """Refuse to improve what is withdrawn."""
    if facts.gone:
        yield texts.GONE.at()


def cause_given(_facts: Facts, command: commands.BeginReview) -> Iterable[Problem]:
    """Refuse a review nobody says the cause of."""
    if command.cause is None:
        yield texts.NO_CAUSE.at("cause")


def something_to_mend(facts: Facts, command: commands.Improve) -> Iterable[Problem]:
    """Refuse an improvement no machine could see: red checks, open reports, or fields to add."""
    new = set(command.fields) - facts.fields
    if facts.promise == "delivered" and not facts.reports and not new:
        yield texts.NOTHING_TO_MEND.at("fields")
