"""Packet and minutes as files: a worker makes them, storage keeps them, a page only hands them out.

A file is found by the digest of what it was made from, so what has changed since is never shown as current. Files of
minutes stay with their revision; of a packet that still gathers only the newest are kept.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any, Final

from springhead.engine.documents import odt, pdf, web
from springhead.engine.documents.paper import Paper
from springhead.engine.kernel.language import LANGS, Lang
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.forums.meetings import minutes, minutes_papers, packet_papers, texts
from springhead.forums.meetings.models import Attachment, Document, Meeting
from springhead.forums.meetings.ordering import MAKE, order
from springhead.foundation.catalog.store import blobs
from springhead.foundation.jobs.registry import Handler
from springhead.foundation.jobs.run import Run

EDITION: Final = 2  # counted up when files look different, so that they are made anew
MEDIA: Final = {
    "html": web.MEDIA,
    "odt": odt.MEDIA,
    "pdf": pdf.MEDIA,
    "json": "application/json; charset=utf-8",
}
PAUSE: Final = timedelta(minutes=10)  # before something that could not be made is tried again


@dataclass(frozen=True, slots=True)
class Sort:
    """What is made: from which JSON document, as which paper, in which forms."""

    document: Callable[[Meeting], dict[str, Any]]
    paper: Callable[[Mapping[str, Any], Lang], Paper]
    forms: tuple[str, ...]


SORTS: Final = {
    "packet": Sort(packet_papers.document, packet_papers.paper, ("html", "odt", "pdf", "json")),
    "minutes": Sort(minutes.current, minutes_papers.paper, ("odt", "json", "pdf")),
}


def version_of(document: Mapping[str, Any], form: str = "") -> str:
    """Return the digest under which the files of a document are kept; JSON says more than the papers, its state too."""
    told = document if form == "json" else document.get("digest") or document
    text = json.dumps([EDITION, told], ensure_ascii=False, sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()


def find(row: Meeting, kind: str, form: str, lang: Lang, document: Mapping[str, Any]) -> Document | None:
    """Return the file of a document, made or failed; None while a worker has it before it: it is ordered then."""
    where = _where(kind, form, lang, document)
    found = row.documents.filter(**where).first()
    if found is not None and not found.sha256 and found.made_at < now() - PAUSE:
        found.delete()
        found = None
    if found is None:
        order(row, kind)
    return found


def _where(kind: str, form: str, lang: Lang, document: Mapping[str, Any]) -> dict[str, str]:
    """Return what finds the file of a document."""
    return {"kind": kind, "version": version_of(document, form), "lang": _lang(form, lang), "form": form}


def make(run: Run) -> None:
    """Make every form of what is current, in both languages; what is there already is left alone."""
    row, kind = _row(run.payload), str(run.payload["kind"])
    sort = SORTS[kind]
    document = sort.document(row)
    wanted = [(form, lang) for form in sort.forms for lang in LANGS if _lang(form, lang) == lang]
    for done, (form, lang) in enumerate(wanted):
        run.progress(done / len(wanted), texts.MAKING)
        where = _where(kind, form, lang, document)
        if not row.documents.filter(**where).exclude(sha256="").exists():
            _keep(row, where, _made(sort, document, form, lang))
    _let_go(row, kind, document)


def _made(sort: Sort, document: Mapping[str, Any], form: str, lang: Lang) -> bytes:
    if form == "json":
        return as_json(document)
    paper = sort.paper(document, lang)
    if form == "html":
        return web.write(paper)
    return pdf.write(paper) if form == "pdf" else odt.write(paper).read()


def as_json(document: Mapping[str, Any]) -> bytes:
    """Return a document as the file of it says it."""
    return json.dumps(document, ensure_ascii=False, indent=1, default=str).encode()


def _keep(row: Meeting, where: Mapping[str, Any], content: bytes) -> None:
    blob = blobs().put(BytesIO(content))
    told = {"sha256": blob.sha256, "size": blob.size, "problem": {}, "made_at": now()}
    row.documents.update_or_create(**where, defaults=told)


def _let_go(row: Meeting, kind: str, document: Mapping[str, Any]) -> None:
    """Forget the files of a packet as it was before, and the JSON of minutes in a state that is over."""
    forms = SORTS[kind].forms if kind == "packet" else ("json",)
    current = {version_of(document, form) for form in forms}
    old = row.documents.filter(kind=kind, form__in=forms).exclude(version__in=current)
    gone = set(old.exclude(sha256="").values_list("sha256", flat=True))
    old.delete()
    for model in (Document, Attachment):
        gone -= set(model.objects.filter(sha256__in=gone).values_list("sha256", flat=True))
    for one in gone:
        blobs().delete(one)


def gave_up(_job_id: str, payload: Mapping[str, Any], problem: Problem) -> None:
    """Write down why files could not be made, so that whoever waits for them reads it."""
    row, kind = _row(payload), str(payload["kind"])
    said = {lang: f"{problem.message(lang)} {problem.remedy(lang)}" for lang in LANGS}
    try:
        document = SORTS[kind].document(row)
    except Refused:
        return
    for form in SORTS[kind].forms:
        for lang in LANGS:
            where = _where(kind, form, lang, document)
            row.documents.get_or_create(**where, defaults={"problem": said, "made_at": now()})


def _row(payload: Mapping[str, Any]) -> Meeting:
    return Meeting.objects.select_related("case", "body__agency", "chair").get(
        case__number=payload["meeting"]
    )


def _lang(form: str, lang: Lang) -> Lang:
    """JSON has both languages in it."""
    return "zh-Hant" if form == "json" else lang


HANDLERS: Final = (Handler(MAKE, make, failed=gave_up),)
