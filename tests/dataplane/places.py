"""A small table with every type, gaps, a place and awkward words, published into a folder of its own."""

import hashlib
import os
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from springhead.engine.tables import manifest
from springhead.engine.tables.manifest import Manifest, SnapshotEntry, Store
from springhead.engine.tables.schema import Column, Type
from springhead.engine.tables.stores import build

TABLE = "tb_stations"
COLUMNS = (
    Column("編號", "id", Type.INTEGER, role="key"),
    Column("測站", "station"),
    Column("縣市", "county"),
    Column("時間", "time", Type.DATETIME),
    Column("PM2.5", "pm25", Type.DECIMAL, unit="μg/m³"),
    Column("有效", "valid", Type.BOOLEAN),
    Column("日期", "day", Type.DATE),
    Column("開始", "begins", Type.TIME),
    Column("經度", "lon", Type.DECIMAL, role="longitude"),
    Column("緯度", "lat", Type.DECIMAL, role="latitude"),
    Column("limit", "limit_1", Type.INTEGER),
    Column("備註__ne", "note"),
)
KINDS = [pa.int64(), pa.string(), pa.string(), pa.timestamp("us"), pa.float64(), pa.bool_(), pa.date32()]
KINDS += [pa.time64("us"), pa.float64(), pa.float64(), pa.int64(), pa.string()]
COUNTIES = ("臺北市", "台中市", "高雄市", None)


def row(n: int) -> tuple[object, ...]:
    return (
        n,
        f"測站{n % 7}",
        COUNTIES[n % 4],
        datetime(2026, 1, 1) + timedelta(hours=n),
        None if n % 5 == 0 else round(n * 1.5, 1),
        None if n % 11 == 0 else n % 2 == 0,
        date(2026, 1, 1) + timedelta(days=n // 24),
        time(n % 24, 30),
        round(120 + n % 30 / 10, 4),
        None if n % 13 == 0 else round(22 + n % 40 / 10, 4),
        n % 3,
        ("=1+1", "ＡＢＣ 站", 'a,b "c"', "多行\n文字")[n % 4],
    )


def write_parquet(path: Path, rows: int) -> Path:
    columns = list(zip(*(row(n) for n in range(1, rows + 1)), strict=True))
    arrays = [pa.array(values, kind) for values, kind in zip(columns, KINDS, strict=True)]
    pq.write_table(pa.Table.from_arrays(arrays, names=[column.name for column in COLUMNS]), path)
    return path


def publish(
    public: Path, work: Path, *, rows: int = 240, scan_rows: int = 100, number: int = 1
) -> SnapshotEntry:
    """Build the stores of one snapshot and put them into the public folder."""
    work.mkdir(parents=True, exist_ok=True)
    parquet = write_parquet(work / "table.parquet", rows)
    built = build(parquet, COLUMNS, work, scan_rows=scan_rows)
    original = work / "original.csv"
    original.write_bytes("編號,測站\n1,<script>alert(1)</script>\n".encode() * 1000)
    stores = [offer(public, one.path, one.kind, one.kind) for one in built]
    stores.append(
        offer(public, parquet, "parquet", "parquet", "測站.parquet", "application/vnd.apache.parquet")
    )
    stores.append(offer(public, original, "original", "csv", "測站 原檔.csv", "text/csv"))
    return SnapshotEntry(number, "2026-03-01T00:00:00+00:00", rows, COLUMNS, tuple(stores))


def offer(  # noqa: PLR0917
    public: Path, path: Path, kind: str, ending: str, name: str = "", media: str = "application/octet-stream"
) -> Store:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    target = public / "blobs" / f"{digest}.{ending}"
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        os.link(path, target)
    return Store(kind, f"blobs/{digest}.{ending}", digest, path.stat().st_size, name, media)


def announce(
    public: Path, *entries: SnapshotEntry, table: str = TABLE, access: str = "open", **more: object
) -> Path:
    """Write the manifest of the table, the last snapshot being the current one."""
    return manifest.write(
        public,
        Manifest(
            table=table,
            dataset="ds_air00000",
            title={"zh-Hant": "空氣品質測站", "en": "Air quality stations"},
            description={"zh-Hant": "每小時一筆"},
            publisher="環境部",
            licence="OGDL-Taiwan-1.0",
            licence_url="https://data.gov.tw/license",
            attribution="環境部，空氣品質測站",
            page="/datasets/ds_air00000",
            current=entries[-1].number,
            snapshots=entries,
            access=access,
            **more,  # type: ignore[arg-type]
        ),
    )
