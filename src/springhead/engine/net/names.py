"""What a downloaded file is called: `Content-Disposition` (RFC 6266) as servers really write it, else the address."""

import re
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, unquote_to_bytes, urlsplit

LONGEST: Final = 150
_EXTENDED: Final = re.compile(rb"filename\*\s*=\s*([\w.-]*)'[^']*'([^;\s]+)", re.IGNORECASE)
_PLAIN: Final = re.compile(rb'filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))', re.IGNORECASE)


def file_name(disposition: bytes | None, url: str) -> str:
    """Return a plain name without folders or control characters; `download` when nothing names it."""
    named = _from_disposition(disposition or b"")
    return _plain(named) or _plain(unquote(PurePosixPath(urlsplit(url).path).name)) or "download"


def _from_disposition(value: bytes) -> str:
    if extended := _EXTENDED.search(value):
        return _decode(unquote_to_bytes(extended[2]), extended[1].decode() or "utf-8")
    if plain := _PLAIN.search(value):
        raw = re.sub(rb"\\(.)", rb"\1", plain[1]) if plain[1] is not None else plain[2].strip()
        return _decode(unquote_to_bytes(raw) if b"%" in raw else raw, "utf-8")
    return ""


def _decode(raw: bytes, encoding: str) -> str:
    """Decode a name; many servers send Big5 bytes where only ASCII is allowed."""
    for attempt in (encoding, "utf-8", "cp950"):
        try:
            return raw.decode(attempt)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("ascii", "ignore")


def _plain(name: str) -> str:
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*').strip(" .")
    if len(kept) <= LONGEST:
        return kept
    stem, dot, extension = kept.rpartition(".")
    return (
        f"{stem[: LONGEST - len(extension) - 1]}.{extension}"
        if dot and len(extension) < 12
        else kept[:LONGEST]
    )
