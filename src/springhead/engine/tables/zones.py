"""Which zone of TWD97 / TM2 a table's metres are in: 121 (EPSG:3826) or 119 (EPSG:3825).

Zone 119 is for the islands of Penghu, Kinmen and Matsu. The numbers alone do not tell: Penghu in zone 119 looks
like the coast of Hualien in zone 121, and Wuqiu like Taipei. Asked are, in this order: the officer, the names of
the columns, where the points would lie, and the words of the table and its metadata.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from springhead.engine.tables.arrow import Array, pc

ISLANDS_ZONE, TAIWAN_ZONE = 119, 121
EPSG: Final = {ISLANDS_ZONE: 3825, TAIWAN_ZONE: 3826}
CRS: Final = {zone: f"EPSG:{code}" for zone, code in EPSG.items()}
SURE: Final = 0.95  # share of the points that must lie where a zone would put them
HALF: Final = 0.5

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

# West, south, east, north in degrees: Penghu, Kinmen, Wuqiu, Matsu; a little sea around them.
_PENGHU: Final = (119.25, 23.1, 119.8, 23.9)
_ISLANDS: Final = (
    _PENGHU,
    (118.1, 24.3, 118.6, 24.6),
    (119.43, 24.97, 119.48, 25.01),
    (119.8, 25.85, 120.6, 26.5),
)
# Taiwan with its coastal islands, by the land and about five kilometres of sea.
_TAIWAN: Final = np.array(
    [
        (121.55, 25.36), (122.08, 25.06), (122.05, 24.75), (121.92, 24.45), (121.72, 24.05), (121.63, 23.65),
        (121.5, 23.2), (121.65, 22.6), (121.65, 21.95), (121.45, 21.95), (120.95, 22.35), (120.95, 21.85),
        (120.65, 21.85), (120.3, 22.25), (120.2, 22.6), (120.0, 23.05), (120.0, 23.35), (120.1, 23.75),
        (120.35, 24.15), (120.55, 24.45), (120.75, 24.75), (120.95, 25.0), (121.15, 25.18),
    ]
)  # fmt: skip
_HEADER: Final = re.compile(r"(?<!\d)(?:(?P<zone>119|121)|(?P<epsg>3825|3826))(?!\d)")
_ISLAND_WORDS: Final = "澎湖|馬公市|湖西鄉|白沙鄉|西嶼鄉|望安鄉|七美鄉|金門|金城鎮|金湖鎮|金沙鎮|金寧鄉|烈嶼鄉|烏坵|連江|馬祖|南竿|北竿|莒光鄉|東引|penghu|kinmen|lienchiang|matsu"
_SAYS_ISLAND: Final = re.compile(_ISLAND_WORDS, re.IGNORECASE)
_SAYS_TAIWAN: Final = re.compile(
    "[臺台][北中南東]|新北|桃園|高雄|基隆|新竹|苗栗|彰化|南投|雲林|嘉義|屏東|宜蘭|花蓮|taipei|taoyuan|taichung|tainan|kaohsiung|hualien|taitung|yilan",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone, and how it is known: officer, header, place, words, or by default; `doubt` asks to be looked at."""

    number: int
    known_by: str
    doubt: bool = False

    @property
    def crs(self) -> str:
        """The code of its coordinate system."""
        return CRS[self.number]


def decide(
    names: Iterable[str], x: Numbers, y: Numbers, *, words: str = "", texts: Sequence[Array] = ()
) -> Zone:
    """Decide the zone of points given in metres.

    `names` are those of the two columns, `words` what the metadata says of agency and title, `texts` the text
    columns of the same rows.
    """
    said = _by_header(" ".join(names))
    if said:
        return Zone(said, "header")
    fine = np.isfinite(x) & np.isfinite(y)
    place = degrees(x[fine], y[fine], ISLANDS_ZONE)
    if not fine.any() or np.mean(_on_islands(*place)) < SURE:
        return Zone(TAIWAN_ZONE, "default")
    if _share_known(x[fine], y[fine]) < HALF:
        return Zone(ISLANDS_ZONE, "place")
    if _says_islands(words) or any(_mostly_islands(column) for column in texts):
        return Zone(ISLANDS_ZONE, "words")
    taiwan = _SAYS_TAIWAN.search(words) or any(_mostly(column, _SAYS_TAIWAN) for column in texts)
    penghu = np.mean(_inside(_PENGHU, *place)) >= SURE
    return Zone(TAIWAN_ZONE, "words" if taiwan else "default", doubt=bool(penghu and not taiwan))


def _by_header(names: str) -> int:
    match = _HEADER.search(names)
    if match is None:
        return 0
    return int(match["zone"]) if match["zone"] else ISLANDS_ZONE if match["epsg"] == "3825" else TAIWAN_ZONE


def _says_islands(words: str) -> bool:
    return bool(_SAYS_ISLAND.search(words)) and not _SAYS_TAIWAN.search(words)


def _mostly_islands(column: Array) -> bool:
    return _mostly(column, _SAYS_ISLAND)


def _mostly(column: Array, pattern: re.Pattern[str]) -> bool:
    counted = pc.value_counts(column.drop_null())
    found = [(entry["values"], entry["counts"]) for entry in counted.to_pylist()]
    total: int = sum(count for _, count in found)
    fitting: int = sum(count for text, count in found if pattern.search(text))
    return total > 0 and fitting >= SURE * total


def _share_known(x: Numbers, y: Numbers) -> float:
    """Return the share of the points that zone 121 puts on Taiwan or on one of the islands."""
    lon, lat = degrees(x, y, TAIWAN_ZONE)
    return float(np.mean(_in_taiwan(lon, lat) | _on_islands(lon, lat)))


def degrees(x: Numbers, y: Numbers, zone: int) -> tuple[Numbers, Numbers]:
    """Return longitude and latitude (WGS84) of metres in a zone."""
    from pyproj import Transformer

    lon, lat = Transformer.from_crs(CRS[zone], "EPSG:4326", always_xy=True).transform(x, y)
    return np.asarray(lon), np.asarray(lat)


def _on_islands(lon: Numbers, lat: Numbers) -> Flags:
    return np.any([_inside(box, lon, lat) for box in _ISLANDS], axis=0)  # type: ignore[no-any-return]  # NumPy says Any


def _inside(box: tuple[float, float, float, float], lon: Numbers, lat: Numbers) -> Flags:
    west, south, east, north = box
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def _in_taiwan(lon: Numbers, lat: Numbers) -> Flags:
    # Even and odd: a ray to the east crosses the outline an odd number of times from inside.
    inside = np.zeros(len(lon), bool)
    for (x0, y0), (x1, y1) in zip(_TAIWAN, np.roll(_TAIWAN, -1, axis=0), strict=True):
        crosses = (y0 > lat) != (y1 > lat)
        with np.errstate(divide="ignore", invalid="ignore"):
            inside ^= crosses & (lon < (x1 - x0) * (lat - y0) / (y1 - y0) + x0)
    return inside
