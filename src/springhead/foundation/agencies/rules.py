"""Pure rules of agencies and people: names, the official numbers, who holds what, how a key is written."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from springhead.engine.kernel.actors import AGENCY_ROLES, Actor, Role
from springhead.engine.kernel.fold import fold

OID: Final = re.compile(r"2\.16\.886(\.(0|[1-9]\d*)){2,12}")
ORG_CODE: Final = re.compile(r"[0-9A-Z]{10}")
COUNTY: Final = re.compile(r"^(.{2})[縣市]")
GOVERNMENT: Final = "2.16.886.101"
EXECUTIVE_YUAN: Final = f"{GOVERNMENT}.20003"
OTHER_YUANS: Final = tuple(f"{GOVERNMENT}.{arc}" for arc in (20002, 20004, 20005, 20006, 20007, 20008))
LOCAL: Final = re.compile(r"2\.16\.886\.101\.90\d{3}(\.|$)")

HOUSE_ROLES: Final = frozenset({Role.POLICY_OFFICE, Role.OPERATOR, Role.STANDARDS_EXPERT})
"""Roles held towards the whole house, so without an agency."""

BODY_ROLES: Final = frozenset({Role.MEMBER, Role.CONVENER, Role.SECRETARY})
"""Roles held in the committee of an agency."""

GIVEN_ROLES: Final = (
    Role.OFFICER,
    Role.AGENCY_LEAD,
    Role.AGENCY_HEAD,
    Role.MEMBER,
    Role.CONVENER,
    Role.SECRETARY,
    Role.STANDARDS_EXPERT,
    Role.POLICY_OFFICE,
    Role.OPERATOR,
)
"""Roles that somebody gives; being a citizen comes with an account, the rest with a case."""

REACHES_DOWN: Final = frozenset({Role.AGENCY_LEAD, Role.AGENCY_HEAD})
"""Roles that also count in every agency below."""


class Scope(StrEnum):
    """What an API key may do; it never may more than the person it belongs to."""

    READ = "read"  # what the person may see beyond the public
    PUBLISH = "publish"  # datasets and deliveries of the agency
    CASES = "cases"  # commands of cases


def name_key(name: str) -> str:
    """Fold a name for comparing: full-width, 台/臺, blanks and case make no difference."""
    return "".join(fold(name).split())


def parent_keys(name: str) -> tuple[str, ...]:
    """Return the folded names that may be the parent's, likeliest first.

    「臺北市政府地政局土地開發總隊」 belongs to 「臺北市政府地政局」, else to 「臺北市政府」; 「花蓮縣地方稅務局」
    belongs to 「花蓮縣政府」, which its name does not spell out.
    """
    key = name_key(name)
    longest_first = [key[:cut] for cut in range(len(key) - 1, 2, -1)]
    county = COUNTY.match(key)
    government = f"{county.group()}政府" if county else ""
    if government and government not in (key, *longest_first):
        longest_first.append(government)
    return tuple(longest_first)


def parent_oid(oid: str) -> str:
    """Return the OID one arc up, the agency above in the official tree; empty above the government itself."""
    above = oid.rpartition(".")[0]
    return above if above.startswith(GOVERNMENT + ".") else ""


def regime_of(oid: str) -> str:
    """Return the rule regime an OID tells, empty when it tells none."""
    if oid == EXECUTIVE_YUAN or oid.startswith(EXECUTIVE_YUAN + "."):
        return "executive_yuan"
    if any(oid == yuan or oid.startswith(yuan + ".") for yuan in OTHER_YUANS):
        return "other_yuan"
    return "local" if LOCAL.match(oid) else ""


def is_same_name(known: str, given: str, parent: str) -> bool:
    """Tell whether an official short form names the agency already known (水利署, 經濟部水利署)."""
    full, short = name_key(known), name_key(given)
    return full == short or (bool(parent) and full == name_key(parent) + short)


@dataclass(frozen=True, slots=True)
class Grant:
    """A membership as the rules see it: role, agency (empty for the house), and the agencies below it."""

    role: Role
    agency_id: str = ""
    below: frozenset[str] = frozenset()


def actor_from(person_id: str, grants: Iterable[Grant], *, assurance: int = 0) -> Actor:
    """Return what a person may act as: every grant, and leads and heads also in the agencies below theirs."""
    given = tuple(grants)
    pairs = {
        (str(grant.role), place)
        for grant in given
        if grant.role in AGENCY_ROLES
        for place in ({grant.agency_id, *grant.below} if grant.role in REACHES_DOWN else {grant.agency_id})
    }
    return Actor(
        id=person_id,
        roles=frozenset({str(Role.CITIZEN), *(str(grant.role) for grant in given)}),
        agency_ids=frozenset(place for _, place in pairs),
        grants=frozenset(pairs),
        assurance=assurance,
    )


def as_key(actor: Actor, agency_id: str) -> Actor:
    """Return a key's owner as the key may act: in its one agency only, or (empty) wherever the owner may.

    No key ever operates the house: the operator role stays with the person.
    """
    pairs = frozenset((role, place) for role, place in actor.grants if not agency_id or place == agency_id)
    house = (
        frozenset()
        if agency_id
        else actor.roles - {str(Role.OPERATOR)} - {str(role) for role in AGENCY_ROLES}
    )
    return Actor(
        id=actor.id,
        roles=house | {role for role, _ in pairs} | {str(Role.CITIZEN)},
        agency_ids=frozenset(place for _, place in pairs),
        grants=pairs,
        assurance=actor.assurance,
    )


def needs_agency(role: Role) -> bool:
    """Tell whether a role is held in an agency or its committee rather than in the house."""
    return role in AGENCY_ROLES or role in BODY_ROLES


def in_term(valid_from: date, valid_to: date | None, day: date) -> bool:
    """Tell whether a half-open term covers a Taipei date."""
    return valid_from <= day and (valid_to is None or day < valid_to)


def fresh_secret() -> str:
    """Return a new key secret: 256 random bits, 43 characters."""
    return secrets.token_urlsafe(32)


def secret_digest(secret: str) -> str:
    """Return what is stored of a secret. It is random, so a plain SHA-256 is enough (reference 3.1)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def split_key(text: str) -> tuple[str, str]:
    """Split `ak_7k3m9q2x.secret` into id and secret; both empty when it is not written like that."""
    head, dot, tail = text.strip().partition(".")
    return (head, tail) if dot and head.startswith("ak_") and tail else ("", "")


def secret_matches(secret: str, digest: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(secret_digest(secret), digest)


def may_be_parent(key: str, *, provisional: bool, placed: bool) -> bool:
    """Tell whether an agency of this folded name may be taken as a parent by prefix alone.

    A provisional 「統計處」 under nobody says nothing about who it belongs to, so nothing is put below it.
    """
    return not provisional or placed or len(key) >= 5
