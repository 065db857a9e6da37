"""What the documents promise exists, and what exists is documented."""

import re
from pathlib import Path

from springhead.cli import COMMANDS


def test_the_readme_names_the_two_commands(root: Path) -> None:
    text = (root / "README.md").read_text()
    assert "./springhead run" in text
    assert "./springhead test" in text


def test_every_command_is_documented(root: Path) -> None:
    text = (root / "docs" / "guide" / "commands.md").read_text()
    missing = [
        name
        for name in (*COMMANDS, "test", "bench")
        if f"`{name}`" not in text and f"springhead {name}" not in text
    ]
    assert not missing


def test_every_setting_is_documented(root: Path) -> None:
    used = set(re.findall(r"SPRINGHEAD_[A-Z]+", (root / "src/springhead/config/installation.py").read_text()))
    text = (root / "docs" / "guide" / "operations.md").read_text()
    assert not [name for name in sorted(used) if name not in text]


def test_every_room_and_leaf_is_on_the_map(root: Path) -> None:
    text = (root / "docs" / "map.md").read_text()
    leaves = [
        path.parent.name
        for room in ("engine", "foundation", "doors")
        for path in (root / "src/springhead" / room).glob("*/__init__.py")
    ]
    assert not [leaf for leaf in leaves if not re.search(rf"\b{leaf}\b", text)]


def test_links_between_documents_lead_somewhere(root: Path) -> None:
    broken = []
    for page in [*root.glob("*.md"), *(root / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", page.read_text()):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(root)}: {target}")  # noqa: PERF401
    assert not broken


def test_every_dependency_says_what_it_is_for(root: Path) -> None:
    for name in ("base", "dev", "bench"):
        for line in (root / "requirements" / f"{name}.in").read_text().splitlines():
            if line.strip() and not line.startswith(("#", "-c")):
                assert name == "bench" or "# " in line, line
