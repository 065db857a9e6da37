"""`./springhead bench history`: the rules for historical answers against the volunteers' verdicts, as a table.

Requests in both archives with a single record labelled A (already open), B (agreed) or C (not agreed). The rules
see the agency's own text only. They were written looking at the half of the requests whose number has an even
SHA-256; the other half was looked at only as a table.
"""

import hashlib
from collections import Counter
from pathlib import Path

from springhead.procedures.data_requests import classify, history
from springhead.procedures.data_requests.vocabulary import Outcome

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "requests"
FILES = ("datagovtw_data_requests_2019.csv", "datagovtw_requests_labelled_2019.csv")
VERDICTS = "ABC"
NONE = "–"  # no rule spoke


def main(argv: list[str]) -> int:
    """Print the tables."""
    folder = Path(argv[0]) if argv else SHARED
    if not all((folder / name).exists() for name in FILES):
        print(f"no archives in {folder}: bench history FOLDER")
        return 2
    print("\n".join(table(folder)))
    return 0


def table(folder: Path) -> list[str]:
    """Return the confusion tables as lines of Markdown."""
    found = compare(folder)
    lines = []
    for name, chosen in (("all", (0, 1)), ("half looked at", (0,)), ("other half", (1,))):
        counts = Counter({pair: sum(found[half][pair] for half in chosen) for pair in _pairs()})
        total, right = sum(counts.values()), sum(counts[one, one] for one in VERDICTS)
        most = max(sum(counts[one, said] for said in VERDICTS + NONE) for one in VERDICTS)
        lines += [
            "",
            f"{name}: n = {total}, agree {right} ({right / total:.1%}); always the commonest verdict: {most / total:.1%}",
            "",
            "| verdict of people | A already open | B will open | C not open | no rule spoke | recall |",
            "|---|---|---|---|---|---|",
        ]
        lines += [_line(one, counts) for one in VERDICTS]
        lines.append("| precision | " + " | ".join(_precision(one, counts) for one in VERDICTS) + " | | |")
    return lines[1:]


def _pairs() -> list[tuple[str, str]]:
    return [(one, said) for one in VERDICTS for said in VERDICTS + NONE]


def _line(one: str, counts: Counter[tuple[str, str]]) -> str:
    cells = [counts[one, said] for said in VERDICTS + NONE]
    return f"| {one} | {' | '.join(map(str, cells))} | {counts[one, one] / (sum(cells) or 1):.1%} |"


def _precision(said: str, counts: Counter[tuple[str, str]]) -> str:
    column = sum(counts[one, said] for one in VERDICTS)
    return f"{counts[said, said] / (column or 1):.1%}"


def compare(folder: Path) -> dict[int, Counter[tuple[str, str]]]:
    """Count (verdict, proposal) per half."""
    texts = {one.origin: one for one in history.read(folder / FILES[0])}
    people = {one.origin: one.verdicts for one in history.read(folder / FILES[1])}
    found: dict[int, Counter[tuple[str, str]]] = {0: Counter(), 1: Counter()}
    for origin in texts.keys() & people.keys():
        verdicts = people[origin]
        if len(verdicts) == 1 and verdicts[0] in VERDICTS:
            found[half(origin)][verdicts[0], proposed(texts[origin].said)] += 1
    return found


def proposed(answer: str) -> str:
    """Return the verdict an answer's proposal stands for; one that only puts off is not agreed, as people had it."""
    said = classify.classify(answer)
    if said.outcome is None:
        return "C" if said.put_off else NONE
    return {Outcome.ALREADY_OPEN: "A", Outcome.WILL_OPEN: "B"}.get(said.outcome, "C")


def half(origin: str) -> int:
    """Return 0 or 1: which half a request belongs to."""
    return int(hashlib.sha256(origin.encode()).hexdigest(), 16) % 2
