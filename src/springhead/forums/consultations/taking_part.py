"""Taking part: a signed-in person's comment is published at once, anybody else's with the click on a mailed link."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.core import signing
from django.db import transaction

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.forums.consultations import commands, facts, letters, rules, texts
from springhead.forums.consultations.models import Comment, CommentDraft, Consultation
from springhead.forums.consultations.vocabulary import ASSURANCES
from springhead.foundation.cases import askers
from springhead.foundation.cases.fire import Outcome, fire
from springhead.foundation.cases.mailbox import post
from springhead.foundation.cases.models import Asker
from springhead.foundation.jobs.run import Run

PUBLISH: Final = "springhead.consultation.publish"
MINE: Final = "springhead.consultation.mine"
VALID: Final = timedelta(hours=24)
MINE_VALID: Final = timedelta(days=30)
MOST_LINKS: Final = 5  # mails to one address within an hour


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody without an account, as they say: address, name (shown masked) and language."""

    email: str
    name: str = ""
    lang: str = "zh-Hant"


def say(
    row: Consultation, data: Mapping[str, Any], *, by: Actor, at: datetime, key: str | None = None
) -> Comment:
    """Publish a comment. Raises Refused with every problem; the same `key` gives the same comment again."""
    outcome = fire(row.number, commands.parse("comment", data), by=by, at=at, key=key)
    return comment_of(row, outcome)


def comment_of(row: Consultation, outcome: Outcome) -> Comment:
    """Return the comment that came of a command."""
    found: Comment = row.said.get(seq=outcome.seq)
    return found


def keep(row: Consultation, data: Mapping[str, Any], who: Who, *, at: datetime) -> CommentDraft:
    """Keep what was typed and mail the link that publishes it. Raises Refused: what is wrong, or too many mails."""
    command = commands.parse("comment", data)
    move = rules.TABLE.row(row.case.state, "comment")
    if move is None:
        raise Refused(texts.LINK_OVER.at())
    problems = move.refusals(facts.gather(row.case, command, at), command)
    if row.assurance:
        problems += (texts.NOT_SURE_ENOUGH.at("email", needed=ASSURANCES[row.assurance]),)
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        asker = askers.asker_of(who.email, name=who.name, lang=who.lang)
        recent = CommentDraft.objects.filter(asker=asker, made_at__gt=at - timedelta(hours=1)).count()
        if recent >= MOST_LINKS:
            raise Refused(texts.TOO_MANY_LINKS.at("email", most=MOST_LINKS))
        draft = CommentDraft.objects.create(consultation=row, asker=asker, payload=dict(data), made_at=at)
        letter = letters.write(
            "confirm",
            who.lang,
            title=pick(row.case.title, who.lang),
            text=str(data.get("text", "")),
            path=f"/consultations/confirm/{signing.dumps(draft.public_id, salt=PUBLISH)}",
        )
        post(key=f"comment:{draft.public_id}", to=asker.email, **letter)
    return draft


def draft_of(token: str) -> CommentDraft:
    """Return the comment a mailed link is about. Refused when the link is wrong or older than 24 hours."""
    rows = CommentDraft.objects.select_related("asker", "consultation__case", "sent_as")
    found = rows.filter(public_id=askers.named_by(token, PUBLISH, VALID, over=texts.LINK_OVER)).first()
    if found is None:
        raise Refused(texts.LINK_OVER.at())
    return found


def publish(token: str, *, at: datetime) -> tuple[Asker, Comment]:
    """Publish what the link is about. A second click gives the same comment."""
    with transaction.atomic():
        draft = draft_of(token)
        asker = askers.confirm(draft.asker, at=at)
        key = f"draft:{draft.public_id}"
        made = say(draft.consultation, draft.payload, by=askers.actor_of(asker), at=at, key=key)
        CommentDraft.objects.filter(pk=draft.pk).update(sent_as=made)
    return asker, made


def mail_my_link(email: str, *, name: str = "", back: str = "", lang: str, at: datetime) -> None:
    """Mail somebody the link that confirms their address and shows their part. One an hour; Refused for no address.

    `back` is the number of the consultation they wanted to vote in; the link leads on to its statements.
    """
    asker = askers.asker_of(email, name=name, lang=lang)
    token = signing.dumps(asker.public_id, salt=MINE)
    on = f"?{urlencode({'back': back})}" if back else ""
    letter = letters.write("mine", lang, path=f"/consultations/mine/{token}{on}")
    post(key=f"consultations.mine:{asker.public_id}:{at:%Y%m%d%H}", to=asker.email, **letter)


def asker_by(token: str) -> Asker:
    """Return whom a mailed link belongs to. Refused when the link is wrong or older than thirty days."""
    asker = Asker.objects.filter(
        public_id=askers.named_by(token, MINE, MINE_VALID, over=texts.LINK_OVER)
    ).first()
    if asker is None:
        raise Refused(texts.LINK_OVER.at())
    return asker


def confirm(token: str, *, at: datetime) -> Asker:
    """Confirm the address a mailed link went to."""
    with transaction.atomic():
        return askers.confirm(asker_by(token), at=at)


def forget_drafts(_run: Run) -> None:
    """Forget what was typed and never confirmed, a day after its link ended."""
    CommentDraft.objects.filter(made_at__lt=now() - 2 * VALID).delete()
