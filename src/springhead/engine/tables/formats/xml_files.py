"""XML: the element that repeats is the record. No entities, no document types, no network."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lxml import etree

from springhead.engine.kernel.language import joined
from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.formats import texts
from springhead.engine.tables.formats.opening import Opening
from springhead.engine.tables.formats.records import Record, to_grid
from springhead.engine.tables.formats.text_bytes import as_utf8
from springhead.engine.tables.grid import Grid

HEAD: Final = 65_536
XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
_DECLARED: Final = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_TYPE: Final = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

SAFE: Final[dict[str, Any]] = {
    "events": ("start", "end"),
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "encoding": "utf-8",
    "remove_comments": True,
    "remove_pis": True,
}

Path_ = tuple[str, ...]


def open_xml(opening: Opening) -> Grid:
    """Read XML: the repeating element is found, its attributes and children are the columns."""
    path, encoding, findings = prepared(opening)
    candidates = _candidates(path, opening.filename)
    wanted = opening.recipe.value("record_path")
    chosen = _choose(candidates, wanted, opening.filename)
    others = joined(f"{'.'.join(other.path)} ({other.count})" for other in candidates if other != chosen)
    findings.append(Finding(texts.RECORD_PATH.at(name=".".join(chosen.path), others=others)))
    grid = to_grid(
        "xml", lambda: _records(path, chosen.path, opening.filename), opening=opening, findings=findings
    )
    grid.encoding = encoding
    return grid


def prepared(opening: Opening) -> tuple[Path, str, list[Finding]]:
    """Return the file as UTF-8, its encoding and what to say of it; refuse document types and entities."""
    with opening.path.open("rb") as file:
        head = file.read(HEAD)
    declared = _DECLARED.search(head)
    path, encoding, findings = as_utf8(
        opening.path,
        recipe=opening.recipe,
        work=opening.work,
        declared=declared.group(1).decode() if declared else "",
    )
    with path.open(encoding="utf-8", errors="replace") as text:
        if _TYPE.search(text.read(HEAD)):
            raise Refused(texts.XML_ENTITIES.at(opening.filename))
    return path, encoding, findings


def walk(path: Path, where: str) -> Iterator[tuple[str, Any, Path_]]:
    """Yield ("start" | "end", element, path of local names) through a file; the caller clears what it is done with."""
    stack: list[str] = []
    try:
        with path.open("rb") as file:
            for event, element in etree.iterparse(file, **SAFE):
                if event == "start":
                    if not stack and element.getroottree().docinfo.internalDTD is not None:
                        raise Refused(texts.XML_ENTITIES.at(where))
                    stack.append(local(element.tag))
                    yield "start", element, tuple(stack)
                else:
                    yield "end", element, tuple(stack)
                    stack.pop()
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise Refused(texts.BROKEN_XML.at(where, line=line, reason=str(error.msg)[:200])) from error


def local(tag: Any) -> str:
    """Return a tag without its namespace."""
    return str(tag).rpartition("}")[2]


def release(element: Any) -> None:
    """Free a finished element and those before it, so that memory stays bounded."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def as_value(element: Any) -> Any:
    """Return an element as text, None or an object; children of the same name become a list."""
    found: dict[str, Any] = {}
    for name, text in element.attrib.items():
        if not name.startswith(XSI):
            found[local(name)] = text
    for child in element:
        name, value = local(child.tag), as_value(child)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], _Many):
            found[name].append(value)
        else:
            found[name] = _Many([found[name], value])
    text = (element.text or "").strip()
    if not found:
        return text or None
    return {**found, "#text": text} if text else found


class _Many(list[Any]):
    """Values of one repeated child."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An element that repeats: how often, and how much is inside all of them."""

    path: Path_
    count: int
    weight: int


def _candidates(path: Path, where: str) -> list[_Candidate]:
    siblings: list[Counter[str]] = []
    most: Counter[Path_] = Counter()
    count: Counter[Path_] = Counter()
    inside: Counter[Path_] = Counter()
    for event, element, names in walk(path, where):
        if event == "start":
            if siblings:
                siblings[-1][names[-1]] += 1
                most[names] = max(most[names], siblings[-1][names[-1]])
            siblings.append(Counter())
            count[names] += 1
            weight = 1 + len(element.attrib)
            for depth in range(2, len(names)):
                inside[names[:depth]] += weight
            inside[names] += len(element.attrib)
        else:
            siblings.pop()
            release(element)
    repeated = [names for names, highest in most.items() if highest > 1 and inside[names]]
    outermost = [names for names in repeated if not any(_within(names, other) for other in repeated)]
    found = [_Candidate(names, count[names], inside[names]) for names in outermost]
    return sorted(found, key=lambda candidate: -candidate.weight)


def _within(names: Path_, other: Path_) -> bool:
    return len(other) < len(names) and names[: len(other)] == other


def _choose(candidates: list[_Candidate], wanted: str | None, where: str) -> _Candidate:
    if wanted is not None:
        chosen = next((one for one in candidates if ".".join(one.path) == wanted), None)
        if chosen:
            return chosen
        names = joined(".".join(one.path) for one in candidates[:20])
        raise Refused(texts.RECORD_PATH_MISSING.at(where, name=wanted, names=names))
    if not candidates:
        raise Refused(texts.NO_RECORDS.at(where))
    return candidates[0]


def _records(path: Path, record: Path_, where: str) -> Iterator[Record]:
    for event, element, names in walk(path, where):
        if event == "start":
            continue
        if names == record:
            value = as_value(element)
            yield value if isinstance(value, dict) else {names[-1]: value}
        if len(names) <= len(record) or names[: len(record)] != record:
            release(element)
