"""Votes, ballots, statements, picture and the very code that made it, as one file anybody can compute again from.

Made by a job once a consultation has closed: its votes do not change any more. Comments are not in it, because one may
have to be hidden later. Where there are many votes, single files are read out of it instead of the database.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

import springhead
from springhead.engine.kernel import days, language, problems, verify
from springhead.engine.opinions import check_ballots, recompute
from springhead.forums.consultations import raw
from springhead.forums.consultations.models import Consultation
from springhead.foundation.jobs.registry import Periodic
from springhead.foundation.jobs.run import Run

LIVE: Final = 50_000
"""Votes up to which single files are written while they are asked for."""

MAKE: Final = "consultations.bundles"
WHOLE: Final = "recompute.zip"
FROM_VOTES: Final = ("votes", "ballots")
CHUNK: Final = 1 << 16
ROOT: Final = Path(springhead.__file__).parent
PLAIN: Final = (ROOT / "__init__.py", ROOT / "engine/__init__.py", ROOT / "engine/kernel/__init__.py")
STAMP: Final = (1980, 1, 1, 0, 0, 0)  # the same content gives the same file
README: Final = """{number}

votes.csv          誰（代號）對哪一則表了什麼態 / who (a pseudonym) said what to which statement
ballots.csv        同上，加上帳本序號和打開摘要的鑰匙 / the same, with the line of the ledger and the salt that opens its digest
statements.csv     表態的各則意見 / the statements
picture.json       公布的圖和算法參數 / the published picture, with the parameters of the method
code/              算出這張圖的程式 / the code that made the picture
recompute.py       重算並比對 / compute it again and compare:    pip install numpy orjson; python recompute.py
check_ballots.py   逐票核對帳本 / hold every vote against the ledger:
                   python check_ballots.py {number} ballots.csv FOLDER
FOLDER             截止後任一天的帳本，從這裡下載到一個資料夾 / the ledger of any day after the end, downloaded into a folder from:
                   {address}/dumps/    （events.ndjson.gz, heads.ndjson.gz, keys.json）
"""


def place(row: Consultation) -> Path:
    """Return where the file of a consultation lies, or would."""
    return Path(settings.SPRINGHEAD.public) / "consultations" / f"{row.number}.zip"


def write(row: Consultation) -> Path:
    """Write the file beside the last one and show it with one rename; harmless to repeat."""
    target = place(row)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        told = README.format(number=row.number, address=settings.SPRINGHEAD.address)
        _put(file, "README.txt", [told])
        for name in ("votes", "ballots", "statements"):
            _put(file, f"{name}.csv", raw.lines(row, name))
        _put(file, "picture.json", [json.dumps(row.picture, ensure_ascii=False)])
        for script in (recompute, check_ballots, verify):
            _put(file, Path(str(script.__file__)).name, [Path(str(script.__file__)).read_text("utf-8")])
        for source in _code():
            _put(file, f"code/springhead/{source.relative_to(ROOT).as_posix()}", [source.read_text("utf-8")])
    fresh.replace(target)
    return target


def _code() -> Iterator[Path]:
    yield from PLAIN
    yield from (Path(str(one.__file__)) for one in (days, language, problems))
    yield from sorted((ROOT / "engine" / "opinions").glob("*.py"))


def _put(file: zipfile.ZipFile, name: str, pieces: Iterable[str]) -> None:
    about = zipfile.ZipInfo(name, STAMP)
    about.compress_type = zipfile.ZIP_DEFLATED
    with file.open(about, "w", force_zip64=True) as out, io.TextIOWrapper(out, "utf-8", newline="") as text:
        for piece in pieces:
            text.write(piece)


def offered(row: Consultation) -> tuple[str, ...]:
    """Return the names of the files there are now: none before the end, those of votes only from thirty voters."""
    names = raw.handed_out(row)
    ready = "ballots" in names and place(row).exists()
    if not ready and row.votes > LIVE:
        names = tuple(name for name in names if name not in FROM_VOTES)
    return (*(f"{name}.csv" for name in names), *((WHOLE,) if ready else ()))


def lines(row: Consultation, name: str) -> Iterator[bytes | str]:
    """Yield one of the files that are offered, in bounded memory."""
    if name in FROM_VOTES and row.votes > LIVE:
        return member(row, name)
    return raw.lines(row, name)


def member(row: Consultation, name: str) -> Iterator[bytes]:
    """Yield one file out of it, in bounded memory."""
    with zipfile.ZipFile(place(row)) as file, file.open(f"{name}.csv") as lines:
        while piece := lines.read(CHUNK):
            yield piece


def make_missing(run: Run) -> None:
    """Write the files of consultations that have closed with enough voters and have none yet."""
    found = Consultation.objects.select_related("case").filter(case__state__in=raw.AFTER, statements=True)
    for row in found.exclude(picture={}).iterator(chunk_size=50):
        run.check()
        if not place(row).exists() and raw.enough_voters(row):
            write(row)


PERIODIC: Final = (Periodic(MAKE, timedelta(hours=24), MAKE, lane="slow"),)
