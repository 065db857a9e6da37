"""Public ids: a typed prefix and eight random characters of a base32 that is easy to read aloud."""

import secrets
from typing import Final

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH: Final = 8


def new(prefix: str) -> str:
    """Return a new id such as `ds_7k3m9q2x` (40 random bits; the database keeps it unique)."""
    return f"{prefix}_{''.join(secrets.choice(ALPHABET) for _ in range(LENGTH))}"


def is_id(text: str, prefix: str) -> bool:
    """Tell whether `text` has the shape of an id with this prefix."""
    head, _, tail = text.partition("_")
    return head == prefix and len(tail) == LENGTH and all(char in ALPHABET for char in tail)
