"""The whole ledger as a folder that `verify.py` checks without us."""

import json
import shutil
from pathlib import Path

from springhead.engine.kernel import verify
from springhead.foundation.ledger.listing import stream
from springhead.foundation.ledger.models import Head, Tree
from springhead.foundation.ledger.queries import as_head, keys_document


def export(folder: Path) -> int:
    """Write events.ndjson, heads.ndjson, keys.json and verify.py; return the number of events."""
    folder.mkdir(parents=True, exist_ok=True)
    tree = Tree.objects.filter(pk=1).first()
    count = 0
    with (folder / "events.ndjson").open("w", encoding="utf-8") as file:
        for line in stream():
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
    with (folder / "heads.ndjson").open("w", encoding="utf-8") as file:
        for row in Head.objects.filter(size__lte=count).order_by("size").iterator(chunk_size=2_000):
            file.write(json.dumps(as_head(row, tree.log if tree else "").as_json()) + "\n")
    (folder / "keys.json").write_text(json.dumps(keys_document(), indent=1), encoding="utf-8")
    shutil.copyfile(verify.__file__, folder / "verify.py")
    return count
