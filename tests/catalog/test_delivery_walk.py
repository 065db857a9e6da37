"""Random commands by random people never get a delivery where its table does not lead."""

from dataclasses import replace

import pytest
from hypothesis import strategies as st
from tests.support.parcels import AGENCY, CITIZEN, NOON, OFFICER, STRANGER, WORKER, opening
from tests.support.walker import Ground, walk

from springhead.engine.kernel.actors import VISITOR
from springhead.foundation.cases import registry
from springhead.foundation.cases.registry import Told
from springhead.foundation.catalog import commands, rules
from springhead.foundation.catalog.case import DELIVERY

REASONS = st.sampled_from(["", "檔案內容有誤，改以更正後的檔案重新送件。"])
PAYLOADS = {
    "receive": st.just(commands.Receive()),
    "read": st.just(commands.Read()),
    "hold": st.just(commands.Hold()),
    "check": st.just(commands.Check()),
    "refuse": st.just(commands.Refuse()),
    "mend": st.just(commands.Mend()),
    "accept": st.builds(commands.Accept, rules=st.sampled_from([("ragged-row",), ("other",)])),
    "publish": st.builds(commands.Publish, confirm_drift=st.booleans()),
    "discard": st.builds(commands.Discard, reason=REASONS),
    "roll_back": st.builds(commands.RollBack, reason=REASONS),
    "withdraw": st.builds(commands.Withdraw, reason=REASONS),
}


class NoEffects:
    """The table alone is walked here; what the effects do is tested with real files elsewhere."""

    def __getattr__(self, event):
        if event.startswith("_"):
            raise AttributeError(event)
        return lambda _case, _command, _turn: Told()


def facts(case, _command, _at):
    """Let the facts depend on the case, so that guards refuse now and then."""
    found = ("ragged-row",) if case.version % 3 == 2 else ()
    return rules.Facts(open_rules=found, drift=("a",) if case.version % 2 else (), built=True)


@pytest.mark.django_db
@pytest.mark.slow
def test_a_delivery_moves_only_by_its_table():
    walked = replace(DELIVERY, actions=NoEffects(), facts=facts)
    before = registry.case_types()
    registry.install([walked])
    try:
        walk(
            Ground(
                case_type=walked,
                commands=PAYLOADS,
                actors=[WORKER, OFFICER, STRANGER, CITIZEN, VISITOR],
                opening=lambda: opening(agency_id=AGENCY),
                start=NOON,
            ),
            examples=12,
            steps=20,
        )
    finally:
        registry.install(before)
