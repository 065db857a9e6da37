"""What peers list as high-value data, and the European categories: `content/high_value/peers.toml`. No Django."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from springhead import content
from springhead.engine.kernel.language import LanguageMap

EUROPEAN: Final = "http://data.europa.eu/bna/"


@dataclass(frozen=True, slots=True)
class Listed:
    """One thing a peer lists: its name and its category, an address; empty where the peer's categories have none."""

    peer: str
    name: LanguageMap
    category: str


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer whose list is known, with the address of the rule it stands in."""

    code: str
    name: LanguageMap
    address: str


@cache
def _content() -> dict[str, Any]:
    path = Path(content.__file__).parent / "high_value" / "peers.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def peers() -> Mapping[str, Peer]:
    """Return the peers by code."""
    return {one["code"]: Peer(one["code"], one["name"], one["address"]) for one in _content()["peer"]}


@cache
def categories() -> Mapping[str, LanguageMap]:
    """Return the names of the European categories by their addresses."""
    return {one["uri"]: one["name"] for one in _content()["category"]}


def listed(theme: str) -> list[Listed]:
    """Return what peers list that belongs to a theme, in the order of the content."""
    return [
        Listed(one["code"], {"zh-Hant": zh, "en": en}, f"{EUROPEAN}{category}" if category else "")
        for one in _content()["peer"]
        for of, category, zh, en in one["listed"]
        if of == theme
    ]
