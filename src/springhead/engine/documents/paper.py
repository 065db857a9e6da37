"""What stands in a document: a title and blocks of text, headings and tables. No layout."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title; `level` 1 to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; line breaks are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows all have as many cells as `head`."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a new page."""


Block = Heading | Text | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Paper:
    """A document; `lang` is zh-Hant or en."""

    title: str
    blocks: tuple[Block, ...]
    lang: str = "zh-Hant"


def plain(title: str, lines: Sequence[str]) -> Paper:
    """Return a paper of paragraphs alone."""
    return Paper(title, tuple(Text(line) for line in lines))


def as_json(paper: Paper) -> dict[str, Any]:
    """Return a paper as plain data, each block with its `kind`."""
    return {"title": paper.title, "lang": paper.lang, "blocks": [_block(one) for one in paper.blocks]}


def _block(one: Block) -> dict[str, Any]:
    if isinstance(one, Heading):
        return {"kind": "heading", "level": one.level, "text": one.text}
    if isinstance(one, Table):
        return {"kind": "table", "head": list(one.head), "rows": [list(row) for row in one.rows]}
    if isinstance(one, PageBreak):
        return {"kind": "break"}
    return {"kind": "text", "text": one.text}
