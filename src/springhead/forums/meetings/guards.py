"""What stands in the way of a meeting's events, and the facts it is told by. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Problem
from springhead.forums.committees import voting
from springhead.forums.committees.voting import Voting
from springhead.forums.meetings import commands, texts
from springhead.forums.meetings.values import Values, in_force
from springhead.forums.meetings.vocabulary import BY_HAND, SHORTEST, How, Mode, Outcome, Section, Stand, Way

LONGEST_AHEAD: Final = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Who:
    """The member a command is about. `eligible`: on the list frozen at the opening; `in_term`: today."""

    known: bool = False
    in_term: bool = False
    eligible: bool = False
    present: bool = False
    recused: bool = False
    for_an_agency: bool = False
    discusses: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """The item a command is about. `problems` are what the commands of the chosen option say to a first look now."""

    known: bool = False
    by_hand: bool = False
    concluded: bool = False
    has_cases: bool = False
    options: tuple[str, ...] = ()
    votes: Mapping[str, int] = field(default_factory=dict)
    open_discusses: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards may look at. `seats` are the members of the day (frozen once it was opened)."""

    today: date
    values: Values = field(default_factory=lambda: in_force(date(2020, 1, 1)))
    voting: Voting = field(default_factory=lambda: voting.in_force(date(2020, 1, 1)))
    body: bool = False
    state: str = ""
    mode: Mode = Mode.IN_PERSON
    held_on: date | None = None
    seats: int = 0
    present: int = 0
    took_part: int = 0
    silent: int = 0
    items: int = 0
    waiting: int = 0
    case_waits: bool = False
    unconcluded: int = 0
    window_over: bool = False
    unopened_over: bool = False
    objection_runs: bool = False
    open_objections: int = 0
    restarted: bool = False
    objection_open: bool = False
    place_known: bool = False
    chair_known: bool = False
    odd_redactions: tuple[str, ...] = ()
    who: Who = field(default_factory=Who)
    about: About = field(default_factory=About)

    @property
    def written(self) -> bool:
        """Whether it is a written review."""
        return self.mode is Mode.WRITTEN

    @property
    def quorum(self) -> bool:
        """Whether enough of the members are there."""
        return self.voting.quorate(self.present, self.seats)

    @property
    def enough_answered(self) -> bool:
        """Whether enough of the members gave a position in a written review."""
        return self.voting.quorate(self.took_part, self.seats)

    @property
    def needed(self) -> LanguageMap:
        """What share of the members is enough, in words."""
        return voting.share(self.voting.quorum_percent)


def body_known(facts: Facts) -> Iterable[Problem]:
    """Refuse a meeting of nobody."""
    if not facts.body:
        yield texts.NO_BODY.at("body")


def case_waits(facts: Facts, command: commands.Prepare) -> Iterable[Problem]:
    """Refuse to prepare what does not wait for this body."""
    if not facts.case_waits:
        yield texts.NOT_ON_LIST.at("case", case=command.case or "–")


def item_whole(facts: Facts, command: commands.AddItem) -> Iterable[Problem]:
    """Refuse an item without a title, or in a part of the agenda that is not written by hand now."""
    if len(command.title) < 2:
        yield texts.NO_TITLE.at("title")
    allowed = (Section.EXTEMPORE,) if facts.state == "in_session" else BY_HAND[:2]
    if command.section not in allowed:
        yield texts.ODD_SECTION.at("section", known=", ".join(allowed))


def item_by_hand(facts: Facts, _command: commands.DropItem) -> Iterable[Problem]:
    """Refuse to take off what was not put on by hand."""
    if not facts.about.known or not facts.about.by_hand:
        yield texts.NO_SUCH_ITEM.at("item")


def not_written(facts: Facts) -> Iterable[Problem]:
    """Refuse for a written review, which has a window instead of a day."""
    if facts.written:
        yield texts.IS_WRITTEN.at()


def is_written(facts: Facts) -> Iterable[Problem]:
    """Refuse for a meeting."""
    if not facts.written:
        yield texts.IS_MEETING.at()


def day_far_enough(facts: Facts, command: commands.GiveNotice | commands.Reschedule) -> Iterable[Problem]:
    """Refuse a day that is too near, too far or missing, and a meeting without place or link."""
    mode = (command.mode if isinstance(command, commands.GiveNotice) else None) or facts.mode
    if mode is Mode.WRITTEN:
        yield texts.IS_WRITTEN.at("mode")
    least = facts.values.notice(online=mode is Mode.ONLINE)
    first = facts.today + timedelta(days=least)
    if command.held_on is None or not first <= command.held_on <= facts.today + LONGEST_AHEAD:
        yield texts.TOO_NEAR.at("held_on", n=least, first=first)
    if command.starts_at is None:
        yield texts.NO_TIME.at("starts_at")
    if mode is not Mode.ONLINE and not command.place:
        yield texts.NO_PLACE.at("place")
    if mode in (Mode.ONLINE, Mode.HYBRID) and not command.link:
        yield texts.NO_LINK.at("link")


