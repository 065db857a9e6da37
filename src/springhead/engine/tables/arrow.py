"""Arrow as this folder uses it, without its type stubs: they know fewer overloads than the library has."""

from typing import Any, Final, TypeAlias

import pyarrow.compute
import pyarrow.csv

Array: TypeAlias = Any  # a pyarrow.Array; columns of cells are StringArrays
pc: Final[Any] = pyarrow.compute
pacsv: Final[Any] = pyarrow.csv
