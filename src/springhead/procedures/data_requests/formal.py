"""A formal application under 政府資訊公開法, filled in from a data request, and the term it would have.

Articles 10 (what an application states) and 12 (fifteen days, extendable once by as many) of the Freedom of
Government Information Law. A request on a portal is not such an application.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final

from springhead.engine.documents import odt
from springhead.engine.documents.paper import plain
from springhead.engine.kernel import policies
from springhead.engine.kernel.calendar import taiwan
from springhead.engine.kernel.clock import Mark, Reckoning, reckon
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import TAIPEI
from springhead.engine.kernel.workflow import ClockAct
from springhead.foundation.agencies.models import Agency
from springhead.procedures.data_requests.models import DataRequest

TYPED: Final = (
    ("name", "申請人姓名（法人或團體名稱及代表人）"),
    ("birth", "出生年月日"),
    ("number", "國民身分證統一編號（或設立登記字號）"),
    ("address", "住址或事務所"),
    ("phone", "聯絡電話"),
)


def term(day: date) -> Reckoning:
    """Return by when an agency would have to decide on an application it receives on this Taipei day."""
    policy = policies.in_force("formal", day)
    noon = datetime.combine(day, time(12), tzinfo=TAIPEI)
    return reckon(policy, [Mark(ClockAct.START, noon)], taiwan())


def document(found: DataRequest, typed: Mapping[str, Any]) -> BytesIO:
    """Return the application as ODT. What the applicant typed goes into the file and nowhere else."""
    return odt.write(plain("政府資訊提供申請書", _lines(found, typed)))


def _lines(found: DataRequest, typed: Mapping[str, Any]) -> list[str]:
    agencies = Agency.objects.filter(
        public_id__in=[part.case.agency_id for part in found.parts.select_related("case")]
    )
    wanted = [
        f"{one.number}. {one.title}" + (f"（{'、'.join(one.fields)}）" if one.fields else "")
        for one in found.items.all()
    ]
    return [
        f"受理機關：{'、'.join(one.name() for one in agencies) or '（請填）'}",
        *(f"{label}：{str(typed.get(name, '')).strip()[:200] or '（請填）'}" for name, label in TYPED),
        f"申請之政府資訊內容要旨：{pick(found.case.title, 'zh-Hant')}",
        *wanted,
        f"申請用途：{found.reason_shown or '（請填）'}",
        "件數：1 件；請求提供電子檔。",
        f"附記：同一資料曾於政府資料開放平臺提出資料請求，編號 {found.number}。",
        "申請日期：　　　年　　　月　　　日　　　　申請人簽名或蓋章：",
    ]
