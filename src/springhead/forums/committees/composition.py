"""The composition of a body as open data: who sits, sat and will sit in it, for whom, how long, with which conflicts."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from springhead.engine.kernel.now import today
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import texts
from springhead.forums.committees.models import Body, Member
from springhead.foundation.agencies.rules import in_term
from springhead.foundation.catalog.bulk_sheets import marked

MOST: Final = 5_000
COLUMNS: Final = (
    "member", "name", "title", "position", "identity", "gender", "conflicts", "valid_from", "valid_to", "in_term",
)  # fmt: skip


def everybody(found: Body) -> list[Member]:
    """Return everyone who is, was or will be a member, in the order they were written down. One query."""
    return list(found.members.order_by("pk")[:MOST])


def member(found: Body, public_id: str) -> Member:
    """Return a member of a body by id. Refused (404) when there is none."""
    one = found.members.select_related("body").filter(public_id=public_id).first()
    if one is None:
        raise Refused(texts.NO_SUCH_MEMBER.at(public_id))
    return one


def table(found: Body) -> Iterator[list[str]]:
    """Yield everybody as rows of text below its head."""
    yield list(COLUMNS)
    day = today()
    for one in everybody(found):
        yield _cells(one, day)


def _cells(one: Member, day: date) -> list[str]:
    return [
        one.public_id,
        marked(one.name),
        marked(one.title),
        one.position,
        one.identity,
        one.gender,
        marked(one.conflicts),
        one.valid_from.isoformat(),
        one.valid_to.isoformat() if one.valid_to else "",
        "true" if in_term(one.valid_from, one.valid_to, day) else "false",
    ]
