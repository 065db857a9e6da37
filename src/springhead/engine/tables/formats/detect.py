"""What a file really is, told by its content. The extension is only advice."""

import re
import zipfile
from pathlib import Path, PurePosixPath
from typing import Final

from springhead.engine.kernel.problems import Kind, Problem, Refused
from springhead.engine.tables import stretches
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.formats import ole, texts
from springhead.engine.tables.texts import EMPTY_FILE

HEAD: Final = 65_536
FEW: Final = 60  # three control characters are damage, not another kind of file

# First bytes -> the kind it is read as.
READABLE: Final = ((b"PAR1", "parquet"), (b"\x1f\x8b", "gzip"))

# First bytes -> why it is refused, and its name.
REFUSED: Final[tuple[tuple[bytes, Kind, str], ...]] = (
    (b"%PDF", texts.PDF, "PDF"),
    (b"{\\rtf", texts.DOCUMENT, "RTF"),
    (b"\x89PNG\r\n", texts.IMAGE, "PNG"),
    (b"\xff\xd8\xff", texts.IMAGE, "JPEG"),
    (b"GIF8", texts.IMAGE, "GIF"),
    (b"II*\x00", texts.IMAGE, "TIFF"),
    (b"MM\x00*", texts.IMAGE, "TIFF"),
    (b"MZ\x90", texts.EXECUTABLE, "Windows"),
    (b"\x7fELF", texts.EXECUTABLE, "Linux"),
    (b"\xcf\xfa\xed\xfe", texts.EXECUTABLE, "macOS"),
    (b"#!/", texts.EXECUTABLE, "script"),
    (b"SQLite format 3\x00", texts.DATABASE_FILE, "SQLite"),
    (b"\x00\x01\x00\x00Standard ", texts.DATABASE_FILE, "Access"),
    (b"7z\xbc\xaf\x27\x1c", texts.ARCHIVE_KIND, "7z"),
    (b"Rar!\x1a\x07", texts.ARCHIVE_KIND, "RAR"),
    (b"BZh", texts.ARCHIVE_KIND, "BZIP2"),
    (b"\xfd7zXZ\x00", texts.ARCHIVE_KIND, "XZ"),
    (b"\x28\xb5\x2f\xfd", texts.ARCHIVE_KIND, "Zstandard"),
)

# The name a kind goes by, and the extensions it may carry; the first is the best.
EXTENSIONS: Final[dict[str, tuple[str, ...]]] = {
    "csv": ("csv", "tsv", "tab", "txt", "dat", "asc", "text"),
    "json": ("json",),
    "ndjson": ("jsonl", "ndjson"),
    "geojson": ("geojson", "json"),
    "xml": ("xml",),
    "xlsx": ("xlsx", "xlsm"),
    "xls": ("xls", "xlt"),
    "ods": ("ods",),
    "kml": ("kml", "xml"),
    "kmz": ("kmz",),
    "shp": ("zip",),
    "parquet": ("parquet", "pq"),
    "zip": ("zip",),
    "gzip": ("gz", "gzip"),
}
LABELS: Final = {
    "csv": "CSV",
    "gzip": "GZIP",
    "ndjson": "NDJSON (JSON Lines)",
    "geojson": "GeoJSON",
    "parquet": "Parquet",
}

OPEN_DOCUMENT: Final = {
    b"application/vnd.oasis.opendocument.text": "ODT",
    b"application/vnd.oasis.opendocument.presentation": "ODP",
    b"application/vnd.oasis.opendocument.graphics": "ODG",
    b"application/epub+zip": "EPUB",
}


