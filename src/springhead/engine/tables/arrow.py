"""Arrow as tables use it, without its type stubs: they know fewer overloads than the library has."""

from typing import Any, Final, TypeAlias

import pyarrow as pa
import pyarrow.compute
import pyarrow.csv

from springhead.engine.tables.schema import Type

Array: TypeAlias = Any  # a pyarrow.Array; columns of cells are StringArrays
pc: Final[Any] = pyarrow.compute
pacsv: Final[Any] = pyarrow.csv

# How each type stands in Parquet. Dates, times and datetimes are ISO 8601 text in SQLite; a datetime with an
# offset is kept in UTC and ends in "Z", one without stays as it was.
KINDS: Final[dict[Type, Any]] = {
    Type.TEXT: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.DECIMAL: pa.float64(),
    Type.BOOLEAN: pa.bool_(),
    Type.DATE: pa.date32(),
    Type.TIME: pa.time64("us"),
    Type.DATETIME: pa.timestamp("us"),
}
