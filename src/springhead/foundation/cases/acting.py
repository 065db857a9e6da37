"""Who acts on a page: the signed-in person, else the asker whose mailed link opened this session."""

from typing import Final

from django.http import HttpRequest

from springhead.engine.kernel.actors import Actor
from springhead.foundation.agencies.access import actor_of_request
from springhead.foundation.cases import askers
from springhead.foundation.cases.models import Asker

KEPT: Final = "cases.asker"


def acting(request: HttpRequest) -> Actor:
    """Return the person who is signed in, else the asker of this session, else a visitor."""
    actor = actor_of_request(request)
    if actor.id:
        return actor
    asker = Asker.objects.filter(public_id=request.session.get(KEPT, "")).exclude(confirmed_at=None).first()
    return askers.actor_of(asker) if asker else actor


def remember(request: HttpRequest, asker: Asker) -> None:
    """Let this session act for an asker who just used a mailed link."""
    request.session.cycle_key()
    request.session[KEPT] = asker.public_id
