"""`./springhead bench NAME`: measure against a peer or the floor in the same run; never part of the tests."""

import importlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / ".venv-bench"
NAMES = {
    "check": "this program and frictionless on the same 1M × 15 file",
    "consultations": "pages of consultations with 10,000 comments and 1,000,000 votes, every vote held against the ledger",
    "cycle": "pages of a cycle with 2,000 nominations and a consultation with 1,000,000 votes",
    "data-api": "this program and Datasette on the same 1M rows",
    "deliberation": "opinion groups of this program and of red-dwarf on the same votes; how often noise passes",
    "history": "the rules for historical answers against the verdicts of volunteers",
    "lists": "every list at 1,000,000 events, 60,000 datasets, 100,000 promises and requests",
    "requests": "data requests filed and answered through the API, receipts verified, due days counted by hand",
    "search": "search, dataset page and index over 52,552 datasets",
}


def main() -> int:
    """Run one benchmark and print a Markdown table with its conditions."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in NAMES:
        for each, what in NAMES.items():
            print(f"  bench {each:15}{what}")
        return 0 if not name else 2
    sys.path.insert(0, str(ROOT))
    sys.path.insert(0, str(ROOT / "src"))
    if name in {"check", "data-api", "deliberation"}:
        install_peers()
    module = importlib.import_module(f"bench.{name.replace('-', '_')}")
    return int(module.main(sys.argv[2:]) or 0)


def install_peers() -> None:
    """Install the peers into an environment of their own; the product never sees them."""
    stamp, lock = PEERS / "stamp", ROOT / "requirements" / "bench.txt"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return
    print("» peers", flush=True)
    venv.create(PEERS, with_pip=True, symlinks=True, clear=True)
    subprocess.run(
        [str(PEERS / "bin" / "pip"), "install", "-q", "--require-hashes", "-r", str(lock)], check=True
    )
    stamp.write_bytes(lock.read_bytes())


if __name__ == "__main__":
    sys.exit(main())
