"""What the operator's commands ask of meetings: which stored files their rows need, and forgetting purged ones."""

from collections.abc import Iterator, Sequence

from springhead.forums.meetings.models import Attachment, Document


def files() -> Iterator[str]:
    """Yield the hash of every paper that was not withdrawn, and of every file of packets and minutes."""
    papers = Attachment.objects.exclude(sha256="").filter(withdrawn_why="")
    yield from papers.values_list("sha256", flat=True).distinct().iterator()
    yield from Document.objects.exclude(sha256="").values_list("sha256", flat=True).distinct().iterator()


def related(seed: str) -> set[str]:
    """Return the hashes that belong together with a file: each stands alone."""
    known = Attachment.objects.filter(sha256=seed).exists() or Document.objects.filter(sha256=seed).exists()
    return {seed} if known else set()


def forget(gone: Sequence[str], reason: str) -> list[str]:
    """Show papers as withdrawn for this reason, let go of made files; nothing of the catalogue is touched."""
    Attachment.objects.filter(sha256__in=gone, withdrawn_why="").update(withdrawn_why=reason)
    Document.objects.filter(sha256__in=gone).delete()
    return []


def refresh(public_ids: Sequence[str]) -> None:
    """Nothing of meetings follows from the catalogue's manifests."""
    del public_ids
