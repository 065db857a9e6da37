"""Reading dumps: the manifests in the public folder, newest first."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class File:
    """One file of a dump; `count` lines or rows, where that means something. `href` a path on this site."""

    name: str
    bytes: int
    sha256: str
    media_type: str
    count: int | None
    href: str
    content: dict[str, str] = field(default_factory=dict)  # what is in it; the first dumps did not say


@dataclass(frozen=True, slots=True)
class Dump:
    """The dump of one day."""

    day: str
    made_at: str
    files: tuple[File, ...]


def dumps() -> list[Dump]:
    """Return every dump there is, newest first; a folder without a manifest is none."""
    folders = sorted((settings.SPRINGHEAD.public / "dumps").glob("????-??-??"), reverse=True)
    return [_read(one / "manifest.json") for one in folders if (one / "manifest.json").exists()]


def _read(path: Path) -> Dump:
    told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    files = (File(**one, href=f"/files/dumps/{told['day']}/{one['name']}") for one in told["files"])
    return Dump(told["day"], told["made_at"], tuple(files))
