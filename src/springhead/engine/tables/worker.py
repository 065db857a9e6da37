"""Reading in a child process with limits of its own, so that a hostile file can only kill its own reader.

The parent writes `request.json` into the folder and starts this module; the child writes `progress`,
then `report.json` or `refused.json`. Address space and processor time are bounded by the kernel, resident
memory and the wall clock by the parent, which looks five times a second.
"""

import ctypes
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

import orjson

from springhead.engine.kernel.now import monotonic
from springhead.engine.kernel.problems import Refused
from springhead.engine.storage.room import is_full
from springhead.engine.storage.texts import DISK_FULL
from springhead.engine.tables import report_file, texts
from springhead.engine.tables.limits import Limits
from springhead.engine.tables.recipe import Recipe
from springhead.engine.tables.report import Report

LOOK: Final = 0.2  # seconds between two looks at the child
SLACK: Final = 2_000_000_000  # address space that libraries reserve and never touch
NO_MEMORY: Final = 77  # exit codes
NO_ROOM: Final = 78
_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG

Progress = Callable[[str, float], None]


def read_in_child(  # noqa: PLR0913  the same handles as `reading.read`
    path: Path,
    *,
    folder: Path,
    filename: str = "",
    recipe: Recipe | None = None,
    limits: Limits | None = None,
    aliases: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Do what `reading.read` does with `out=folder`, in a child process.

    Raises `Refused` as `read` does, and when the child was stopped by its limits.
    """
    limits = limits or Limits()
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("report.json", "refused.json", "progress"):
        (folder / name).unlink(missing_ok=True)
    request = {
        "path": str(path),
        "filename": filename,
        "recipe": (recipe or Recipe()).as_json(),
        "limits": asdict(limits),
        "aliases": dict(aliases or {}),
    }
    (folder / "request.json").write_bytes(orjson.dumps(request))
    code = _watch(folder, limits, progress)
    return _outcome(folder, code, filename or path.name, limits)


def _watch(folder: Path, limits: Limits, progress: Progress | None) -> int | Refused:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_ARENA_MAX": "2",
    }
    begun = monotonic()
    with (folder / "reader.log").open("wb") as log:
        command = [sys.executable, "-m", "springhead.engine.tables.worker", str(folder)]
        child = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment)
        try:
            while True:
                try:
                    return child.wait(LOOK)
                except subprocess.TimeoutExpired:
                    _tell(folder, progress)
                if _resident(child.pid) > limits.memory:
                    return Refused(texts.OUT_OF_MEMORY.at("", limit=_megabytes(limits.memory)))
                if monotonic() - begun > limits.seconds:
                    return Refused(texts.OUT_OF_TIME.at("", limit=limits.seconds))
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()


def _tell(folder: Path, progress: Progress | None) -> None:
    if progress is None:
        return
    try:
        step, fraction = (folder / "progress").read_text().split()
    except (OSError, ValueError):
        return
    progress(step, float(fraction))


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * resource.getpagesize()


def _megabytes(size: int) -> str:
    return f"{size // 1_000_000} MB"


def _outcome(folder: Path, code: int | Refused, name: str, limits: Limits) -> Report:
    if isinstance(code, Refused):
        problem = code.problems[0]
        raise Refused(problem.kind.at(name, **problem.params))
    report, refused = folder / "report.json", folder / "refused.json"
    if code == 0 and report.exists():
        return report_file.load(report.read_bytes())
    if code == 0 and refused.exists():
        raise Refused(*report_file.load_problems(refused.read_bytes()))
    if code in {NO_MEMORY, -signal.SIGKILL, -signal.SIGABRT, -signal.SIGSEGV}:
        raise Refused(texts.OUT_OF_MEMORY.at(name, limit=_megabytes(limits.memory)))
    if code == NO_ROOM:
        raise Refused(DISK_FULL.at(name, needed="?", free=shutil.disk_usage(folder).free))
    if code == -signal.SIGXCPU:
        raise Refused(texts.OUT_OF_TIME.at(name, limit=limits.seconds))
    raise Refused(texts.READER_STOPPED.at(name, value=code))


# In the child ---------------------------------------------------------------------------------------------
def main(folder: Path) -> int:
    """Do the request in `folder`; return the exit code."""
    request = orjson.loads((folder / "request.json").read_bytes())
    limits = Limits(**request["limits"])
    _bind(limits)
    try:
        _work(folder, request, limits)
    except Refused as refused:
        _put(folder / "refused.json", report_file.dump_problems(refused.problems))
    except MemoryError:  # Arrow's own is one too
        return NO_MEMORY
    except Exception as error:
        if is_full(error):
            return NO_ROOM
        raise
    return 0


def _bind(limits: Limits) -> None:
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    space = limits.memory + SLACK
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    seconds = limits.seconds * max(1, limits.threads)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _work(folder: Path, request: dict[str, object], limits: Limits) -> None:
    from springhead.engine.tables.reading import read

    def progress(step: str, fraction: float) -> None:
        _put(folder / "progress", f"{step} {fraction:.4f}".encode())

    recipe, aliases = request["recipe"], request["aliases"]
    report = read(
        Path(str(request["path"])),
        filename=str(request["filename"]),
        recipe=Recipe.from_json(recipe if isinstance(recipe, dict) else {}),
        limits=limits,
        out=folder,
        progress=progress,
        aliases=aliases if isinstance(aliases, dict) else {},
    )
    _put(folder / "report.json", report_file.dump(report))


def _put(target: Path, raw: bytes) -> None:
    fresh = target.with_suffix(".new")
    fresh.write_bytes(raw)
    fresh.replace(target)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
