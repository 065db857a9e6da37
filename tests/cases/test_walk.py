"""Random commands by random people never get a case where its table does not lead."""

import pytest
from hypothesis import strategies as st
from tests.support import parcels
from tests.support.walker import Ground, walk

PAYLOADS = {
    event: st.builds(
        parcels.Payload,
        event=st.just(event),
        label=st.sampled_from(["", "ok", "箱"]),
        weight=st.sampled_from([1, 30]),
    )
    for event in parcels.PARCEL.events
}


@pytest.mark.django_db
@pytest.mark.slow
def test_a_parcel_moves_only_by_its_table():
    walk(
        Ground(
            case_type=parcels.case_types()[0],
            commands=PAYLOADS,
            actors=[parcels.CITIZEN, parcels.OTHER, parcels.OFFICER, parcels.STRANGER, parcels.WORKER],
            opening=parcels.opening,
            start=parcels.NOON,
        ),
        examples=20,
    )
