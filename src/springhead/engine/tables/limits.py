"""How much one file may ask of the machine."""

from dataclasses import dataclass

from springhead.engine.tables.schema import MAX_COLUMNS

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading. Sizes in bytes, times in seconds.

    `memory` and `seconds` hold for the child process of `worker.read_in_child`; the others for every reader.
    """

    columns: int = MAX_COLUMNS
    line_bytes: int = 16 * MEGABYTE  # one record of a text file
    cell_chars: int = 1_000_000  # one cell of any format
    file_bytes: int = 20_000 * MEGABYTE
    unpacked_bytes: int = 20_000 * MEGABYTE  # sum of a zip's members, or of a gzip
    unpacked_ratio: int = 1_000  # unpacked to packed, above 10 MB
    archive_members: int = 10_000
    findings_per_rule: int = 200  # kept in the report; the findings file holds all
    memory: int = 1_500 * MEGABYTE
    seconds: int = 3_600
    threads: int = 2
    processes: int = 1  # more only where the caller has no other threads and no table is written
