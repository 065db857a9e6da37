"""Hold the ballots of a consultation against the exported ledger, vote by vote, offline. 離線逐票核對表態與帳本。

    python check_ballots.py CN-2026-000001 ballots.csv FOLDER [--key KEY]

FOLDER is the exported ledger (a dump, or `./springhead verify --export FOLDER`); `verify.py` lies beside this file. The
ledger is checked first, as by `verify.py`. Then every ballot must be the last vote of its voter on its statement, under the
digest that stands there, and every vote of the ledger must have its ballot.
Exit code 結束碼: 0 whole 完整, 1 not whole 不完整, 2 cannot be read 無法讀取.
"""

from __future__ import annotations

import csv
import hashlib
import importlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
EVENT = "consultation.vote"
MOST = 50  # faults that are named one by one


def verifier() -> Any:
    """Return `verify.py`: the one beside this file, else the one of the program."""
    beside = (HERE / "verify.py").exists()
    if beside:
        sys.path.insert(0, str(HERE))
    return importlib.import_module("verify" if beside else "springhead.engine.kernel.verify")


def cast(verify: Any, folder: Path, number: str) -> dict[tuple[str, str], tuple[int, str]]:
    """Return line and digest of the last vote of every voter on every statement, as the ledger has it."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for event in verify.lines(folder / "events.ndjson"):
        if event["event"] == EVENT and event["subject"] == number:
            place = (event["actor"], str(event["public"]["statement"]))
            found[place] = (event["seq"], event["private"]["vote"])
    return found


def faults(
    verify: Any, ledger: dict[tuple[str, str], tuple[int, str]], ballots: Path
) -> Iterator[tuple[str, str]]:
    """Yield what does not fit, in both languages; `ledger` is emptied meanwhile."""
    with ballots.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            who = f"{row['voter']} / {row['statement']}"
            seq, digest = ledger.pop((row["voter"], row["statement"]), (-1, ""))
            if str(seq) != row["ledger_line"]:
                yield (f"多出的一票：{who}（帳本沒有這一筆）", f"added: {who} (the ledger has no such line)")
                continue
            told = verify.canonical([row["salt"], "vote", row["vote"]])
            if hashlib.sha256(told).hexdigest() != digest:
                yield (f"改過的一票：{who}，帳本第 {seq} 號", f"changed: {who}, line {seq} of the ledger")
    for (voter, statement), (seq, _) in ledger.items():
        who = f"{voter} / {statement}"
        yield (f"少掉的一票：{who}，帳本第 {seq} 號", f"removed: {who}, line {seq} of the ledger")


def main(arguments: Sequence[str] | None = None) -> int:
    """Check one file of ballots; return 0 whole, 1 not whole, 2 unreadable."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    key = None
    if "--key" in words[:-1]:
        place = words.index("--key")
        key = words[place + 1]
        del words[place : place + 2]
    if len(words) != 3:
        print(__doc__)
        return 2
    number, ballots, folder = words[0], Path(words[1]), Path(words[2])
    verify = verifier()
    code: int = verify.main([str(folder), *(["--key", key] if key else [])])
    if code:
        return code
    try:
        ledger = cast(verify, folder, number)
        total = len(ledger)
        wrong = list(faults(verify, ledger, ballots))
    except verify.FAULTS as fault:
        print(f"無法讀取：{ballots}（{fault}）。\nCannot be read: {ballots} ({fault}).")
        return 2
    for zh, en in wrong[:MOST]:
        print(f"✗ {zh}\n  {en}")
    if wrong:
        print(f"不完整：{len(wrong)} 票不符。\nNot whole: votes that do not fit: {len(wrong)}.")
        return 1
    print(f"完整：{total} 票逐一相符。\nWhole: every vote fits, {total} in number.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
