"""The closed lists of words of meetings. No Django."""

from enum import StrEnum
from typing import Final

SHORTEST: Final = 10  # characters of a reason, a resolution, a statement of conflict


class Mode(StrEnum):
    """How the members come together."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"
    WRITTEN = "written"


class Section(StrEnum):
    """The parts of an agenda, in their usual order."""

    PREVIOUS = "previous"
    REPORT = "report"
    DISCUSSION = "discussion"
    EXTEMPORE = "extempore"


class How(StrEnum):
    """How a member attends."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    DEPUTY = "deputy"


class Stand(StrEnum):
    """A position on an item."""

    YES = "yes"
    NO_OBJECTION = "no_objection"
    DISCUSS = "discuss"
    ABSTAIN = "abstain"
    RECUSED = "recused"


class Outcome(StrEnum):
    """What became of an item."""

    RESOLVED = "resolved"
    DEFERRED = "deferred"
    NOTED = "noted"


class Way(StrEnum):
    """How an item was resolved."""

    CONSENSUS = "consensus"  # 主席裁示
    VOTE = "vote"


ORDER: Final = tuple(Section)
BY_HAND: Final = (Section.REPORT, Section.DISCUSSION, Section.EXTEMPORE)