def papers_in_time(facts: Facts) -> Iterable[Problem]:
    """Refuse papers that reach the members too late: then the day has to move."""
    if facts.held_on is None or (facts.held_on - facts.today).days < facts.values.papers_days:
        yield texts.PAPERS_LATE.at("held_on", n=facts.values.papers_days)


def has_members(facts: Facts) -> Iterable[Problem]:
    """Refuse where nobody could take part."""
    if not facts.seats:
        yield texts.NO_MEMBERS.at()


def something_to_review(facts: Facts) -> Iterable[Problem]:
    """Refuse a written review of nothing."""
    if not facts.items and not facts.waiting:
        yield texts.NOTHING_TO_REVIEW.at()


def day_has_come(facts: Facts) -> Iterable[Problem]:
    """Refuse before the day of the meeting."""
    if facts.held_on is None or facts.today < facts.held_on:
        yield texts.NOT_YET.at("held_on", day=facts.held_on or "–")


def quorum(facts: Facts) -> Iterable[Problem]:
    """Refuse with fewer members than the quorum."""
    if not facts.quorum:
        yield texts.NO_QUORUM.at("attendance", present=facts.present, seats=facts.seats, share=facts.needed)


def fewer_than_half(facts: Facts) -> Iterable[Problem]:
    """Refuse to call a quorum lacking that is there."""
    if facts.quorum:
        yield texts.QUORUM_THERE.at(
            "attendance", present=facts.present, seats=facts.seats, share=facts.needed
        )


def chair_known(facts: Facts, command: commands.Open) -> Iterable[Problem]:
    """Refuse a chair who is no member of the body that day."""
    if command.chair and not facts.chair_known:
        yield texts.NO_SUCH_MEMBER.at("chair")


def unopened_over(facts: Facts) -> Iterable[Problem]:
    """Refuse to give a meeting up before its time is over."""
    if not facts.unopened_over:
        yield texts.NOT_YET.at("held_on", day=facts.held_on or "–")


def member_known(facts: Facts, _command: object) -> Iterable[Problem]:
    """Refuse somebody who is no member of the body."""
    if not facts.who.known:
        yield texts.NO_SUCH_MEMBER.at("member")


def member_in_term(facts: Facts, _command: object) -> Iterable[Problem]:
    """Refuse a member whose term has ended, or not begun."""
    if facts.who.known and not facts.who.in_term:
        yield texts.TERM_OVER.at("member")


def member_eligible(facts: Facts, _command: object) -> Iterable[Problem]:
    """Refuse who was not on the list frozen at the opening."""
    if facts.who.known and not facts.who.eligible:
        yield texts.NOT_ELIGIBLE.at("member")


def member_present(facts: Facts, _command: object) -> Iterable[Problem]:
    """Refuse, in a meeting, who is not in the room."""
    if facts.who.known and not facts.written and not facts.who.present:
        yield texts.NOT_PRESENT.at("member")


def member_not_recused(facts: Facts, _command: object) -> Iterable[Problem]:
    """Refuse who takes no part in the item."""
    if facts.who.recused:
        yield texts.RECUSED.at("member")


def deputy_allowed(facts: Facts, command: commands.Attend) -> Iterable[Problem]:
    """Refuse a deputy of a member who stands for the public, and one without a name."""
    if command.how is How.DEPUTY and (not facts.who.for_an_agency or not command.deputy):
        yield texts.NO_DEPUTY.at("deputy")


def item_known(facts: Facts, _command: object) -> Iterable[Problem]:
    """Refuse an item that is not on this agenda."""
    if not facts.about.known:
        yield texts.NO_SUCH_ITEM.at("item")


def item_named_rightly(facts: Facts, command: commands.State) -> Iterable[Problem]:
    """Refuse a statement to an item that is not on this agenda; without an item it is to the meeting."""
    if command.item and not facts.about.known:
        yield texts.NO_SUCH_ITEM.at("item")


def item_open(facts: Facts, _command: object) -> Iterable[Problem]:
    """Refuse to go on about what was concluded."""
    if facts.about.concluded:
        yield texts.ITEM_CONCLUDED.at("item")


def said_something(_facts: Facts, command: commands.State) -> Iterable[Problem]:
    """Refuse an empty statement."""
    if len(command.text) < 2:
        yield texts.NO_TEXT.at("text", least=2)


def text_given(_facts: Facts, command: commands.DeclareConflict | commands.Object) -> Iterable[Problem]:
    """Refuse without words people can follow."""
    if len(command.text) < SHORTEST:
        yield texts.NO_TEXT.at("text", least=SHORTEST)


def position_given(_facts: Facts, command: commands.Position) -> Iterable[Problem]:
    """Refuse no position, a Discuss that does not say what would clear it, and a recusal without its conflict."""
    if command.position is None:
        yield texts.NO_POSITION.at("position")
    elif command.position is Stand.DISCUSS and len(command.text) < SHORTEST:
        yield texts.NO_DISCUSS_TEXT.at("text", least=SHORTEST)
    elif command.position is Stand.RECUSED:
        yield texts.DECLARE_FIRST.at("position")


def discuss_open(facts: Facts, _command: object) -> Iterable[Problem]:
    """Refuse where the member has no open Discuss."""
    if not facts.who.discusses:
        yield texts.NO_DISCUSS.at("member")


