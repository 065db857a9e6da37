"""The consultation as a case type; `config/wiring.py` hands it to the cases."""

from typing import Final

from springhead.forums.consultations import actions, commands, facts, rules, telling, words
from springhead.foundation.cases.registry import CaseType, Texts

CONSULTATION: Final = CaseType(
    table=rules.TABLE,
    prefix="CN",
    actions=actions,
    facts=facts.gather,
    parse=commands.parse,
    texts=Texts(name=words.NAME, states=words.STATES, events=words.EVENTS, shown=words.SHOWN),
    address=lambda case: f"/consultations/{case.number}",
    details=telling.details,
)
