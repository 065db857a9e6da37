"""Where programs go on from a nomination: back to evidence, comments, answers and resolutions, on to data and promise."""

from collections.abc import Mapping, Sequence
from typing import Any

from springhead.forums.committees.models import Resolution
from springhead.forums.consultations.models import Consultation
from springhead.procedures.high_value import announcement_papers as papers
from springhead.procedures.high_value.models import Announcement, Cycle, Nomination

API = "/api/v1"
Links = dict[str, str | list[str] | None]


def of_nomination(row: Nomination) -> Links:
    """Return what a nomination leads to; null where there is nothing yet. No query."""
    asked = f"{API}/consultations/{row.consultation.number}" if row.consultation else None
    return {
        "self": f"{API}/nominations/{row.number}",
        "page": f"/nominations/{row.number}",
        "case": f"{API}/cases/{row.number}",
        "cycle": f"{API}/cycles/{row.cycle.number}",
        "evidence": f"{API}/themes/{row.theme}",
        "consultation": asked,
        "comments": f"{asked}/comments?part={row.number}" if asked else None,
        "answers": f"{asked}/answers?part={row.number}" if asked else None,
        "dataset": f"{API}/datasets/{row.dataset.public_id}" if row.dataset.visible else None,
        "promise": f"{API}/commitments/{row.promise.number}" if row.promise else None,
        "announcement": f"/themes/announcements/{row.cycle.number}/" if row.announced else None,
    }


def of_resolutions(rows: Sequence[Resolution]) -> list[str]:
    """Return the addresses of what bodies resolved, in order."""
    return [f"{API}/resolutions/{one.public_id}" for one in rows]


def of_cycle(row: Cycle, asked: Sequence[Consultation] = ()) -> Links:
    """Return what a cycle leads to; `asked` are its consultations."""
    return {
        "self": f"{API}/cycles/{row.number}",
        "page": f"/themes/cycles/{row.number}",
        "nominations": f"{API}/nominations?cycle={row.number}",
        "consultations": [f"{API}/consultations/{one.number}" for one in asked],
        "schedule": f"/themes/announcements/{row.number}/schedule.ics",
    }


def of_announcement(row: Announcement) -> Links:
    """Return where a version of the list is read, downloaded and proved."""
    path = papers.path_of(row)
    return {
        "self": f"{API}/cycles/{row.cycle.number}/announcements/{row.version}",
        "page": f"{path}.html",
        **{form: f"{path}.{form}" for form in ("json", "csv", "odt", "pdf")},
        "receipt": f"/ledger/receipts/{row.seq}.json" if row.seq is not None else None,
    }


def of_entry(entry: Mapping[str, Any]) -> Links:
    """Return where an entry of the list leads."""
    return {
        "nomination": f"{API}/nominations/{entry['number']}",
        "page": f"/nominations/{entry['number']}",
        "agency": f"{API}/agencies/{entry['agency']}",
        "theme": f"{API}/themes/{entry['theme']}",
    }
