"""Joining a request without an account: the click on a mailed link counts, as it does for asking."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.db import transaction

from springhead.engine.kernel.language import pick
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases import askers
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.letters import page
from springhead.foundation.cases.mailbox import post
from springhead.foundation.cases.models import Asker, Mail
from springhead.procedures.data_requests import commands, letters, rules, texts
from springhead.procedures.data_requests.asking import MOST_LINKS, VALID
from springhead.procedures.data_requests.models import DataRequest

JOIN: Final = "springhead.request.join"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a mailed link is about: who wants to join what, and whether they wanted it before."""

    asker: Asker
    request: DataRequest
    counted: bool


def mail_link(row: DataRequest, email: str, *, lang: str, at: datetime) -> None:
    """Mail somebody the link that counts them in. Refused: nothing to join, no address, or too many mails."""
    if rules.TABLE.row(row.case.state, "join") is None:
        raise Refused(texts.NOT_TO_JOIN.at(row.number))
    if not email.strip():
        raise Refused(texts.NO_EMAIL.at("email"))
    with transaction.atomic():
        asker = askers.asker_of(email, lang=lang)
        _not_too_many(asker, at)
        link = page(f"/requests/join/{signing.dumps(f'{asker.public_id} {row.number}', salt=JOIN)}", lang)
        told = letters.join(lang, title=pick(row.case.title, lang), link=link)
        post(key=f"join:{asker.public_id}:{row.number}:{at:%Y%m%d%H}", to=asker.email, **told)


def _not_too_many(asker: Asker, at: datetime) -> None:
    first, last = f"join:{asker.public_id}:", f"join:{asker.public_id};"
    sent = Mail.objects.filter(key__gte=first, key__lt=last, queued_at__gt=at - timedelta(hours=1))
    if sent.count() >= MOST_LINKS:
        raise Refused(texts.TOO_MANY_LINKS.at("email", most=MOST_LINKS))


def wish_of(token: str) -> Wish:
    """Return what a link is about. Refused when it is wrong or older than 24 hours."""
    public_id, _, number = askers.named_by(token, JOIN, VALID, over=texts.LINK_OVER).partition(" ")
    asker = Asker.objects.filter(public_id=public_id).first()
    row = DataRequest.objects.select_related("case").filter(case__number=number).first()
    if asker is None or row is None:
        raise Refused(texts.LINK_OVER.at())
    counted = row.case.owner_id == public_id or row.joined.filter(party_id=public_id).exists()
    return Wish(asker, row, counted)


def count_in(token: str, *, at: datetime) -> Wish:
    """Count whom the link belongs to; their address is confirmed by it. A second click changes nothing."""
    with transaction.atomic():
        wish = wish_of(token)
        asker = askers.confirm(wish.asker, at=at)
        if not wish.counted:
            fire(wish.request.number, commands.parse("join", {}), by=askers.actor_of(asker), at=at)
    return Wish(asker, wish.request, True)
