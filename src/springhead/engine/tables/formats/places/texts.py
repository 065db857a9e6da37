"""What is said of maps and places, in both languages."""

from typing import Final

from springhead.engine.kernel.problems import Kind, Severity

# Places ---------------------------------------------------------------------------------------------

BROKEN_MAP: Final = Kind(
    "broken-map-layer",
    "圖資無法讀取：{reason}。",
    "The map layer cannot be read: {reason}.",
    "請確認 SHP 的 .shp、.shx、.dbf 都在同一個 ZIP 裡，且沒有損壞。",
    "Check that .shp, .shx and .dbf are all in one ZIP and undamaged.",
)
TWD97: Final = Kind(
    "twd97-converted",
    "座標是 TWD97（{actual}），已換算成經緯度（WGS84）；原始檔不變。",
    "Coordinates are TWD97 ({actual}) and were converted to longitude and latitude (WGS84); the original file is unchanged.",
    "無須處理；若換算有誤，請附上 .prj 檔。",
    "Nothing to do; if the conversion is wrong, add the .prj file.",
    Severity.INFO,
)
CONVERTED: Final = Kind(
    "crs-converted",
    "座標系統是 {actual}，已換算成經緯度（WGS84）；原始檔不變。",
    "Coordinates are in {actual} and were converted to longitude and latitude (WGS84); the original file is unchanged.",
    "無須處理。",
    "Nothing to do.",
    Severity.INFO,
)
UNKNOWN_CRS: Final = Kind(
    "crs-unknown",
    "看不出座標系統，座標照原樣保留，不畫地圖。",
    "The coordinate system is not known; coordinates were kept as they are and no map is drawn.",
    "請附上 .prj 檔，或改用經緯度。",
    "Add the .prj file, or use longitude and latitude.",
    Severity.WARNING,
)
SHP_ENCODING: Final = Kind(
    "shp-encoding-guessed",
    "SHP 沒有 .cpg 檔，屬性文字判讀為 {actual}。",
    "The shapefile has no .cpg; its texts were read as {actual}.",
    "請附上 .cpg 檔寫明編碼。",
    "Add a .cpg file that names the encoding.",
    Severity.INFO,
)
BROKEN_GEOMETRY: Final = Kind(
    "geometry-missing",
    "有 {count} 筆沒有位置或位置無法解讀。",
    "{count:record has|records have} no geometry or one that cannot be read.",
    "請補上位置，或確認這些資料本來就沒有位置。",
    "Add the geometry, or check that these records have none.",
    Severity.WARNING,
)
