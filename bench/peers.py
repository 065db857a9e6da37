"""The environment the measured peers live in, apart from the product's own."""

import fcntl
import subprocess
import sys
from pathlib import Path


def peer_python(root: Path) -> Path:
    """Return the Python of `.venv-bench`, made from `requirements/bench.txt` on first use."""
    folder = root / ".venv-bench"
    python, stamp = folder / "bin" / "python", folder / "springhead.stamp"
    wanted = (root / "requirements" / "bench.txt").read_text()
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two benchmarks at once would build it twice
        if not stamp.exists() or stamp.read_text() != wanted:
            print("Building the environment of the peers …", file=sys.stderr, flush=True)
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
            command = [
                str(python),
                "-m",
                "pip",
                "install",
                "-q",
                "--require-hashes",
                "-r",
                "requirements/bench.txt",
            ]
            subprocess.run(command, cwd=root, check=True)
            stamp.write_text(wanted)
    return python
