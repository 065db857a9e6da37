"""Groups of voters who stand near each other: k-means on their positions, k by silhouette, as Polis does it.

Every sum runs in a fixed order and every tie goes to the first, so that the same positions give the same groups.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from springhead.engine.opinions.axes import Floats
from springhead.engine.opinions.method import Method
from springhead.engine.opinions.shuffling import sample

Labels = NDArray[np.intp]
ROUNDS: Final = 200
BLOCK: Final = 512  # voters whose distances to all are held at a time


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """A way to group: whose group is which (numbered from 0), the silhouette, and those of every k tried."""

    labels: Labels
    silhouette: float
    tried: Mapping[int, float]

    @property
    def k(self) -> int:
        """How many groups."""
        return int(self.labels.max()) + 1


def best(places: Floats, method: Method) -> Grouping | None:
    """Return the grouping with the best silhouette among those whose groups are all large enough to be shown.

    None when there is none. Groups are numbered by size, the largest first.
    """
    options = {}
    for k in range(2, most_groups(len(places), method) + 1):
        labels = k_means(places, k)
        if labels is not None and np.bincount(labels, minlength=k).min() >= method.cell:
            options[k] = labels
    if not options:
        return None
    judged = sample(len(places), method.judged, method.seed)
    scores = silhouettes(places[judged], [labels[judged] for labels in options.values()])
    tried = dict(zip(options, scores, strict=True))
    k = max(tried, key=lambda one: (tried[one], -one))
    return Grouping(by_size(options[k]), tried[k], tried)


def most_groups(voters: int, method: Method) -> int:
    """Return the largest k that is tried."""
    return min(method.most_groups, 2 + voters // method.voters_per_group_more)


def k_means(places: Floats, k: int) -> Labels | None:
    """Return the group of each voter, or None when fewer than k places differ.

    Lloyd's method until nobody moves, from three fixed starts, of which the tightest result is kept (the
    earlier of equals): the first k places that differ in the order of voters (as Polis starts), the first k
    from left to right, and k places each as far as can be from those before.
    """
    starts = (_first(places, k), _first(places[np.lexsort((places[:, 1], places[:, 0]))], k), _far(places, k))
    results = [_lloyd(places, start) for start in starts if start is not None]
    results = [one for one in results if np.bincount(one[0], minlength=k).all()]
    return min(results, key=lambda one: one[1])[0] if results else None


def _lloyd(places: Floats, centres: Floats) -> tuple[Labels, float]:
    x, y = np.ascontiguousarray(places[:, 0]), np.ascontiguousarray(places[:, 1])
    labels = np.full(len(places), -1)
    for _ in range(ROUNDS):
        apart = np.stack([(x - cx) ** 2 + (y - cy) ** 2 for cx, cy in centres])
        nearest = np.argmin(apart, axis=0)
        if np.array_equal(nearest, labels):
            break
        labels = nearest
        sizes = np.bincount(labels, minlength=len(centres))
        sums = np.stack([np.bincount(labels, one, len(centres)) for one in (x, y)], axis=1)
        centres = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], centres)
    return labels, float(apart.min(axis=0).sum())


def _first(places: Floats, k: int) -> Floats | None:
    found: dict[tuple[float, float], None] = {}
    for x, y in places:
        found.setdefault((float(x), float(y)))
        if len(found) == k:
            return np.array(list(found))
    return None


def _far(places: Floats, k: int) -> Floats | None:
    apart = (places**2).sum(axis=1)
    chosen: list[int] = []
    while len(chosen) < k:
        chosen.append(int(np.argmax(apart)))
        here = ((places - places[chosen[-1]]) ** 2).sum(axis=1)
        apart = here if len(chosen) == 1 else np.minimum(apart, here)
        if len(chosen) < k and not apart.max():
            return None
    return places[chosen]


def silhouettes(places: Floats, options: list[Labels]) -> list[float]:
    """Return the mean silhouette of each way to group the same voters."""
    orders = [np.argsort(labels, kind="stable") for labels in options]
    sums: list[list[Floats]] = [[] for _ in options]
    starts = [np.searchsorted(np.sort(labels), np.unique(labels)) for labels in options]
    x, y = places[:, 0], places[:, 1]
    for at in range(0, len(places), BLOCK):
        block = slice(at, at + BLOCK)
        apart = np.sqrt((x[block, None] - x) ** 2 + (y[block, None] - y) ** 2)
        for number, order in enumerate(orders):
            sums[number].append(np.add.reduceat(apart[:, order], starts[number], axis=1))
    return [_silhouette(np.concatenate(parts), labels) for parts, labels in zip(sums, options, strict=True)]


def _silhouette(sums: Floats, labels: Labels) -> float:
    """Return the mean silhouette from each voter's summed distances to each group present."""
    _, own, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    if len(sizes) < 2:
        return -1.0
    voters = np.arange(len(labels))
    within = sums[voters, own] / np.maximum(sizes[own] - 1, 1)
    means = sums / sizes
    means[voters, own] = np.inf
    nearest = means.min(axis=1)
    larger = np.maximum(within, nearest)
    scores = np.where(
        (sizes[own] > 1) & (larger > 0), (nearest - within) / np.where(larger > 0, larger, 1), 0
    )
    return float(scores.sum() / len(scores))


def by_size(labels: Labels) -> Labels:
    """Renumber groups, the largest first; of equals, that of the first voter."""
    sizes = np.bincount(labels)
    first = [int(np.argmax(labels == group)) for group in range(len(sizes))]
    order = sorted(range(len(sizes)), key=lambda group: (-sizes[group], first[group]))
    place = np.empty(len(sizes), np.intp)
    place[order] = np.arange(len(sizes))
    return place[labels]
