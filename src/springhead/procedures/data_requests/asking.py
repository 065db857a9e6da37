"""Asking: a request is sent by a signed-in person at once, by anybody else with the click on a mailed link."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.core import signing
from django.db import transaction

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.cases import askers
from springhead.foundation.cases.fire import Opening, Outcome, open_case
from springhead.foundation.cases.letters import page
from springhead.foundation.cases.mailbox import post
from springhead.foundation.cases.models import Asker, Case
from springhead.foundation.jobs.run import Run
from springhead.procedures.data_requests import commands, facts, letters, rules, texts
from springhead.procedures.data_requests.models import RequestDraft

SEND: Final = "springhead.request.send"
MINE: Final = "springhead.request.mine"
VALID: Final = timedelta(hours=24)
MINE_VALID: Final = timedelta(days=30)
MOST_LINKS: Final = 5  # mails to one address within an hour


def send(data: Mapping[str, Any], *, by: Actor, at: datetime, key: str | None = None) -> Outcome:
    """Send a request. Raises Refused with every problem; the same `key` gives the same request again."""
    command = commands.parse("submit", data)
    assert isinstance(command, commands.Submit)  # what this event is parsed to
    opening = Opening({"zh-Hant": command.title}, owner_id=by.id, subjects=command.datasets)
    return open_case("data_request", command, opening, by=by, at=at, key=key)


def problems_of(data: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return what would stand in the way of sending this, all at once."""
    try:
        command = commands.parse("submit", data)
    except Refused as refusal:
        return refusal.problems
    row = rules.TABLE.opening("submit")
    assert row is not None  # the table has it
    return row.refusals(facts.of_request(Case(type="data_request"), command, now()), command)


def keep(data: Mapping[str, Any], *, email: str, name: str, lang: str, at: datetime) -> RequestDraft:
    """Keep what was typed and mail the link that sends it. Raises Refused: what is wrong, or too many mails."""
    found = problems_of(data)
    if found:
        raise Refused(*found)
    with transaction.atomic():
        asker = askers.asker_of(email, name=name, lang=lang)
        _not_too_many(asker, at)
        draft = RequestDraft.objects.create(asker=asker, payload=dict(data), made_at=at)
        link = page(f"/requests/send/{signing.dumps(draft.public_id, salt=SEND)}", lang)
        title = str(data.get("title", ""))
        post(key=f"request:{draft.public_id}", to=asker.email, **letters.send(lang, title=title, link=link))
    return draft


def _not_too_many(asker: Asker, at: datetime) -> None:
    if asker.drafts.filter(made_at__gt=at - timedelta(hours=1)).count() >= MOST_LINKS:
        raise Refused(texts.TOO_MANY_LINKS.at("email", most=MOST_LINKS))


def draft_of(token: str) -> RequestDraft:
    """Return the draft a mailed link is about. Refused when the link is wrong or older than 24 hours."""
    public_id = askers.named_by(token, SEND, VALID, over=texts.LINK_OVER)
    row = RequestDraft.objects.select_related("asker", "sent_as").filter(public_id=public_id).first()
    if row is None or row.asker is None:
        raise Refused(texts.LINK_OVER.at())
    return row


def send_draft(token: str, *, at: datetime) -> tuple[Asker, Outcome]:
    """Send what the link is about: this moment is the submission. A second click gives the same request."""
    with transaction.atomic():
        draft = draft_of(token)
        assert draft.asker is not None  # draft_of saw to it
        asker = askers.confirm(draft.asker, at=at)
        outcome = send(draft.payload, by=askers.actor_of(asker), at=at, key=f"draft:{draft.public_id}")
        RequestDraft.objects.filter(pk=draft.pk).update(sent_as=outcome.case)
    return asker, outcome


def mail_my_link(email: str, *, lang: str, at: datetime) -> None:
    """Mail an asker the link to what they asked for. Nothing tells whether the address is known."""
    asker = Asker.objects.filter(email=email.strip().lower()).exclude(confirmed_at=None).first()
    if asker is not None:
        link = page(f"/requests/mine/{signing.dumps(asker.public_id, salt=MINE)}", lang)
        post(key=f"mine:{asker.public_id}:{at:%Y%m%d%H}", to=asker.email, **letters.mine(lang, link=link))


def asker_by(token: str) -> Asker:
    """Return the asker a mailed link belongs to. Refused when the link is wrong or older than thirty days."""
    asker = Asker.objects.filter(
        public_id=askers.named_by(token, MINE, MINE_VALID, over=texts.LINK_OVER)
    ).first()
    if asker is None:
        raise Refused(texts.LINK_OVER.at())
    return asker


def forget_drafts(_run: Run) -> None:
    """Forget what was typed and never sent, a day after its link ended."""
    RequestDraft.objects.filter(made_at__lt=now() - 2 * VALID).delete()
