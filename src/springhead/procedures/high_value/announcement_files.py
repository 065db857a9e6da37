"""Files of the announced list, made once by a worker: a version never changes, and a long list takes seconds."""

import os
from pathlib import Path
from typing import Final

from django.conf import settings

from springhead.engine.documents import odt, pdf
from springhead.engine.kernel.language import LANGS, Lang
from springhead.engine.kernel.problems import Refused
from springhead.foundation.catalog import bulk_sheets
from springhead.foundation.jobs.actions import enqueue
from springhead.foundation.jobs.registry import Handler
from springhead.foundation.jobs.run import Run
from springhead.procedures.high_value import announcement_papers as papers
from springhead.procedures.high_value import texts
from springhead.procedures.high_value.models import Announcement

MAKE: Final = "high_value.papers"
MEDIA: Final = {
    "odt": odt.MEDIA,
    "pdf": pdf.MEDIA,
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}
PAPERS: Final = ("odt", "pdf")  # in each language
AT_ONCE: Final = 200  # entries of a list whose papers a page may still make by itself


def order(announcement_pk: int) -> None:
    """Have a worker make the files of a version, in the caller's transaction; once at a time."""
    enqueue(MAKE, {"announcement": announcement_pk}, dedupe=f"{MAKE}:{announcement_pk}")


def make(run: Run) -> None:
    """Make the files of one version in both languages; those that are there already are left alone."""
    row = Announcement.objects.select_related("cycle__case").get(pk=run.payload["announcement"])
    for lang in LANGS:
        for form in MEDIA:
            if not _place(row, form, lang).exists():
                _keep(_place(row, form, lang), _made(row, form, lang))


def made(row: Announcement, form: str, lang: Lang) -> Path | None:
    """Return the file of a version in one of `MEDIA`; None while there is none."""
    place = _place(row, form, lang)
    return place if place.exists() else None


def bytes_of(row: Announcement, form: str, lang: Lang) -> bytes:
    """Make a version that has no file. A long paper is refused (503) while a worker makes it; JSON and CSV never are."""
    if len(row.body["entries"]) > AT_ONCE:
        order(row.pk)
        if form in PAPERS:
            raise Refused(texts.BEING_MADE.at(form))
    return _made(row, form, lang)


def _made(row: Announcement, form: str, lang: Lang) -> bytes:
    if form == "json":
        return papers.as_json(row)
    if form == "csv":
        return "".join(bulk_sheets.as_csv(papers.as_rows(row))).encode()
    before = row.cycle.announcements.filter(version=row.version - 1).first()
    paper = papers.paper(row, before, address=settings.SPRINGHEAD.address, lang=lang)
    return pdf.write(paper) if form == "pdf" else odt.write(paper).read()


def _place(row: Announcement, form: str, lang: Lang) -> Path:
    name = f"{row.digest}.{lang}.{form}" if form in PAPERS else f"{row.digest}.{form}"
    return Path(settings.SPRINGHEAD.public) / "announcements" / name


def _keep(place: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_suffix(f".{os.getpid()}.half")
    half.write_bytes(content)
    half.replace(place)


HANDLERS: Final = (Handler(MAKE, make),)
