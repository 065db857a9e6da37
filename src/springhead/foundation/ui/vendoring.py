"""Fetches the front-end libraries that `vendor.toml` names into the tree, and checks what is there.

Standard library only: `./springhead vendor` runs it before there is an environment. Fetching needs npm;
running and testing the product never do. `vendor.lock` keeps the integrity of each package as its registry
publishes it (sha512) and the sha256 of every file after our recorded substitutions, and names no host.
"""

import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any, Final

from springhead.foundation.ui.outline import simplified

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[3]
LIST: Final = HERE / "vendor.toml"
LOCK: Final = HERE / "vendor.lock"
TARGET: Final = "src/springhead/foundation/ui/static/vendor"

Package = dict[str, Any]
Files = dict[str, bytes]


class VendorError(Exception):
    """A package is not what the list or the lock says."""


def main(argv: list[str]) -> int:
    """Fetch everything (default), or with `--check` only compare the tree with the lock. 0 when all is well."""
    parser = argparse.ArgumentParser(prog="springhead vendor", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare the tree with vendor.lock; no network")
    options = parser.parse_args(argv)
    try:
        if not options.check:
            fetch_all()
        faults = differences()
    except VendorError as error:
        faults = [str(error)]
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return 1 if faults else 0


def listed() -> list[Package]:
    """Return the packages of `vendor.toml`."""
    packages: list[Package] = tomllib.loads(LIST.read_text())["package"]
    return packages


def locked() -> dict[str, dict[str, Any]]:
    """Return the lock: `name@version` → integrity, and path → sha256."""
    lock: dict[str, dict[str, Any]] = json.loads(LOCK.read_text()) if LOCK.exists() else {}
    return lock


def fetch_all() -> None:
    """Fetch every package and write the lock."""
    before, lock = locked(), {}
    for package in listed():
        key = f"{package['name']}@{package['version']}"
        sys.stdout.write(f"{key}\n")
        integrity, files = fetch(package)
        if key in before and before[key]["integrity"] != integrity:
            raise VendorError(f"{key}: the registry now serves other bytes than when it was locked")
        lock[key] = {"integrity": integrity, "files": store(package, files)}
    LOCK.write_text(json.dumps(lock, indent=1, sort_keys=True) + "\n")


def fetch(package: Package) -> tuple[str, Files]:
    """Download one package; return its integrity and the files we keep, substitutions applied."""
    name = f"{package['name']}@{package['version']}"
    published = json.loads(_npm("view", name, "dist.integrity", "--json"))
    with tempfile.TemporaryDirectory() as folder:
        [packed] = json.loads(_npm("pack", name, "--json", "--pack-destination", folder))
        tarball = (Path(folder) / Path(packed["filename"]).name).read_bytes()
        if integrity_of(tarball) != published:
            raise VendorError(f"{name}: the download does not have the published sha512")
        members = unpack(Path(folder) / Path(packed["filename"]).name)
    return published, prepared(package, members)


def unpack(tarball: Path) -> Files:
    """Return the files of an npm tarball by their path inside `package/`."""
    with tarfile.open(tarball) as archive:
        regular = [member for member in archive if member.isfile()]
        return {member.name.partition("/")[2]: _bytes(archive, member) for member in regular}


def prepared(package: Package, members: Files) -> Files:
    """Return the files to store: the listed ones, renamed to their last part, changed as recorded."""
    kept = {Path(name).name: members[name] for name in package["files"]}
    kept |= {name: (HERE / text).read_bytes() for name, text in package.get("notices", {}).items()}
    for change in package.get("substitution", ()):
        kept[change["file"]] = substituted(kept[change["file"]], change)
    for outline in package.get("outline", ()):
        kept[outline["file"]] = simplified(
            json.loads(members[outline["source"]]),
            outline["object"],
            tolerance=outline["tolerance"],
            smallest=outline["smallest"],
        )
    return kept


def substituted(content: bytes, change: dict[str, Any]) -> bytes:
    """Apply one recorded change; VendorError when it does not match as often as recorded."""
    text, times = re.subn(change["pattern"], lambda _: change["replace"], content.decode())
    if times != change.get("times", 1):
        raise VendorError(
            f"{change['file']}: «{change['why']}» matched {times} times, not {change.get('times', 1)}"
        )
    return text.encode()


def store(package: Package, files: Files) -> dict[str, str]:
    """Write the files; return path in the repository → sha256. Older versions of the package go away."""
    plain = package["name"].removeprefix("@").replace("/", "-")
    parent = ROOT / package.get("target", TARGET)
    folder = parent / f"{plain}-{package['version']}"
    for old in parent.glob(f"{plain}-[0-9]*"):
        _remove(old)
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return {(folder / name).relative_to(ROOT).as_posix(): sha256(content) for name, content in files.items()}


def differences() -> list[str]:
    """Return one sentence for every way in which the tree, the list and the lock disagree."""
    lock = locked()
    names = {f"{package['name']}@{package['version']}" for package in listed()}
    faults = [f"{key}: in vendor.toml or vendor.lock only" for key in sorted(names ^ set(lock))]
    expected = {path: digest for entry in lock.values() for path, digest in entry["files"].items()}
    for path, digest in sorted(expected.items()):
        file = ROOT / path
        if not file.is_file():
            faults.append(f"{path}: missing")
        elif sha256(file.read_bytes()) != digest:
            faults.append(f"{path}: differs from vendor.lock")
    folders = {ROOT / package.get("target", TARGET) for package in listed()}
    present = {
        file.relative_to(ROOT).as_posix()
        for folder in folders
        for file in folder.rglob("*")
        if file.is_file()
    }
    return faults + [f"{path}: not in vendor.lock" for path in sorted(present - set(expected))]


def integrity_of(content: bytes) -> str:
    """Return the integrity string of npm: sha512 in base64 (W3C Subresource Integrity)."""
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


def sha256(content: bytes) -> str:
    """Return the sha256 in hex."""
    return hashlib.sha256(content).hexdigest()


def _npm(*arguments: str) -> str:
    answer = subprocess.run(["npm", *arguments], capture_output=True, text=True, check=False)
    if answer.returncode:
        raise VendorError(f"npm {' '.join(arguments[:2])} failed: {answer.stderr.strip().splitlines()[-1:]}")
    return answer.stdout


def _bytes(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = archive.extractfile(member)
    return stream.read() if stream else b""


def _remove(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
