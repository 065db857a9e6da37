"""Numbers that look random and are the same everywhere: splitmix64, of a counter and a seed."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
_STEP: Final = 0x9E3779B97F4A7C15
_ALL: Final = (1 << 64) - 1


def bits(counters: Bits, seed: int) -> Bits:
    """Return 64 bits for each counter (uint64)."""
    value = counters * np.uint64(_STEP) + np.uint64((seed + 1) * 0xD1B54A32D192ED03 & _ALL)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def fraction(counters: Bits, seed: int) -> NDArray[np.float64]:
    """Return a number from 0 to below 1 for each counter."""
    return (bits(counters, seed) >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def sample(size: int, most: int, seed: int) -> NDArray[np.intp]:
    """Return at most so many of the places 0 to size - 1, in order."""
    if size <= most:
        return np.arange(size)
    drawn = np.argsort(bits(np.arange(size, dtype=np.uint64), seed), kind="stable")[:most]
    return np.sort(drawn)


def shuffle_columns(columns: NDArray[np.intp], values: NDArray[np.int8], seed: int) -> NDArray[np.int8]:
    """Return the values shuffled within each column; `columns` (ascending) says where each value belongs.

    There may be up to 2**16 columns.
    """
    keys = bits(np.arange(len(values), dtype=np.uint64), seed) >> np.uint64(16)
    order = np.argsort((columns.astype(np.uint64) << np.uint64(48)) | keys, kind="stable")
    return values[order]
