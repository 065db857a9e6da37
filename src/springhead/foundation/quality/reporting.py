"""How a report is sent: at once by whoever is signed in, by anybody else with the click on a mailed link."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core import signing
from django.db import transaction

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import normal, pick
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases import askers
from springhead.foundation.cases.fire import Opening, Outcome, open_case
from springhead.foundation.cases.letters import page
from springhead.foundation.cases.mailbox import post
from springhead.foundation.cases.models import Asker, Case
from springhead.foundation.catalog import classes
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.jobs.run import Run
from springhead.foundation.quality import actions, commands, rules, texts
from springhead.foundation.quality.models import QualityDraft

SEND: Final = "springhead.quality.send"
VALID: Final = timedelta(hours=24)
MOST_LINKS: Final = 5  # mails to one address within an hour


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody without an account, as they say: address, name (shown masked) and language."""

    email: str
    name: str = ""
    lang: str = "zh-Hant"


def send(data: Mapping[str, Any], *, by: Actor, at: datetime, key: str | None = None) -> Outcome:
    """Send a report. Raises Refused with every problem; the same `key` gives the same report again."""
    command = _read(data)
    dataset = Dataset.objects.select_related("agency").filter(public_id=command.dataset).first()
    opening = Opening(
        title=_title(dataset, command.kind),
        agency_id=dataset.agency.public_id if dataset else "",
        owner_id=by.id,
        subjects=(dataset.public_id,) if dataset else (),
    )
    return open_case("quality_report", command, opening, by=by, at=at, key=key)


def _read(data: Mapping[str, Any]) -> commands.Report:
    command = commands.parse("report", data)
    assert isinstance(command, commands.Report)  # what this event is parsed to
    return command


def _title(dataset: Dataset | None, kind: str) -> dict[str, str]:
    named = texts.KINDS.get(kind, {})
    titles = classes.public_title(dataset) if dataset else {}
    return {
        "zh-Hant": f"{pick(titles, 'zh-Hant')}：{pick(named, 'zh-Hant')}",
        "en": f"{pick(titles, 'en')}: {pick(named, 'en')}",
    }


def keep(data: Mapping[str, Any], who: Who, *, at: datetime) -> QualityDraft:
    """Keep what was typed and mail the link that sends it. Raises Refused: what is wrong, or too many mails."""
    command = _read(data)
    row = rules.TABLE.opening("report")
    assert row is not None  # the table has it
    problems = row.refusals(actions.facts(Case(type="quality_report"), command, at), command)
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        asker = askers.asker_of(who.email, name=who.name, lang=who.lang)
        recent = QualityDraft.objects.filter(asker=asker, made_at__gt=at - timedelta(hours=1)).count()
        if recent >= MOST_LINKS:
            raise Refused(texts.TOO_MANY_LINKS.at("email", most=MOST_LINKS))
        draft = QualityDraft.objects.create(asker=asker, payload=dict(data), made_at=at)
        link = page(f"/quality/confirm/{signing.dumps(draft.public_id, salt=SEND)}", who.lang)
        dataset = Dataset.objects.get(public_id=command.dataset)
        title = pick(_title(dataset, command.kind), normal(who.lang))
        letter = texts.LETTER[normal(who.lang)]
        subject = letter["subject"].format(title=title)
        body = letter["body"].format(title=title, text=command.text, link=link)
        post(key=f"quality:{draft.public_id}", to=asker.email, subject=subject, body=body)
    return draft


def draft_of(token: str) -> QualityDraft:
    """Return the draft a mailed link is about. Refused when the link is wrong or older than 24 hours."""
    public_id = askers.named_by(token, SEND, VALID, over=texts.LINK_OVER)
    found = QualityDraft.objects.select_related("asker", "sent_as").filter(public_id=public_id).first()
    if found is None:
        raise Refused(texts.LINK_OVER.at())
    return found


def send_draft(token: str, *, at: datetime) -> tuple[Asker, Outcome]:
    """Send what the link is about: this moment is the report. A second click gives the same report."""
    with transaction.atomic():
        draft = draft_of(token)
        asker = askers.confirm(draft.asker, at=at)
        outcome = send(draft.payload, by=askers.actor_of(asker), at=at, key=f"draft:{draft.public_id}")
        QualityDraft.objects.filter(pk=draft.pk).update(sent_as=outcome.case)
    return asker, outcome


def forget_drafts(_run: Run) -> None:
    """Forget what was typed and never sent, a day after its link ended."""
    QualityDraft.objects.filter(made_at__lt=now() - 2 * VALID).delete()
