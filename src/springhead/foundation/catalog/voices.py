"""What people say about a dataset: what they built with it; and the private problem reports of earlier versions."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import transaction

from springhead.engine.kernel import ids
from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.models import Person
from springhead.foundation.catalog import policy, texts
from springhead.foundation.catalog.models import Dataset, ProblemReport, Reuse
from springhead.foundation.ledger.actions import append

LONGEST: Final = 4_000


def close_report(found: ProblemReport, answer: str, *, by: Actor) -> None:
    """Answer and close a problem report that was made before quality reports were public."""
    policy.check_edit(by, found.dataset.agency.public_id)
    if len(answer.strip()) < texts.SHORTEST_REASON:
        raise Refused(texts.REASON_MISSING.at("answer", least=texts.SHORTEST_REASON))
    with transaction.atomic():
        found.answer, found.closed_at = answer.strip()[:LONGEST], now()
        found.save(update_fields=["answer", "closed_at"])
        facts = {"dataset": found.dataset.public_id, "report": found.public_id}
        _tell("dataset:problem_answered", found.dataset, facts, by=by, private={"answer": found.answer})


def propose_reuse(dataset: Dataset, told: Mapping[str, Any], *, by: Actor) -> Reuse:
    """Keep a reuse for moderation. Raises `Refused` without a name or with what is no address."""
    title, url = str(told.get("title") or "").strip()[:120], str(told.get("url") or "").strip()[:500]
    parts = urlsplit(url)
    if not title or parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(texts.ADDRESS_OF_REUSE.at("url"))
    return Reuse.objects.create(
        public_id=ids.new("ru"),
        dataset=dataset,
        title=title,
        url=url,
        description=str(told.get("description") or "").strip()[:500],
        by=Person.objects.filter(public_id=by.id).first(),
    )


def decide_reuse(found: Reuse, *, accept: bool, by: Actor) -> None:
    """Show a reuse on the page, or not."""
    policy.check_edit(by, found.dataset.agency.public_id)
    with transaction.atomic():
        found.state, found.decided_at = ("accepted" if accept else "declined"), now()
        found.save(update_fields=["state", "decided_at"])
        if accept:
            facts = {"dataset": found.dataset.public_id, "title": found.title, "url": found.url}
            _tell("dataset:reuse_accepted", found.dataset, facts, by=by)


def _tell(
    event: str,
    dataset: Dataset,
    facts: Mapping[str, Any],
    *,
    by: Actor,
    private: Mapping[str, Any] | None = None,
) -> None:
    append(
        event, subject=dataset.public_id, actor=by.id or "visitor", public=facts, private=private, at=now()
    )
