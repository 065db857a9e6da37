"""What documents say when they cannot be made."""

from typing import Final

from springhead.engine.kernel.problems import Kind

NO_FONT: Final = Kind(
    "pdf-without-font",
    "這台主機沒有中文字型，無法產生 PDF。",
    "This machine has no Chinese font, so no PDF can be made.",
    "請下載 ODT；維運人員可執行 apt-get install fonts-noto-cjk 後再試。",
    "Take the ODT; an operator can run apt-get install fonts-noto-cjk and try again.",
    status=503,
)
