"""The 231,980 addresses of the national catalogue: what is no address, and what the check calls a session."""

import csv
import gzip
import os
from collections import Counter
from pathlib import Path

import pytest

from springhead.engine.kernel.problems import Refused
from springhead.foundation.checks import rules
from springhead.foundation.checks.evidence import Evidence

DATA = Path(os.environ.get("SPRINGHEAD_REALDATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
CATALOGUE = DATA / "catalogues" / "datagovtw_catalogue_2026_03.csv.gz"

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.slow,
    pytest.mark.skipif(not CATALOGUE.is_file(), reason=f"no {CATALOGUE.name}; set SPRINGHEAD_REALDATA"),
]


def pieces() -> list[str]:
    with gzip.open(CATALOGUE, "rt", encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        return [url.strip() for row in rows for url in row["資料下載網址"].split(";") if url.strip()]


def test_real_addresses_are_no_sessions_and_pieces_of_addresses_are_none() -> None:
    delivers = Evidence(status=200, kind="csv", fields=("a",), fields_read=True, rows=1)
    codes: Counter[str] = Counter()
    for piece in pieces():
        try:
            url = rules.address(piece)
        except Refused as refused:
            codes[refused.problems[0].code] += 1
            continue
        codes.update(one.code for one in rules.judge(url, delivers).problems)
    # 1,905 pieces are what stands behind a `;` inside an address (docs/decisions/0003-imported-catalogues.md).
    assert codes == {"fetch-address-unusable": 1_905, "link-maybe-session": codes["link-maybe-session"]}
    assert codes["link-maybe-session"] < 1_000