def detect(path: Path, filename: str = "") -> str:
    """Return the kind of a file: a key of `EXTENSIONS`.

    Raises `Refused` for what is not a table (PDF, documents, images, programs, web pages, descriptions of
    data) and for an empty file. `filename` is not believed; it is only named in the problem.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Refused(EMPTY_FILE.at(filename))
    _refuse_by_magic(head, filename)
    for magic, kind in READABLE:
        if head.startswith(magic):
            return kind
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path, filename)
    if head.startswith(ole.MAGIC):
        return _ole_kind(path, filename)
    return _text_kind(head, filename)


def extension_finding(kind: str, filename: str) -> Finding | None:
    """Return the finding that the name says another format than the content, or None."""
    said = PurePosixPath(filename.replace("\\", "/")).suffix.lower().lstrip(".")
    if not said or said in EXTENSIONS[kind]:
        return None
    known = {extension for names in EXTENSIONS.values() for extension in names} | {
        "pdf",
        "doc",
        "docx",
        "html",
        "htm",
    }
    if said not in known:
        return None
    actual = LABELS.get(kind, kind.upper())
    return Finding(texts.WRONG_EXTENSION.at(filename, said=said, actual=actual, better=EXTENSIONS[kind][0]))


def _refuse_by_magic(head: bytes, filename: str) -> None:
    for magic, kind, actual in REFUSED:
        if head.startswith(magic):
            raise Refused(kind.at(filename, actual=actual))
    if head[257:262] == b"ustar":
        raise Refused(texts.ARCHIVE_KIND.at(filename, actual="TAR"))
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        raise Refused(texts.IMAGE.at(filename, actual="WebP"))
    if head[4:8] == b"ftyp":
        raise Refused(texts.IMAGE.at(filename, actual="HEIC／MP4"))
    if head[:2] == b"BM" and b"\x00\x00\x00\x00" in head[2:14]:
        raise Refused(texts.IMAGE.at(filename, actual="BMP"))


def _zip_kind(path: Path, filename: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            mimetype = archive.open("mimetype").read(200) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError) as error:
        raise Refused(texts.BROKEN_ARCHIVE.at(filename, reason=str(error)[:120])) from error
    if mimetype:
        return _open_document(mimetype, filename)
    if "[Content_Types].xml" in names:
        return _office_kind(names, filename)
    return _map_kind(names)


def _open_document(mimetype: bytes, filename: str) -> str:
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    for known, actual in OPEN_DOCUMENT.items():
        if mimetype.startswith(known):
            raise Refused(texts.DOCUMENT.at(filename, actual=actual))
    return "zip"


def _office_kind(names: list[str], filename: str) -> str:
    lowered = {name.lower() for name in names}
    if "xl/workbook.bin" in lowered:
        raise Refused(texts.BINARY_WORKBOOK.at(filename))
    if any(name.startswith("xl/") for name in lowered):
        return "xlsx"
    actual = "PPTX" if any(name.startswith("ppt/") for name in lowered) else "DOCX"
    if any(name.startswith(("word/", "ppt/")) for name in lowered):
        raise Refused(texts.DOCUMENT.at(filename, actual=actual))
    return "zip"


def _map_kind(names: list[str]) -> str:
    suffixes = [PurePosixPath(name).suffix.lower() for name in names if not name.endswith("/")]
    if ".shp" in suffixes:
        return "shp"
    if suffixes.count(".kml") == 1 and not {".csv", ".json", ".xlsx", ".xml"} & set(suffixes):
        return "kmz"
    return "zip"


def _ole_kind(path: Path, filename: str) -> str:
    names = ole.open_compound(path).streams
    if "EncryptedPackage" in names:
        raise Refused(texts.ENCRYPTED_WORKBOOK.at(filename))
    if "Workbook" in names or "Book" in names:
        return "xls"
    if "WordDocument" in names:
        raise Refused(texts.DOCUMENT.at(filename, actual="DOC"))
    if "PowerPoint Document" in names:
        raise Refused(texts.DOCUMENT.at(filename, actual="PPT"))
    raise Refused(texts.UNKNOWN_BINARY.at(filename))


_HTML: Final = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_JSON_START: Final = re.compile(r'\s*(?:\{\s*(?:"|\}|\Z)|\[\s*(?:[\[{"\]\d-]|true|false|null|\Z))')
_GEOJSON: Final = re.compile(r'"type"\s*:\s*"(?:FeatureCollection|Feature)"')
_API_YAML: Final = re.compile(r"^(?:openapi|swagger)\s*:", re.MULTILINE)
_YAML: Final = re.compile(r"(?:\s*- .|\s*[\w$@-]+:(?:\s|$)|---|\s+\S|#)")
_TURTLE: Final = re.compile(r"\s*@(?:prefix|base)\s", re.IGNORECASE)


def _text_kind(head: bytes, filename: str) -> str:
    text = _as_text(head)
    if text is None:
        raise Refused(texts.UNKNOWN_BINARY.at(filename))
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return _markup_kind(start, filename)
    if _JSON_START.match(start):
        return _json_kind(start)
    problem = _description(start, filename)
    if problem:
        raise Refused(problem)
    return "csv"


def _as_text(head: bytes) -> str | None:
    """Decode the beginning well enough to recognise it; None when it is no text at all."""
    if head.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return head.decode("utf-32", "replace")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    if not head.strip(b"\0"):
        return ""  # the reader of text says that it is empty
    wide = stretches.wide(head)
    if wide:
        return head.decode(wide, "replace")
    control = sum(head.count(code) for code in (*range(9), *range(14, 27), *range(28, 32)))
    return head.decode("utf-8", "replace") if control * 20 <= max(len(head), FEW) else None


def _markup_kind(start: str, filename: str) -> str:
    beginning = start[:4096]
    if _HTML.search(beginning):
        raise Refused(texts.HTML_PAGE.at(filename))
    if "urn:schemas-microsoft-com:office:spreadsheet" in beginning or 'progid="Excel.Sheet"' in beginning:
        raise Refused(texts.SPREADSHEET_XML.at(filename))
    root = re.search(
        r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)", re.sub(r"<!--.*?-->", "", beginning, flags=re.DOTALL)
    )
    name = root.group(2) if root else ""
    if name == "RDF":
        raise Refused(texts.RDF_DOCUMENT.at(filename, actual="RDF/XML"))
    if name == "svg":
        raise Refused(texts.IMAGE.at(filename, actual="SVG"))
    if name == "kml":
        return "kml"
    return "xml" if root or start.startswith(("<?xml", "<!")) else "csv"


def _json_kind(start: str) -> str:
    lines = [line for line in start.splitlines() if line.strip()]
    closes = {"{": "}", "[": "]"}
    complete = [
        line for line in lines[:3] if line.rstrip().endswith(closes[start[0]]) and line[0] == start[0]
    ]
    if len(lines) > 1 and len(complete) >= min(2, len(lines)):
        return "ndjson"
    return "geojson" if start[0] == "{" and _GEOJSON.search(start) else "json"


def _description(start: str, filename: str) -> Problem | None:
    if _API_YAML.search(start[:8192]):
        return texts.API_DOCUMENT.at(filename)
    if _TURTLE.match(start):
        return texts.RDF_DOCUMENT.at(filename, actual="Turtle")
    lines = [line for line in start[:8192].splitlines()[:40] if line.strip()]
    outline = sum(bool(_YAML.match(line)) for line in lines)
    nested = sum(line.startswith((" ", "-")) for line in lines)
    if len(lines) > 5 and nested and outline == len(lines):
        return texts.TEXT_DOCUMENT.at(filename, actual="YAML")
    return None
