"""The whole ledger as a folder that `verify.py` checks without us."""

import gzip
import io
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from springhead.engine.kernel import verify
from springhead.foundation.ledger.listing import stream, total
from springhead.foundation.ledger.models import Head, Tree
from springhead.foundation.ledger.queries import as_head, keys_document

BEAT: Final = 1_000  # events


def export(folder: Path, *, packed: bool = False, beat: Callable[[float], None] = lambda _done: None) -> int:
    """Write events.ndjson, heads.ndjson (as .gz when packed), keys.json and verify.py; return the number of events.

    `beat(fraction)` is called every thousand events.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tree = Tree.objects.filter(pk=1).first()
    count, size = 0, total() or 1
    with lines(folder / "events.ndjson", packed=packed) as file:
        for line in stream():
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
            if count % BEAT == 0:
                beat(min(1.0, count / size))
    with lines(folder / "heads.ndjson", packed=packed) as file:
        for row in Head.objects.filter(size__lte=count).order_by("size").iterator(chunk_size=2_000):
            file.write(json.dumps(as_head(row, tree.log if tree else "").as_json()) + "\n")
    (folder / "keys.json").write_text(json.dumps(keys_document(), indent=1), encoding="utf-8")
    shutil.copyfile(verify.__file__, folder / "verify.py")
    return count


@contextmanager
def lines(path: Path, *, packed: bool) -> Iterator[TextIO]:
    """Open a text file to write; `packed` adds .gz and gives the same bytes for the same text, whenever it is."""
    if not packed:
        with path.open("w", encoding="utf-8", newline="") as text:
            yield text
        return
    with (
        path.with_name(f"{path.name}.gz").open("wb") as raw,
        gzip.GzipFile("", "wb", 6, raw, mtime=0) as zipped,
        io.TextIOWrapper(zipped, encoding="utf-8", newline="") as text,
    ):
        yield text
