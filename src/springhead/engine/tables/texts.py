"""What the reader and the checker say, in both languages."""

from typing import Final

from springhead.engine.kernel.problems import Kind, Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

EMPTY_FILE: Final = Kind(
    "empty-file",
    "「{where}」是空的檔案。",
    "“{where}” is an empty file.",
    "請重新匯出後再送一次。",
    "Export it again and send it once more.",
)
