"""The delivery as a case type; `config/wiring.py` hands it to the cases."""

from typing import Final

from springhead.foundation.cases.registry import CaseType, Texts
from springhead.foundation.catalog import actions, commands, drift, rules, texts

DELIVERY: Final = CaseType(
    table=rules.TABLE,
    prefix="DL",
    actions=actions,
    facts=actions.facts,
    parse=commands.parse,
    texts=Texts(
        name=texts.DELIVERY_NAME,
        states=texts.DELIVERY_STATES,
        events=texts.DELIVERY_EVENTS,
        shown=texts.DELIVERY_SHOWN,
    ),
    news=lambda public: drift.told(public.get("drift", {})),
)
