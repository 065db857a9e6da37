"""What one line of the ledger is, and how its bytes, digests and receipt are formed. No database here."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from springhead.engine.kernel.canonical import canonical
from springhead.engine.kernel.merkle import leaf_hash

VERSION: Final = 1
HEAD_TYPE: Final = "springhead.head.v1"
RECEIPT_TYPE: Final = "springhead.receipt.v1"


@dataclass(frozen=True, slots=True)
class Fact:
    """A private fact with the salt (hex, 32 characters) that its public digest was made with."""

    salt: str
    value: Any

    def digest(self, name: str) -> str:
        """Return the digest that stands in the event: SHA-256 over canonical [salt, name, value]."""
        return sha256(canonical([self.salt, name, self.value])).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One provable line: public facts in full, private ones as salted digests.

    `opened` holds the private facts themselves, and only where the caller is entitled to them: right after
    `append`, or after `queries.open_facts`. They appear in this person's receipt, never on a public page.
    """

    seq: int
    at: datetime
    event: str
    subject: str
    actor: str
    public: Mapping[str, Any]
    private: Mapping[str, str]
    opened: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def line(self) -> dict[str, Any]:
        """The event as it is hashed and shown."""
        return {
            "v": VERSION,
            "seq": self.seq,
            "at": stamp(self.at),
            "event": self.event,
            "subject": self.subject,
            "actor": self.actor,
            "public": dict(self.public),
            "private": dict(self.private),
        }

    @property
    def leaf(self) -> bytes:
        """The leaf hash of the line."""
        return leaf_hash(canonical(self.line))


@dataclass(frozen=True, slots=True)
class SignedHead:
    """The root of the tree at one size, signed. `signature` is Ed25519 over `signed_bytes`."""

    log: str
    size: int
    root: bytes
    at: datetime
    key: str
    signature: bytes = b""

    @property
    def statement(self) -> dict[str, Any]:
        """What is signed."""
        return {
            "type": HEAD_TYPE,
            "log": self.log,
            "size": self.size,
            "root": self.root.hex(),
            "at": stamp(self.at),
            "key": self.key,
        }

    @property
    def signed_bytes(self) -> bytes:
        """The bytes under the signature."""
        return canonical(self.statement)

    def as_json(self) -> dict[str, Any]:
        """The head as receipts and `heads.ndjson` carry it."""
        return {**self.statement, "signature": self.signature.hex()}


def stamp(instant: datetime) -> str:
    """Write an aware instant as the ledger does: UTC with six decimals, `2026-01-31T15:59:59.000000Z`."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def seal(private: Mapping[str, Any]) -> dict[str, Fact]:
    """Give every private fact a fresh salt of 128 random bits."""
    return {name: Fact(secrets.token_hex(16), value) for name, value in private.items()}
