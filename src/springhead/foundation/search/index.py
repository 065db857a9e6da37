"""The index on disk and its one owner.

`<data>/index/` holds one folder per generation and a file `current` naming the one in use. A rebuild
writes a new generation beside the old and swaps the name at the end; updates go into the current one.
"""

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import orjson
import tantivy

from springhead.engine.kernel import ids
from springhead.engine.kernel.language import LANGS
from springhead.foundation.search.documents import FACETS, SearchDocument
from springhead.foundation.search.tokens import letters, tokens

# Text fields and what a match in them is worth.
TEXT_FIELDS: Final = {"title": 6.0, "keywords": 3.0, "agency_text": 2.0, "columns": 1.2, "body": 1.0}
HEAP: Final = 64 * 1024 * 1024
CURRENT: Final = "current"


def schema() -> tantivy.Schema:
    """Return the schema of the index; a change of it needs a rebuild, which is always possible."""
    builder = tantivy.SchemaBuilder()
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace")
    builder.add_text_field("letters", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("id", tokenizer_name="raw", stored=True, fast=True)
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", fast=True)
    builder.add_float_field("weight", fast=True)
    builder.add_integer_field("updated", fast=True, indexed=True)
    builder.add_text_field("name", tokenizer_name="raw", fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


def open_current(folder: Path) -> tantivy.Index | None:
    """Open the generation in use; None before the first build."""
    name = current_name(folder)
    return tantivy.Index.open(str(folder / name)) if name else None


def current_name(folder: Path) -> str:
    """Return the name of the generation in use, or an empty string."""
    try:
        return (folder / CURRENT).read_text().strip()
    except FileNotFoundError:
        return ""


def rebuild(folder: Path, documents: Iterable[SearchDocument]) -> int:
    """Build a new generation from all documents and swap it in; return how many there are."""
    old, name = current_name(folder), ids.new("g")
    (folder / name).mkdir(parents=True)
    index = tantivy.Index(schema(), path=str(folder / name))
    writer = index.writer(HEAP, 1)
    count = 0
    for document in documents:
        writer.add_document(_document(document))
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    _swap(folder, name)
    if old:
        shutil.rmtree(folder / old, ignore_errors=True)
    return count


def update(folder: Path, changed: Iterable[SearchDocument], gone: Iterable[str] = ()) -> None:
    """Replace some documents and remove others in the generation in use (built empty at first)."""
    index = open_current(folder)
    if index is None:
        rebuild(folder, ())
        index = open_current(folder)
    assert index is not None
    writer = index.writer(HEAP, 1)
    for key in gone:
        writer.delete_documents_by_term("id", key)
    for document in changed:
        writer.delete_documents_by_term("id", document.id)
        writer.add_document(_document(document))
    writer.commit()
    writer.wait_merging_threads()


def _document(source: SearchDocument) -> tantivy.Document:
    document = tantivy.Document()
    texts = _texts(source)
    for name, text in texts.items():
        document.add_text(name, " ".join(tokens(text)))
    document.add_text("letters", " ".join(sorted(letters(texts["title"] + texts["keywords"]))))
    document.add_text("id", source.id)
    document.add_text("name", source.title.get("zh-Hant", "")[:60])
    for facet in FACETS:
        for value in source.facets.get(facet, ()):
            document.add_text(facet, value)
    document.add_float("weight", source.weight)
    document.add_integer("updated", source.updated)
    document.add_bytes("shown", orjson.dumps(source.as_stored()))
    return document


def _texts(source: SearchDocument) -> dict[str, str]:
    def both(texts: Mapping[str, str]) -> str:
        return " ， ".join(texts.get(lang, "") for lang in LANGS)

    return {
        "title": both(source.title),
        "keywords": " ， ".join(source.keywords),
        "agency_text": both(source.agency_name),
        "columns": " ， ".join(source.columns),
        "body": source.body,
    }


def _swap(folder: Path, name: str) -> None:
    fresh = folder / f".{CURRENT}.{os.getpid()}"
    fresh.write_text(name)
    fresh.replace(folder / CURRENT)
