"""When an agency is merged into another, the other answers in its place."""

from springhead.forums.consultations import versions
from springhead.forums.consultations.models import Cluster, Consultation, Position
from springhead.foundation.agencies.models import Agency


def merge(source: Agency, target: Agency) -> None:
    """Let the target be concerned where the source was, in everything not answered yet; what was answered stays.

    Where both had answered a group, the target's own answer stands. Inside the merge's transaction.
    """
    old, new = source.public_id, target.public_id
    rows = Consultation.objects.exclude(case__state__in=("answered", "cancelled")).select_related("case")
    for row in rows.iterator(chunk_size=500):
        if old in row.agencies:
            row.agencies = _exchanged(row.agencies, old, new)
            row.save(update_fields=["agencies"])
            if row.case.state == "correcting":
                _draft(row, old, new)
                continue
            for cluster in row.clusters.all():
                _answers(cluster, old, new)


def _answers(cluster: Cluster, old: str, new: str) -> None:
    if old in cluster.agencies:
        cluster.agencies = _exchanged(cluster.agencies, old, new)
        cluster.save(update_fields=["agencies"])
    if not Position.objects.filter(cluster=cluster, agency_id=new).exists():
        Position.objects.filter(cluster=cluster, agency_id=old).update(agency_id=new)


def _draft(row: Consultation, old: str, new: str) -> None:
    """Let the target answer in the draft of a correction; the published table stays as it was."""
    found = versions.draft(row)
    for group in found.table if found else ():
        answers = group["answers"]
        group["answers"] = {
            one: answers.get(one, answers.get(old)) for one in _exchanged(list(answers), old, new)
        }
    if found:
        found.save(update_fields=["table"])


def _exchanged(agencies: list[str], old: str, new: str) -> list[str]:
    return list(dict.fromkeys(new if one == old else one for one in agencies))
