"""The tree keeps its shape: rooms, sizes, names."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path("src/springhead")
NOUN_FILES = {
    "rules", "commands", "actions", "models", "queries", "policy", "views", "api", "urls", "texts", "apps",
}  # fmt: skip


def modules(root: Path) -> list[Path]:
    return [path for path in sorted((root / SOURCE).rglob("*.py")) if "migrations" not in path.parts]


def committed(root: Path) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    return [root / name for name in listed.split("\0") if name and (root / name).is_file()]


def test_no_module_is_longer_than_400_lines(root: Path) -> None:
    long = {
        str(path.relative_to(root)): n
        for path in modules(root)
        if (n := len(path.read_text().splitlines())) > 400
    }
    assert not long


def test_functions_stay_small(root: Path) -> None:
    lengths = sorted(
        node.end_lineno - node.lineno + 1
        for path in modules(root)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    )
    assert lengths[int(len(lengths) * 0.9)] <= 30
    assert lengths[-1] <= 80


def test_no_module_is_called_utils_or_helpers(root: Path) -> None:
    assert not [path for path in modules(root) if path.stem in ("utils", "helpers", "misc", "common")]


def test_every_noun_tells_what_it_is(root: Path) -> None:
    nouns = [
        path.parent
        for room in ("foundation", "forums", "procedures", "doors")
        for path in (root / SOURCE / room).glob("*/__init__.py")
    ]
    missing = [noun.name for noun in nouns if not (noun / "README.md").exists()]
    assert not missing, f"README.md is missing in {missing}"


def test_every_module_says_what_it_is_for(root: Path) -> None:
    silent = [
        str(path.relative_to(root))
        for path in modules(root)
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent


@pytest.mark.parametrize("room", ["engine"])
def test_the_engine_runs_without_django(root: Path, room: str) -> None:
    names = [
        ".".join(path.relative_to(root / "src").with_suffix("").parts).removesuffix(".__init__")
        for path in modules(root)
        if path.relative_to(root / SOURCE).parts[0] == room and path.stem != "__main__"
    ]
    code = f"import sys\nfor n in {names!r}: __import__(n)\nsys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=root / "src", check=False).returncode == 0


def test_rules_import_no_django(root: Path) -> None:
    guilty = [
        str(path.relative_to(root))
        for path in modules(root)
        if path.stem.endswith(("rules", "guards"))
        and re.search(r"^\s*(from|import) django", path.read_text(), re.MULTILINE)
    ]
    assert not guilty


def test_nothing_imports_views(root: Path) -> None:
    pattern = re.compile(r"^\s*(from springhead\S*\.views import|import springhead\S*\.views)", re.MULTILINE)
    allowed = {"urls"}
    guilty = [
        str(p.relative_to(root))
        for p in modules(root)
        if p.stem not in allowed and pattern.search(p.read_text())
    ]
    assert not guilty


def test_only_the_kernel_reads_the_clock(root: Path) -> None:
    pattern = re.compile(r"datetime\.now\(|date\.today\(|time\.time\(|timezone\.now\(|utcnow\(")
    guilty = [
        str(path.relative_to(root))
        for path in modules(root)
        if path.name != "now.py" and pattern.search(path.read_text())
    ]
    assert not guilty


def test_no_committed_file_names_a_registry_or_a_machine(root: Path) -> None:
    registry = re.compile(
        rb"https?://[^ \"']*/simple(/|\b)|\"resolved\": *\"https?:|--(extra-)?index-url|registry\.npmjs"
    )
    machine = re.compile(rb"(^|[^A-Za-z0-9_./-])/(work|farm|home|root)/[a-z]", re.MULTILINE)
    here = Path(__file__).name
    guilty = [
        str(path.relative_to(root))
        for path in committed(root)
        if path.name != here and (registry.search(path.read_bytes()) or machine.search(path.read_bytes()))
    ]
    assert not guilty


def test_no_half_done_work_is_committed(root: Path) -> None:
    words = re.compile("TO" + "DO|FIX" + "ME|XX" + "X|NotImplemented" + "Error|coming so" + "on")
    guilty = [str(path.relative_to(root)) for path in modules(root) if words.search(path.read_text())]
    assert not guilty
