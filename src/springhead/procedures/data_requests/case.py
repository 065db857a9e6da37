"""Requests and parts as case types; `config/wiring.py` hands them to the cases."""

from typing import Final

from springhead.foundation.cases.registry import CaseType, Texts
from springhead.procedures.data_requests import (
    actions,
    commands,
    facts,
    part_actions,
    part_commands,
    part_rules,
    rules,
    telling,
    words,
)

REQUEST: Final = CaseType(
    table=rules.TABLE,
    prefix="DR",
    actions=actions,
    facts=facts.of_request,
    parse=commands.parse,
    texts=Texts(name=words.NAME, states=words.STATES, events=words.EVENTS, shown=words.SHOWN),
    address=lambda case: f"/requests/{case.number}",
    details=telling.requests_of,
)
PART: Final = CaseType(
    table=part_rules.TABLE,
    prefix="",
    actions=part_actions,
    facts=facts.of_part,
    parse=part_commands.parse,
    texts=Texts(
        name=words.PART_NAME, states=words.PART_STATES, events=words.PART_EVENTS, shown=words.PART_SHOWN
    ),
    address=lambda case: f"/requests/{case.number.partition('.')[0]}#{case.number.rpartition('.')[2]}",
    details=telling.answers_of,
)
