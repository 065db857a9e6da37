"""Cycles, agencies' parts in them and nominations as case types; `config/wiring.py` hands them to the cases."""

from typing import Final

from springhead.foundation.cases.registry import CaseType, Texts
from springhead.procedures.high_value import (
    actions,
    call_actions,
    call_commands,
    call_rules,
    call_texts,
    commands,
    cycle_actions,
    cycle_commands,
    cycle_facts,
    cycle_rules,
    cycle_texts,
    facts,
    rules,
    words,
)

CYCLE: Final = CaseType(
    table=cycle_rules.TABLE,
    prefix="HC",
    actions=cycle_actions,
    facts=cycle_facts.of_case,
    parse=cycle_commands.parse,
    texts=Texts(
        name=cycle_texts.NAME, states=cycle_texts.STATES, events=cycle_texts.EVENTS, shown=cycle_texts.SHOWN
    ),
    address=lambda case: f"/themes/cycles/{case.number}",
)

CALL: Final = CaseType(
    table=call_rules.TABLE,
    prefix="",
    actions=call_actions,
    facts=call_actions.facts,
    parse=call_commands.parse,
    texts=Texts(
        name=call_texts.NAME, states=call_texts.STATES, events=call_texts.EVENTS, shown=call_texts.SHOWN
    ),
)

NOMINATION: Final = CaseType(
    table=rules.TABLE,
    prefix="HN",
    actions=actions,
    facts=facts.of_case,
    parse=commands.parse,
    texts=Texts(name=words.NAME, states=words.STATES, events=words.EVENTS, shown=words.SHOWN),
    address=lambda case: f"/nominations/{case.number}",
)
