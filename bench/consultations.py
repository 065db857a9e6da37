"""`./springhead bench consultations [COMMENTS VOTES]`: pages of consultations with 10,000 comments and 1,000,000 votes.

Every vote has its event in the ledger and is held against it before the pages are asked. One web process on SQLite;
pages are asked one after another (warm), then by eight clients. Client and server share the machine.
"""

import json
import time
from typing import Final

from bench.serving import heading, installation, python, served, table

COMMENTS, VOTES = 10_000, 1_000_000
PAGES: Final = (
    ("front page", "/"),
    ("consultations", "/consultations/"),
    ("open: page", "/consultations/{open}"),
    ("open: comments, half way down", "/consultations/{open}?cursor={half}"),
    ("open: comments of one part", "/consultations/{open}?part=n7"),
    ("open: longest thread", "/consultations/{open}/comments/1"),
    ("open: ballot", "/consultations/{open}/statements"),
    ("open: comments, API", "/api/v1/consultations/{open}/comments"),
    ("answered: page", "/consultations/{answered}"),
    ("answered: answers", "/consultations/{answered}/answers"),
    ("answered: one comment", "/consultations/{answered}/comments/{half}"),
    ("answered: ballot and picture", "/consultations/{answered}/statements"),
    ("answered: picture, JSON", "/consultations/{answered}/picture.json"),
    ("agency", "/agencies/{agency}"),
)


def main(argv: list[str]) -> int:
    """Fill, serve, ask, print."""
    comments, votes = (int(argv[0]), int(argv[1])) if len(argv) > 1 else (COMMENTS, VOTES)
    with installation() as env:
        start = time.perf_counter()
        told = json.loads(python(env, "bench.consultations_rows", str(comments), str(votes), "1"))
        seconds = time.perf_counter() - start
        with served(env) as port:
            heading(
                f"{comments:,} comments and {votes:,} votes with events, written, pictured and verified in {seconds:.0f} s"
            )
            known = {**told, "half": comments // 2}
            table(((name, address.format(**known)) for name, address in PAGES), port)
    return 0
