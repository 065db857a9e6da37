"""What the pages of datasets and agencies show of promises; `config/wiring.py` hands these over."""

from springhead.engine.kernel.actors import Actor
from springhead.foundation.agencies.models import Agency
from springhead.foundation.agencies.registry import Panel
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.policy import may_edit
from springhead.foundation.catalog.vocabulary import Stage
from springhead.foundation.commitments import queries, texts

TITLE = {"zh-Hant": "承諾", "en": "Commitments"}


def of_agency(agency: Agency, _viewer: Actor) -> Panel | None:
    """Return how an agency kept its promises; nothing for one that never promised. One query."""
    record = queries.record(agency.public_id)
    if not record.total:
        return None
    return Panel(TITLE, "commitments/agency_panel.html", {"agency": agency, "record": record})


def of_dataset(dataset: Dataset, viewer: Actor) -> Panel | None:
    """Return the promises about a dataset, and for its agency the way to make one. One query."""
    rows = queries.of_dataset(dataset.pk)
    is_open = any(row.is_open for row in rows)
    can_promise = (
        not is_open
        and dataset.stage not in (Stage.SERVED, Stage.WITHDRAWN)
        and may_edit(viewer, dataset.agency.public_id)
    )
    if not rows and not can_promise:
        return None
    told = [
        {"row": row, "state": texts.STATES[row.case.state], "broken": texts.BROKEN.get(row.broken_why)}
        for row in rows
    ]
    context = {"dataset": dataset, "promises": told, "can_promise": can_promise}
    return Panel(TITLE, "commitments/dataset_panel.html", context)
