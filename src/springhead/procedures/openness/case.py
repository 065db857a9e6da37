"""Openness classes and applications for data as case types; `config/wiring.py` hands it to the cases."""

from typing import Final

from springhead.foundation.cases.registry import CaseType, Texts
from springhead.procedures.openness import (
    actions,
    application_actions,
    application_commands,
    application_rules,
    application_texts,
    commands,
    facts,
    rules,
    words,
)

OPENNESS: Final = CaseType(
    table=rules.TABLE,
    prefix="OC",
    actions=actions,
    facts=facts.of_case,
    parse=commands.parse,
    texts=Texts(name=words.NAME, states=words.STATES, events=words.EVENTS, shown=words.SHOWN),
    address=lambda case: f"/openness/{case.number}",
)

APPLICATION: Final = CaseType(
    table=application_rules.TABLE,
    prefix="AP",
    actions=application_actions,
    facts=application_actions.facts,
    parse=application_commands.parse,
    texts=Texts(
        name=application_texts.NAME,
        states=application_texts.STATES,
        events=application_texts.EVENTS,
        shown=application_texts.SHOWN,
    ),
    address=lambda case: f"/applications/{case.number}",
)
