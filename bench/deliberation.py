"""`./springhead bench deliberation`: opinion groups of this program and of red-dwarf, from the same vote files.

Three parts, each printed as a table: speed on 10,000 voters × 200 statements; agreement on real vote matrices
(`../shared/data/votes`, left out where absent) and on made camps; how often noise passes the noise gate.
`bench deliberation speed`, `agreement` or `noise` runs one of them.
"""

import csv
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from bench import ballots
from bench.run import PEERS, install_peers
from numpy.typing import NDArray

from springhead.engine.opinions import axes, files, groups, statements
from springhead.engine.opinions.method import STANDARD, Method
from springhead.engine.opinions.picture import may_be_grouped
from springhead.engine.opinions.votes import Votes

ROOT = Path(__file__).resolve().parents[1]
REAL = Path(os.environ.get("SPRINGHEAD_REALDATA") or ROOT.parent / "shared" / "data") / "votes"
GOAL, AGREED = 10.0, 0.9
ROUNDS = 3
NOISE_TIMES = 400  # of each shape
METHOD = Method(cell=0)  # red-dwarf withholds nothing
PEER = """
import csv, json, resource, sys, time
from reddwarf.implementations.base import run_pipeline
votes = []
sign = {"agree": 1, "disagree": -1, "pass": 0}
with open(sys.argv[1], encoding="utf-8") as file:
    for row in csv.DictReader(file):
        votes.append({"participant_id": row["voter"], "statement_id": int(row["statement"]), "vote": sign[row["vote"]]})
told = {}
for k in json.loads(sys.argv[3]):
    begun = time.perf_counter()
    result = run_pipeline(votes=votes, force_group_count=k or None)
    took = time.perf_counter() - begun
    people = result.participants_df
    told[k] = {
        "took": took, "voters": list(people.index), "x": list(people["x"]), "y": list(people["y"]),
        "labels": [None if label != label or label is None else int(label) for label in people["cluster_id"].astype(object).where(people["cluster_id"].notna(), None)],
        "picks": {int(group): sorted([pick["tid"], pick["repful-for"]] for pick in picks) for group, picks in result.repness.items()},
        "consensus": {side: [one["tid"] for one in ones] for side, ones in result.consensus.items()},
        "gac": [float(one) for one in result.statements_df["group-aware-consensus-agree"]],
    }
told["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
json.dump(told, open(sys.argv[2], "w"))
"""
OURS = """
import json, resource, sys, time
from pathlib import Path
import numpy as np
from springhead.engine.opinions import axes, files, groups
from springhead.engine.opinions.method import STANDARD
from springhead.engine.opinions.picture import Analysis, State, analyse, draw, may_be_grouped
def plain(votes):
    found = axes.find(votes.matrix)
    places = axes.positions(votes.matrix, found)
    active = may_be_grouped(votes.matrix, STANDARD)
    grouping = groups.best(places[active], STANDARD)
    labels = np.full(len(active), -1)
    labels[active] = grouping.labels
    return Analysis(votes, STANDARD, State.GROUPS, found, places, grouping, labels)
with open(sys.argv[1], "rb") as file:
    votes = files.read(file)
begun = time.perf_counter()
picture = draw({"plain": plain, "gate": analyse}[sys.argv[3]](votes))
took = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
json.dump({"took": took, "peak": peak, "state": str(picture.state), "groups": len(picture.groups)}, open(sys.argv[2], "w"))
"""


def main(argv: list[str]) -> int:
    """Print the tables; 0 when both goals (10 ×, agreement 0.9 at the k that is shown) were reached."""
    parts = {"speed": speed, "agreement": agreement, "noise": noise_table}
    install_peers()
    load = os.getloadavg()[0]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load:.1f}\n"
    )
    results = [part() for name, part in parts.items() if not argv or name in argv]
    return 0 if all(results) else 1


