"""Meetings and action items as case types; `config/wiring.py` hands them to the cases."""

from typing import Final

from springhead.forums.meetings import (
    actions,
    commands,
    facts,
    rules,
    seats,
    task_commands,
    task_rules,
    tasks,
    words,
)
from springhead.foundation.cases.registry import CaseType, Texts

MEETING: Final = CaseType(
    table=rules.TABLE,
    prefix="MT",
    actions=actions,
    facts=facts.of_case,
    parse=commands.parse,
    texts=Texts(name=words.NAME, states=words.STATES, events=words.EVENTS, shown=words.SHOWN),
    address=lambda case: f"/meetings/{case.number}",
    people=seats.people,
)

ACTION_ITEM: Final = CaseType(
    table=task_rules.TABLE,
    prefix="AI",
    actions=tasks,
    facts=tasks.facts,
    parse=task_commands.parse,
    texts=Texts(name=words.TASK, states=words.TASK_STATES, events=words.TASK_EVENTS, shown=words.TASK_SHOWN),
    address=lambda case: f"/meetings/actions/{case.number}",
    people=seats.people,
)
