"""Effects on agencies, people and keys: rows and at least one event, in one transaction."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies import naming, plane_keys, policy, registry, texts
from springhead.foundation.agencies.commands import EditProfile, GiveRole, MakeKey, MergeAgencies
from springhead.foundation.agencies.leaving import appoint, check_may_leave, end
from springhead.foundation.agencies.models import Agency, AgencyAlias, AliasScheme, ApiKey, Membership, Person
from springhead.foundation.agencies.rules import fresh_secret, secret_digest
from springhead.foundation.ledger import append


@transaction.atomic
def merge_agencies(command: MergeAgencies, *, by: Actor) -> Agency:
    """Merge a provisional agency into another: its page redirects, aliases, children and everybody's rows move.

    Raises `Refused` without the right, for an official agency, for one already merged, or for a loop.
    """
    policy.check(policy.may_merge(by))
    source, target = _locked(command.source), _locked(command.target).final()
    _check_merge(source, target)
    source.aliases.update(agency=target)
    AgencyAlias.objects.get_or_create(
        scheme=AliasScheme.GOV_TW_NAME, value=source.name(), defaults={"agency": target}
    )
    source.children.update(parent=target)
    source.memberships.update(agency=target)
    source.api_keys.update(agency=target)
    registry.move_rows(source, target)
    source.merged_into, source.ended = target, True
    source.save(update_fields=["merged_into", "ended"])
    _tell("agency.merged", source.public_id, by, {"name": source.name(), "into": target.public_id})
    return target


def _named(text: str) -> Agency:
    """Return the agency a person wrote down: by public id or by name."""
    found = Agency.objects.filter(public_id=text).first() or naming.find(text)
    if found is None:
        raise Refused(texts.NO_SUCH_AGENCY.at(text))
    return found.final()


def _locked(public_id: str) -> Agency:
    agency = Agency.objects.select_for_update().filter(public_id=public_id).first()
    if agency is None:
        raise Refused(texts.NO_SUCH_AGENCY.at(public_id))
    return agency


def _check_merge(source: Agency, target: Agency) -> None:
    if source.merged_into_id is not None:
        raise Refused(texts.ALREADY_MERGED.at(source.name()))
    if not source.provisional:
        raise Refused(texts.MERGE_NEEDS_PROVISIONAL.at(source.name()))
    if target.is_within(source):
        raise Refused(texts.MERGE_INTO_ITSELF.at(source.name()))


@transaction.atomic
def give_role(command: GiveRole, *, by: Actor) -> Membership:
    """Give a role from today on; giving it twice changes nothing. Raises `Refused` without the right."""
    policy.check(policy.may_manage_people(by))
    person = Person.objects.filter(email=command.email).first()
    if person is None:
        raise Refused(texts.NO_SUCH_PERSON.at(command.email))
    agency = _named(command.agency) if command.agency else None
    return appoint(person, command.role, agency, by=by)


@transaction.atomic
def end_role(membership_id: int, *, by: Actor) -> None:
    """End a role today; the row stays. Refused for the last operator, and for an agency's last officer."""
    policy.check(policy.may_manage_people(by))
    membership = (
        Membership.objects.filter(pk=membership_id, valid_to=None).select_related("person", "agency").first()
    )
    if membership is None:
        raise Refused(texts.NO_SUCH_MEMBERSHIP.at(str(membership_id)))
    check_may_leave(membership)
    end(membership, by=by)


@transaction.atomic
def make_key(command: MakeKey, *, owner: Person, by: Actor) -> tuple[ApiKey, str]:
    """Return a new key and `ak_….secret`, which is shown this once. Raises `Refused` for a foreign agency."""
    agency = None
    if command.agency:
        agency = _locked(command.agency).final()
        policy.check(policy.may_act_for(by, agency.public_id))
    secret = fresh_secret()
    key = ApiKey.objects.create(
        person=owner,
        agency=agency,
        label=command.label,
        scopes=list(command.scopes),
        secret_sha256=secret_digest(secret),
        expires_at=now() + timedelta(days=command.days),
    )
    facts = {"owner": owner.public_id, "scopes": key.scopes, "agency": agency.public_id if agency else ""}
    _tell("key.made", key.public_id, by, facts)
    return key, f"{key.public_id}.{secret}"


@transaction.atomic
def revoke_key(key_id: str, *, owner: Person, by: Actor) -> ApiKey:
    """Revoke one's own key; it stops working at once. Revoking twice changes nothing."""
    key = ApiKey.objects.select_for_update().filter(public_id=key_id, person=owner).first()
    if key is None:
        raise Refused(texts.NO_SUCH_KEY.at(key_id))
    if key.revoked_at is None:
        key.revoked_at = now()
        key.save(update_fields=["revoked_at"])
        _tell("key.revoked", key.public_id, by, {"owner": owner.public_id})
        # At once, however busy the worker is; its follower writes the file again, and for whatever this missed.
        transaction.on_commit(plane_keys.write_keys, robust=True)
    return key


@transaction.atomic
def edit_profile(command: EditProfile, *, person: Person) -> None:
    """Save name, language and when mails come. A draft-like private matter of the person: the event names no content."""
    person.display_name, person.language = command.display_name, command.language
    person.mails = command.mails
    person.save(update_fields=["display_name", "language", "mails"])
    append("person.profile_edited", subject=person.public_id, actor=person.public_id, public={}, at=now())


@transaction.atomic
def first_operator(email: str, *, name: str = "") -> Person:
    """Return the person with this address, made if need be, holding the operator role; for the command line only.

    Whoever may run commands on the machine vouches for the address, so it counts as confirmed.
    """
    person = Person.objects.filter(email=email.strip().lower()).first()
    person = person or Person.objects.create_user(email, display_name=name)
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    appoint(person, Role.OPERATOR, None, by=Actor(id="machine:command-line"))
    return person


def _tell(event: str, subject: str, by: Actor, public: Mapping[str, Any]) -> None:
    append(event, subject=subject, actor=by.id or "machine:agencies", public=public, at=now())