def numbered(votes: Votes) -> Votes:
    """Return the votes with statements named 0, 1, 2 …: red-dwarf takes only numbers."""
    return Votes(votes.voters, tuple(map(str, range(len(votes.statements)))), votes.matrix)


def written(votes: Votes, folder: Path) -> Path:
    """Write a vote file."""
    target = folder / "votes.csv"
    with target.open("wb") as out:
        files.write(votes, out.write)
    return target


def peer(file: Path, groups_: list[int]) -> tuple[dict[str, Any], float]:
    """Run red-dwarf in a process of its own, once per number of groups (0: its own choice)."""
    report = file.with_suffix(".peer")
    line = [str(PEERS / "bin" / "python"), "-W", "ignore", "-c", PEER, str(file), str(report)]
    begun = time.perf_counter()
    subprocess.run([*line, json.dumps(groups_)], check=True)
    return json.loads(report.read_text()), time.perf_counter() - begun


def ours(file: Path, what: str) -> tuple[dict[str, Any], float]:
    """Run this program in a process of its own."""
    report = file.with_suffix(".ours")
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", OURS, str(file), str(report), what],
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    return json.loads(report.read_text()), time.perf_counter() - begun


def speed() -> bool:
    """Measure both on the same file, in turn; the median of three."""
    matrix, _ = ballots.camps(ballots.Shape(10_000, 200, 0.2), (0.5, 0.3, 0.2), 1)
    votes = numbered(ballots.named(matrix))
    runs: dict[str, list[tuple[float, float, int]]] = {"red-dwarf": [], "plain": [], "gate": []}
    with tempfile.TemporaryDirectory() as folder:
        file = written(votes, Path(folder))
        for _ in range(ROUNDS):
            told, wall = peer(file, [0])
            runs["red-dwarf"].append((told["0"]["took"], wall, told["peak"]))
            for name in ("plain", "gate"):
                told, wall = ours(file, name)
                runs[name].append((told["took"], wall, told["peak"]))
    middle = {name: sorted(taken)[ROUNDS // 2] for name, taken in runs.items()}
    print(f"{len(votes.voters):,} voters × {len(votes.statements)} statements, {votes.count:,} votes\n")
    print("| program | computing s | ratio | whole process s | ratio | peak MB |\n|---|---|---|---|---|---|")
    titles = {"plain": "springhead, without noise gate", "gate": "springhead, with noise gate"}
    base = middle["red-dwarf"]
    for name, (took, wall, peak) in middle.items():
        ratios = [f"{base[0] / took:.1f}", f"{base[1] / wall:.1f}"]
        print(f"| {titles.get(name, name)} | {took:.2f} | {ratios[0]} | {wall:.2f} | {ratios[1]} | {peak} |")
    print(f"\nto reach: {GOAL:.0f} × computing, without noise gate (red-dwarf has none)\n")
    return base[0] / middle["plain"][0] >= GOAL


def agreement() -> bool:
    """Hold our groups against red-dwarf's at equal k, on real and made votes."""
    sets = dict(made_sets())
    for file in sorted(REAL.glob("*_participants_votes.csv")):
        with file.open("rb") as opened:
            sets[file.name.removesuffix("_participants_votes.csv")] = files.read(opened)
    print(
        "| votes | k | rand index | same start and stop | spread ours / theirs | picks shared | our k / theirs |"
    )
    print("|---|---|---|---|---|---|---|")
    good = [agreement_of(name, numbered(votes)) for name, votes in sets.items()]
    print("\nrand index at k = 2 against the groups in Polis' own export (ours, red-dwarf):\n")
    for file in sorted(REAL.glob("*_participants_votes.csv")):
        print(against_polis(file))
    print()
    return all(good)


def against_polis(file: Path) -> str:
    """Return a line: how our groups and red-dwarf's agree with those the exported conversation had."""
    with file.open(encoding="utf-8", newline="") as rows:
        polis = {row["participant"]: row["group-id"] for row in csv.DictReader(rows)}
    with file.open("rb") as opened:
        votes = numbered(files.read(opened))
    with tempfile.TemporaryDirectory() as folder:
        told, _ = peer(written(votes, Path(folder)), [2])
    theirs = dict(zip(told["2"]["voters"], told["2"]["labels"], strict=True))
    active = may_be_grouped(votes.matrix, METHOD)
    labels = groups.k_means(axes.positions(votes.matrix, axes.find(votes.matrix))[active], 2)
    assert labels is not None
    people = [voter for voter, in_ in zip(votes.voters, active, strict=True) if in_]
    both = [at for at, voter in enumerate(people) if polis[voter]]
    own = np.array([int(polis[people[at]]) for at in both])
    other = np.array([theirs[people[at]] for at in both])
    name = file.name.removesuffix("_participants_votes.csv")
    return (
        f"- {name}: {rand_index(labels[both], own):.3f}, {rand_index(other, own):.3f} ({len(both):,} voters)"
    )


def made_sets() -> list[tuple[str, Votes]]:
    """Return made camps: clear, close, and sparse."""
    wanted = (
        ("made: two camps, 400 × 40", ballots.Shape(400, 40, 0.6), (0.6, 0.4)),
        ("made: three camps, 1,000 × 60", ballots.Shape(1_000, 60, 0.5), (0.5, 0.3, 0.2)),
        ("made: two camps, sparse, 2,000 × 150", ballots.Shape(2_000, 150, 0.15), (0.7, 0.3)),
    )
    return [(name, ballots.named(ballots.camps(shape, sizes, 7)[0])) for name, shape, sizes in wanted]


def agreement_of(name: str, votes: Votes) -> bool:
    """Print the lines of one set; False when the groups at the k that would be shown agree less than 0.9."""
    with tempfile.TemporaryDirectory() as folder:
        told, _ = peer(written(votes, Path(folder)), [0, 2, 3, 4, 5])
    active = may_be_grouped(votes.matrix, METHOD)
    places = axes.positions(votes.matrix, axes.find(votes.matrix))[active]
    best = groups.best(places, METHOD)
    shown = best.k if best else 0
    their_k = len({label for label in told["0"]["labels"] if label is not None})
    good, furthest = True, 0.0
    for k in (2, 3, 4, 5):
        theirs = told[str(k)]
        place = {voter: number for number, voter in enumerate(theirs["voters"])}
        order = [place[voter] for voter, in_ in zip(votes.voters, active, strict=True) if in_]
        labels = np.array([theirs["labels"][at] for at in order])
        mine = groups.k_means(places, k)
        assert mine is not None
        mine = groups.by_size(mine)
        index = rand_index(mine, labels)
        far = np.array([[theirs["x"][at], theirs["y"][at]] for at in order])
        turned = places * np.sign((places * far).sum(axis=0))  # their left is where theirs is
        same = rand_index(as_they_do(turned, k), labels)
        furthest = max(furthest, float(np.abs(turned - far).max()))
        tight = f"{spread(places, mine):.0f} / {spread(places, labels):.0f}"
        picks = shared_picks(votes, active, labels, theirs["picks"])
        chosen = f"{shown} / {their_k}" if k == 2 else ""
        print(
            f"| {name if k == 2 else ''} | {k} | {index:.3f} | {same:.3f} | {tight} | {picks} | {chosen} |",
            flush=True,
        )
        good = good and (k != shown or index >= AGREED)
    print(f"| | | positions differ by at most {furthest:.5f} | | | | |")
    return good


def as_they_do(places: NDArray[np.float64], k: int) -> NDArray[np.intp]:
    """Group from red-dwarf's start (the k leftmost places) with its stop (a shift below 1e-4 of the variance)."""
    centres = np.unique(places, axis=0)[:k]
    while True:
        labels = np.argmin(((places[:, None] - centres) ** 2).sum(axis=2), axis=1)
        moved = np.stack([places[labels == group].mean(axis=0) for group in range(k)])
        shift, centres = ((moved - centres) ** 2).sum(), moved
        if shift <= 1e-4 * places.var(axis=0).mean():
            return np.argmin(((places[:, None] - centres) ** 2).sum(axis=2), axis=1)


def spread(places: NDArray[np.float64], labels: NDArray[np.intp]) -> float:
    """Return the summed squared distances to the middle of each group: what k-means makes small."""
    parts = (places[labels == group] for group in np.unique(labels))
    return float(sum(((part - part.mean(axis=0)) ** 2).sum() for part in parts))


def shared_picks(
    votes: Votes, active: NDArray[np.bool_], labels: NDArray[np.intp], theirs: dict[str, list[Any]]
) -> str:
    """Return how many representative statements both name, given their groups."""
    whole = np.full(len(active), -1)
    whole[active] = labels
    counts = statements.count(votes.matrix, whole, len(theirs))
    shared = wanted = 0
    for group, picks in theirs.items():
        mine = {
            (pick.statement, str(pick.side)) for pick in statements.representative(counts, int(group), METHOD)
        }
        shared += len(mine & {(one, side) for one, side in picks})
        wanted += len(picks)
    return f"{shared} of {wanted}"


def rand_index(one: NDArray[np.intp], two: NDArray[np.intp]) -> float:
    """Return the adjusted Rand index of two ways to group."""
    table = np.zeros((one.max() + 1, two.max() + 1))
    np.add.at(table, (one, two), 1)
    pairs = [float((part * (part - 1) / 2).sum()) for part in (table, table.sum(axis=1), table.sum(axis=0))]
    expected = pairs[1] * pairs[2] / (len(one) * (len(one) - 1) / 2)
    return (pairs[0] - expected) / ((pairs[1] + pairs[2]) / 2 - expected)


def noise_table() -> bool:
    """Count how often the gate opens: for noise, for votes of people who agree with anything, and for camps."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # for the processes: one each
    print(
        f"| votes | gate opened | of |\n|---|---|---|   (seed {ballots.SEED}, {STANDARD.shuffles} shuffles)"
    )
    opened = 0
    for shape in ballots.SHAPES:
        alarms = ballots.false_alarms(shape, NOISE_TIMES)
        opened += alarms
        print(
            f"| noise, {shape.voters} × {shape.statements}, {shape.density:.0%} | {alarms} | {NOISE_TIMES} |",
            flush=True,
        )
    total = NOISE_TIMES * len(ballots.SHAPES)
    print(f"| noise, together | {opened} ({opened / total:.1%}) | {total} |")
    for file in sorted(REAL.glob("*_participants_votes.csv")):
        with file.open("rb") as raw:
            matrix = files.read(raw).matrix
        times = NOISE_TIMES // 4
        alarms = sum(ballots.opens(ballots.shuffled(matrix, seed)) for seed in range(times))
        print(
            f"| {file.name.removesuffix('_participants_votes.csv')}, shuffled | {alarms} | {times} |",
            flush=True,
        )
    leaning = ballots.Shape(300, 40, 0.5, lean=1.0)
    times = NOISE_TIMES // 10
    print(
        f"| some agree with anything, 300 × 40 | {ballots.false_alarms(leaning, times)} | {times} |",
        flush=True,
    )
    found_table(times // 2)
    return opened <= 0.02 * total


def found_table(times: int) -> None:
    """Count how often the gate opens for camps that clearly or hardly differ."""
    for title, apart in (("two camps", 0.5), ("two camps, close", 0.25)):
        for shape in ballots.SHAPES:
            found = sum(
                ballots.opens(ballots.camps(shape, (0.6, 0.4), seed, apart)[0]) for seed in range(times)
            )
            size = f"{shape.voters} × {shape.statements}, {shape.density:.0%}"
            print(f"| {title}, {size} | {found} | {times} |", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
