"""The table of the data API benchmark: so many hourly readings of 1,000 stations, 12 columns, made from a seed."""

from pathlib import Path

import apsw
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from springhead.engine.tables import manifest
from springhead.engine.tables.manifest import Manifest, SnapshotEntry, Store
from springhead.engine.tables.schema import Column, Type
from springhead.engine.tables.stores import BuiltStore, build

TABLE = "tb_readings"
STATIONS = 1_000
COLUMNS = (
    Column("編號", "id", Type.INTEGER, role="key"),
    Column("測站", "station"),
    Column("縣市", "county"),
    Column("時間", "time", Type.DATETIME),
    Column("細懸浮微粒", "pm25", Type.DECIMAL),
    Column("懸浮微粒", "pm10", Type.DECIMAL),
    Column("臭氧", "o3", Type.DECIMAL),
    Column("溫度", "temperature", Type.DECIMAL),
    Column("濕度", "humidity", Type.INTEGER),
    Column("風速", "wind", Type.DECIMAL),
    Column("有效", "valid", Type.BOOLEAN),
    Column("備註", "note"),
)
SQLITE = "id INTEGER PRIMARY KEY, station TEXT, county TEXT, time TEXT, pm25 REAL, pm10 REAL, o3 REAL, "
SQLITE += "temperature REAL, humidity INTEGER, wind REAL, valid INTEGER, note TEXT"


def make_parquet(target: Path, rows: int) -> None:
    """Write the readings: hour after hour, every station."""
    seed = np.random.default_rng(20261123)
    hour, station = np.divmod(np.arange(rows), STATIONS)
    names = np.array([f"{'中山車站' if n % 10 == 0 else ''}第{n}測站" for n in range(STATIONS)])
    counties = np.array([f"第{n:02d}縣" for n in range(22)])
    start = np.datetime64("2026-01-01T00:00:00", "us")
    columns = [
        np.arange(1, rows + 1),
        names[station],
        counties[station % 22],
        start + hour * np.timedelta64(3_600_000_000, "us"),
        np.round(seed.gamma(2, 9, rows), 1),
        np.round(seed.gamma(2, 18, rows), 1),
        np.round(seed.gamma(3, 10, rows), 1),
        np.round(seed.normal(24, 5, rows), 1),
        seed.integers(30, 100, rows),
        np.round(seed.gamma(2, 1.5, rows), 1),
        seed.random(rows) > 0.02,
        np.where(seed.random(rows) < 0.05, "儀器校正", "正常"),
    ]
    pq.write_table(pa.table([pa.array(c) for c in columns], names=[c.name for c in COLUMNS]), target)


def publish(parquet: Path, public: Path, rows: int) -> tuple[BuiltStore, ...]:
    """Build the stores and put them in a public folder with a manifest."""
    built = build(parquet, COLUMNS, public / "blobs")
    stores = [Store(one.kind, f"blobs/{one.path.name}", one.sha256, one.size) for one in built]
    entry = SnapshotEntry(1, "2026-11-23T00:00:00+00:00", rows, COLUMNS, tuple(stores))
    title = {"zh-Hant": "空氣品質逐時值", "en": "Hourly air quality"}
    manifest.write(public, Manifest(TABLE, "ds_bench000", title, {}, "", "", "", "", "", 1, (entry,)))
    return built


def make_peer(parquet: Path, target: Path, indexes: list[tuple[str, ...]]) -> None:
    """Write the same rows with the same indexes as an ordinary SQLite table, for the peer."""
    target.unlink(missing_ok=True)
    base = apsw.Connection(str(target))
    base.pragma("synchronous", "OFF")
    base.execute(f"CREATE TABLE readings ({SQLITE})")
    marks = ", ".join("?" * len(COLUMNS))
    with base:
        for batch in pq.ParquetFile(parquet).iter_batches(50_000):
            columns = [column.to_pylist() for column in batch.columns]
            columns[3] = [moment.isoformat() for moment in columns[3]]
            base.executemany(f"INSERT INTO readings VALUES ({marks})", zip(*columns, strict=True))
    for number, index in enumerate(indexes):
        base.execute(f"CREATE INDEX i{number} ON readings ({', '.join(index)})")
    base.pragma("analysis_limit", 1000)
    base.execute("ANALYZE")
    base.close()
