"""Rows that refuse to be changed behind the table's back."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Final

from django.db import models

_moving: Final[ContextVar[bool]] = ContextVar("springhead_case_moving", default=False)


@contextmanager
def moving() -> Iterator[None]:
    """Allow `state` to change inside this block; only `fire` and `open_case` use it."""
    token = _moving.set(True)
    try:
        yield
    finally:
        _moving.reset(token)


class ChangedBehindTheTableError(RuntimeError):
    """Somebody tried to move a case without a row of its table, or to change what is immutable."""


class CarefulQuerySet(models.QuerySet[Any, Any]):
    """A queryset that does not update or delete in bulk what only the table may move."""

    frozen: ClassVar[frozenset[str]] = frozenset({"state", "phase", "version", "number", "type"})

    def update(self, **values: Any) -> int:
        """Update rows, but never the columns the state table owns."""
        if not _moving.get() and self.frozen & set(values):
            raise ChangedBehindTheTableError(", ".join(sorted(self.frozen & set(values))))
        return super().update(**values)


class MovedOnlyByFire(models.Model):
    """A row whose state changes only inside `fire`."""

    objects = CarefulQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save inside `fire`; anywhere else use the commands of the case."""
        if not _moving.get():
            raise ChangedBehindTheTableError(str(self))
        super().save(*args, **kwargs)


class FixedQuerySet(models.QuerySet[Any, Any]):
    """A queryset that reads and adds, nothing else."""

    def update(self, **values: Any) -> int:
        """Refuse."""
        raise ChangedBehindTheTableError(", ".join(values))

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise ChangedBehindTheTableError("delete")


class Immutable(models.Model):
    """A row that is written once."""

    objects = FixedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to change."""
        if not self._state.adding:
            raise ChangedBehindTheTableError(str(self))
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise ChangedBehindTheTableError(str(self))
