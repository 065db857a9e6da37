"""What the operator's commands ask of meetings: which stored files their rows need, and forgetting purged ones."""

from collections.abc import Iterator, Sequence

from springhead.forums.meetings.models import Document


def files() -> Iterator[str]:
    """Yield the hash of every file of packets and minutes."""
    yield from Document.objects.exclude(sha256="").values_list("sha256", flat=True).distinct().iterator()


def related(seed: str) -> set[str]:
    """Return the hashes that belong together with a file: each stands alone."""
    return {seed} if Document.objects.filter(sha256=seed).exists() else set()


def forget(gone: Sequence[str], reason: str) -> list[str]:
    """Let go of the rows of purged files; nothing of the catalogue is touched."""
    del reason  # a made file needs no tombstone: it is made anew from what is left
    Document.objects.filter(sha256__in=gone).delete()
    return []


def refresh(public_ids: Sequence[str]) -> None:
    """Nothing of meetings follows from the catalogue's manifests."""
    del public_ids