def clears(_facts: Facts, command: commands.ClearDiscuss) -> Iterable[Problem]:
    """Refuse to clear a Discuss by another."""
    if command.position in (Stand.DISCUSS, Stand.RECUSED):
        yield texts.NO_POSITION.at("position")


def reason_given(
    _facts: Facts, command: commands.Cancel | commands.RuleOnDiscuss | commands.Reschedule | commands.Detach
) -> Iterable[Problem]:
    """Refuse without a reason people can read."""
    if len(command.reason) < SHORTEST:
        yield texts.NO_TEXT.at("reason", least=SHORTEST)


def may_conclude(facts: Facts) -> Iterable[Problem]:
    """Refuse to conclude after a meeting has ended; a written review is concluded after its window."""
    if facts.state == "held" and not facts.written:
        yield texts.MEETING_OVER.at()


def outcome_given(_facts: Facts, command: commands.Conclude) -> Iterable[Problem]:
    """Refuse without an outcome, and action items without text, owner or day."""
    if command.outcome is None:
        yield texts.NO_OUTCOME.at("outcome")
    elif command.outcome is not Outcome.NOTED and len(command.text) < SHORTEST:
        yield texts.NO_TEXT.at("text", least=SHORTEST)


def actions_whole(facts: Facts, command: commands.Conclude) -> Iterable[Problem]:
    """Refuse action items without text, owner, or a day to come."""
    for n, one in enumerate(command.actions, 1):
        if len(one.text) < 2 or not one.owner or one.due is None or one.due <= facts.today:
            yield texts.TASK_NOT_WHOLE.at(f"actions_{n}", n=n)


def resolved_rightly(facts: Facts, command: commands.Conclude) -> Iterable[Problem]:
    """Refuse a resolution without quorum or option, with an open Discuss, or that a vote did not adopt."""
    if command.outcome is not Outcome.RESOLVED or not facts.about.known:
        return
    about = facts.about
    if not facts.written and not facts.quorum:
        yield texts.NO_QUORUM.at("attendance", present=facts.present, seats=facts.seats, share=facts.needed)
    if about.has_cases and command.option not in about.options:
        yield texts.NO_OPTION.at("option", known=", ".join(about.options))
    if about.open_discusses:
        yield texts.DISCUSS_OPEN.at("item", n=about.open_discusses)
    if command.way is Way.VOTE and (not sum(about.votes.values()) or not facts.voting.adopts(about.votes)):
        yield texts.NOT_ADOPTED.at("way", **facts.voting.told(about.votes))
    yield from about.problems


def all_concluded(facts: Facts) -> Iterable[Problem]:
    """Refuse while an item has no outcome."""
    if facts.unconcluded:
        yield texts.UNCONCLUDED.at("items", n=facts.unconcluded)


def everybody_said(facts: Facts) -> Iterable[Problem]:
    """Refuse to end a written review early while somebody has not said anything to some item."""
    if facts.silent:
        yield texts.NOT_EVERYBODY.at("positions", n=facts.silent)


def window_over(facts: Facts) -> Iterable[Problem]:
    """Refuse to end the window early."""
    if not facts.window_over:
        yield texts.WINDOW_RUNS.at()


def fell_short(facts: Facts) -> Iterable[Problem]:
    """Refuse to call a written review short of answers when enough of the members gave them."""
    if not facts.written or facts.enough_answered:
        yield texts.QUORUM_THERE.at(
            "positions", present=facts.took_part, seats=facts.seats, share=facts.needed
        )


def place_known(facts: Facts, _command: commands.Object) -> Iterable[Problem]:
    """Refuse an objection to a place that is not in the minutes."""
    if not facts.place_known:
        yield texts.NO_SUCH_PLACE.at("place")


def settled_rightly(facts: Facts, command: commands.SettleObjection) -> Iterable[Problem]:
    """Refuse to settle what is not open, or without a new text or a reason."""
    if not facts.objection_open:
        yield texts.NO_SUCH_OBJECTION.at("objection")
    if not command.text and len(command.reason) < SHORTEST:
        yield texts.NO_TEXT.at("reason", least=SHORTEST)


def not_restarted(facts: Facts) -> Iterable[Problem]:
    """Refuse a second whole term."""
    if facts.restarted:
        yield texts.RESTARTED.at()


def no_open_objection(facts: Facts) -> Iterable[Problem]:
    """Refuse to confirm what somebody objects to."""
    if facts.open_objections:
        yield texts.OBJECTION_OPEN.at("objections", n=facts.open_objections)


def early_has_reason(facts: Facts, command: commands.Confirm) -> Iterable[Problem]:
    """Refuse to cut the term for objections short without saying why."""
    if facts.objection_runs and len(command.reason) < SHORTEST:
        yield texts.TOO_EARLY.at("reason", least=SHORTEST)


def redactions_grounded(facts: Facts, _command: commands.Publish) -> Iterable[Problem]:
    """Refuse to take anything out that is not there, or without a ground in force."""
    for place in facts.odd_redactions:
        yield texts.ODD_REDACTION.at("redactions", place=place)
