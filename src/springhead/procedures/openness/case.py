"""The openness class as a case type; `config/wiring.py` hands it to the cases."""

from typing import Final

from springhead.foundation.cases.registry import CaseType, Texts
from springhead.procedures.openness import actions, commands, facts, rules, words

OPENNESS: Final = CaseType(
    table=rules.TABLE,
    prefix="OC",
    actions=actions,
    facts=facts.of_case,
    parse=commands.parse,
    texts=Texts(name=words.NAME, states=words.STATES, events=words.EVENTS, shown=words.SHOWN),
    address=lambda case: f"/openness/{case.number}",
)
