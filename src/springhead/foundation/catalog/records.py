"""Between rows and typed metadata: what a dataset says, what its draft says, and applying one to the other."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from springhead.foundation.agencies.models import Agency, Person
from springhead.foundation.catalog import frequency, metadata
from springhead.foundation.catalog.metadata import Metadata
from springhead.foundation.catalog.models import Dataset, Draft
from springhead.foundation.catalog.proposals import Office
from springhead.foundation.catalog.vocabulary import Regularity, Unit

_SAME_NAME = (
    "category", "licence", "cost", "cost_url", "cost_law", "contact_name",
    "contact_phone", "contact_email", "field_description", "spatial", "language", "landing_page", "theme",
    "notes", "covers_from", "covers_to",
)  # fmt: skip


CLASS: Final = frozenset({"openness", "grounds", "grounds_note"})


def published(dataset: Dataset) -> Metadata:
    """Return the metadata of a dataset as its row says."""
    return Metadata(
        title=dataset.title.get("zh-Hant", ""),
        title_en=dataset.title.get("en", ""),
        description=dataset.description.get("zh-Hant", ""),
        description_en=dataset.description.get("en", ""),
        openness=dataset.openness,
        grounds=tuple(dataset.grounds),
        grounds_note=dataset.grounds_note,
        keywords=tuple(dataset.keywords),
        frequency=frequency_of(dataset).text or frequency_of(dataset).words("zh-Hant"),
        **{name: getattr(dataset, name) for name in _SAME_NAME},
    )


def drafted(dataset: Dataset) -> Metadata:
    """Return the metadata with everything typed since laid over it."""
    draft = Draft.objects.filter(dataset=dataset).first()
    base = published(dataset)
    if draft is None:
        return base
    typed = metadata.read(draft.values)
    unread = {problem.where for problem in typed.unreadable}
    changed = {
        name: getattr(typed, name) for name in metadata.NAMES if name in draft.values and name not in unread
    }
    return replace(base, **changed, unreadable=typed.unreadable)


def save_draft(dataset: Dataset, values: dict[str, Any], *, by: Person | None, at: datetime) -> Draft:
    """Keep what was typed, readable or not; only known fields that differ. Its author is who last changed it."""
    draft, _ = Draft.objects.get_or_create(dataset=dataset, defaults={"saved_at": at, "by": by})
    known = {**drafted(dataset).as_values(), **draft.values}
    typed = {name: value for name, value in values.items() if name in metadata.NAMES}
    changed = {name: value for name, value in typed.items() if _plain(value) != _plain(known[name])}
    if changed:
        draft.values = {**draft.values, **changed}
        draft.by = by
    draft.saved_at = at
    draft.save()
    return draft


def _plain(value: Any) -> str:
    """Return what a form would show of a value, so that lists and their text compare equal."""
    text = "、".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value or "")
    return text.replace("\r\n", "\n").strip()


def apply(dataset: Dataset, told: Metadata, *, at: datetime) -> tuple[str, ...]:
    """Write metadata onto the row (unsaved) and return the names of what changed; its class is `classes`' affair."""
    before = published(dataset)
    told_of = (name for name in metadata.NAMES if name not in CLASS)
    changed = tuple(name for name in told_of if getattr(before, name) != getattr(told, name))
    dataset.title = told.titles
    dataset.description = metadata.both(told.description, told.description_en)
    dataset.keywords = list(told.keywords)
    if "frequency" in changed:
        set_frequency(dataset, frequency.parse(told.frequency))
    for name in _SAME_NAME:
        setattr(dataset, name, getattr(told, name))
    if changed:
        dataset.modified = at
    return changed


def frequency_of(dataset: Dataset) -> frequency.Frequency:
    """Return the update frequency of a row."""
    return frequency.Frequency(
        Regularity(dataset.regularity), dataset.every, Unit(dataset.every_unit), dataset.frequency_text
    )


def set_frequency(dataset: Dataset, value: frequency.Frequency) -> None:
    """Write an update frequency onto a row (unsaved)."""
    dataset.regularity, dataset.every_unit = str(value.regularity), str(value.unit)
    dataset.every, dataset.frequency_text = value.amount, value.text


def office(agency: Agency, *, by: Person | None = None) -> Office:
    """Return how an agency was reached in its last dataset, else what the directory knows."""
    last = (
        Dataset.objects.filter(agency=agency).exclude(contact_name="").order_by("-modified", "-id")
        .values_list("contact_name", "contact_phone", "contact_email").first()
    )  # fmt: skip
    if last:
        return Office(agency.name(), *last)
    return Office(agency.name(), contact_phone=agency.phone, contact_email=by.email if by else "")
