"""A vendored file is changed only as recorded."""

import io
import tarfile
from pathlib import Path

import pytest

from springhead.foundation.ui import vendoring
from springhead.foundation.ui.vendoring import VendorError


def test_a_substitution_must_match_as_often_as_recorded() -> None:
    change = {"file": "a.css", "why": "font", "pattern": "GDS", "replace": "ours", "times": 2}
    assert vendoring.substituted(b"GDS,GDS", change) == b"ours,ours"
    with pytest.raises(VendorError, match="matched 1 times, not 2"):
        vendoring.substituted(b"GDS", change)


def test_a_replacement_is_taken_literally() -> None:
    change = {"file": "a.css", "why": "path", "pattern": "x", "replace": r"\1"}
    assert vendoring.substituted(b"x", change) == rb"\1"


def test_integrity_is_sha512_in_base64() -> None:
    assert vendoring.integrity_of(b"").startswith(
        "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP"
    )


def test_only_listed_files_are_kept(tmp_path: Path) -> None:
    tarball = tmp_path / "p.tgz"
    with tarfile.open(tarball, "w:gz") as archive:
        for name in ("package/LICENSE", "package/dist/a.js", "package/dist/secret.js"):
            member = tarfile.TarInfo(name)
            member.size = 1
            archive.addfile(member, io.BytesIO(b"x"))
    members = vendoring.unpack(tarball)
    kept = vendoring.prepared({"name": "p", "version": "1", "files": ["LICENSE", "dist/a.js"]}, members)
    assert kept == {"LICENSE": b"x", "a.js": b"x"}


def test_other_bytes_than_published_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def npm(*arguments: str) -> str:
        if arguments[0] == "view":
            return '"sha512-published"'
        (Path(arguments[-1]) / "p.tgz").write_bytes(b"other")
        return '[{"filename": "p.tgz"}]'

    monkeypatch.setattr(vendoring, "_npm", npm)
    with pytest.raises(VendorError, match="does not have the published sha512"):
        vendoring.fetch({"name": "p", "version": "1", "files": []})
