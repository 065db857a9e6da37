"""The quality report as a case type; `config/wiring.py` hands it to the cases."""

from typing import Final

from springhead.foundation.cases.registry import CaseType, Texts
from springhead.foundation.quality import actions, commands, rules, telling, texts

QUALITY_REPORT: Final = CaseType(
    table=rules.TABLE,
    prefix="QR",
    actions=actions,
    facts=actions.facts,
    parse=commands.parse,
    texts=Texts(name=texts.NAME, states=texts.STATES, events=texts.EVENTS, shown=texts.SHOWN),
    address=lambda case: f"/quality/{case.number}",
    details=telling.lines_of,
)
