"""Writing what official lists say about an agency: only what differs, with the names of the fields that changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from springhead.engine.kernel.problems import Problem
from springhead.foundation.agencies.models import Agency


@dataclass(slots=True)
class Tally:
    """What an import did: public ids added and changed (with the fields), how many stayed, and what was wrong."""

    added: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    def note(self, agency: Agency, fields: list[str], *, new: bool) -> None:
        """Count one row."""
        if new:
            self.added.append(agency.public_id)
        elif fields:
            self.changed.setdefault(agency.public_id, []).extend(fields)
        else:
            self.unchanged += 1


def set_fields(agency: Agency, values: Mapping[str, Any], *, overwrite: bool) -> list[str]:
    """Set the fields whose known value differs and save; return their names. Unknown ("", None, False) never erases.

    Without `overwrite` only empty fields are filled.
    """
    changed = []
    for name, value in values.items():
        present = getattr(agency, name)
        if (
            value in ("", None, False)
            or present == value
            or (present not in ("", None, False) and not overwrite)
        ):
            continue
        setattr(agency, name, value)
        changed.append(name)
    if changed:
        agency.save(update_fields=changed)
    return changed
