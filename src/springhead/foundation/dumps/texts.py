"""Words of dumps."""

from collections.abc import Mapping
from typing import Final

from springhead.engine.kernel.language import LanguageMap

WRITING: Final[LanguageMap] = {"zh-Hant": "正在寫出案件與事件", "en": "Writing cases and events"}
FILES: Final[Mapping[str, LanguageMap]] = {
    "cases.ndjson.gz": {
        "zh-Hant": "全部案件，一行一件 JSON；details 與 API 對該案件的回應相同（/api/v1/openapi.json）",
        "en": "Every case, one JSON object a line; details are what the API says of the case (/api/v1/openapi.json)",
    },
    "cases.csv.gz": {"zh-Hant": "全部案件的主要欄位", "en": "The main columns of every case"},
    "events.ndjson.gz": {"zh-Hant": "公開帳本的全部事件", "en": "Every event of the public ledger"},
    "heads.ndjson.gz": {"zh-Hant": "每次寫入後簽署的樹頭", "en": "The head signed after each write"},
    "keys.json": {"zh-Hant": "驗章用的公鑰", "en": "The public keys of the signatures"},
    "verify.py": {"zh-Hant": "驗證程式，只需要 Python", "en": "The verifier; it needs nothing but Python"},
}
