"""Who takes part: a person with an account, or somebody who confirmed an e-mail address and nothing else."""

from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.language import normal
from springhead.engine.kernel.problems import Kind, Refused
from springhead.foundation.agencies.models import Person
from springhead.foundation.cases.models import Asker, Subscription
from springhead.foundation.cases.texts import BAD_EMAIL

PREFIX: Final = "ak_"


def asker_of(email: str, *, name: str = "", lang: str = "zh-Hant") -> Asker:
    """Return the asker with this address, made when new. Refused when it is no address."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused(BAD_EMAIL.at("email", value=email[:80])) from error
    row, fresh = Asker.objects.get_or_create(
        email=address, defaults={"name": name.strip()[:120], "lang": normal(lang)}
    )
    if not fresh and name.strip() and name.strip() != row.name:
        row.name = name.strip()[:120]
        row.save(update_fields=["name"])
    return row


def confirm(asker: Asker, *, at: datetime) -> Asker:
    """Note that the mailed link was used: the address is theirs. The first time stays. In the caller's transaction."""
    found: Asker = Asker.objects.select_for_update().get(pk=asker.pk)
    found.confirmed_at = found.confirmed_at or at
    found.save(update_fields=["confirmed_at"])
    return found


def named_by(token: str, salt: str, valid: timedelta, *, over: Kind) -> str:
    """Return what a mailed link is about. Refused as `over` when the link is wrong or older than it may be."""
    try:
        return str(signing.loads(token, salt=salt, max_age=valid))
    except signing.BadSignature as error:
        raise Refused(over.at()) from error


def actor_of(asker: Asker) -> Actor:
    """Return the asker as the rules see it; only for one whose address was confirmed."""
    return Actor(id=asker.public_id, roles=frozenset({Role.CITIZEN}))


def masked(name: str) -> str:
    """Return a name as the national portal shows it: `陳小玲` as `陳*玲`, `Kate` as `K**e`; empty stays empty.

    A two-character name keeps its first character. Source: public list of 我想要更多 (data.gov.tw).
    """
    text = name.strip()
    if len(text) <= 2:
        return text[:1] + "*" * (len(text) - 1)
    return f"{text[0]}{'*' * (len(text) - 2)}{text[-1]}"


def shown_name(party_id: str) -> str:
    """Return the masked name of a person or asker; empty when there is none."""
    if party_id.startswith(PREFIX):
        return masked(Asker.objects.filter(public_id=party_id).values_list("name", flat=True).first() or "")
    person = Person.objects.filter(public_id=party_id).first()
    return masked(person.display_name) if person else ""


def follow(party_id: str, subject: str, *, at: datetime) -> None:
    """Let whoever takes part hear of everything that happens; doing it twice changes nothing."""
    who: dict[str, str] = {"person_id": party_id, "email": ""}
    lang = "zh-Hant"
    if party_id.startswith(PREFIX):
        asker = Asker.objects.filter(public_id=party_id).first()
        if asker is None:
            return
        who, lang = {"person_id": "", "email": asker.email}, asker.lang
    Subscription.objects.get_or_create(
        subject_id=subject, **who, defaults={"lang": lang, "asked_at": at, "confirmed_at": at}
    )


def voice_of(party_id: str) -> str:
    """Return under which id somebody speaks: an asker whose address belongs to an account speaks as that person.

    Only an account that was ever signed in counts: before, nobody proved that the address is theirs.
    """
    if not party_id.startswith(PREFIX):
        return party_id
    address = Asker.objects.filter(public_id=party_id).values_list("email", flat=True).first()
    if not address:
        return party_id
    known = Person.objects.filter(email__iexact=address, is_active=True, last_login__isnull=False)
    person = known.order_by("pk").first()
    return person.public_id if person else party_id


def address_of(party_id: str) -> tuple[str, str]:
    """Return mail address and language of a person or asker; empty when there is none."""
    if party_id.startswith(PREFIX):
        asker = Asker.objects.filter(public_id=party_id).first()
        return (asker.email, asker.lang) if asker else ("", "")
    person = Person.objects.filter(public_id=party_id, is_active=True).first()
    return (person.email, person.language) if person else ("", "")
