"""Who writes the class of openness of a dataset, and may keep back its name: a procedure, handed over by `config/wiring.py`.

The catalogue never writes the class itself. Without a procedure (the catalogue alone) a dataset can only be open.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.catalog import metadata, texts
from springhead.foundation.catalog.metadata import Metadata
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Openness

NAMELESS: Final[LanguageMap] = {"zh-Hant": "尚未公開的資料集", "en": "A dataset that is not public yet"}
FIELDS: Final = ("openness", "grounds", "grounds_note")

Hindrance = Callable[[Dataset, Metadata], Problem | None]
Settle = Callable[[Dataset, Metadata, Actor, datetime], None]
Veil = Callable[[Dataset], LanguageMap | None]
TakeOver = Callable[[Sequence[tuple[Dataset, str]], str, datetime], None]


@dataclass(frozen=True, slots=True)
class Keeper:
    """What a procedure offers.

    `hindrance` tells why this class cannot be set through the catalogue (None: it can). `settle` makes the class
    of a dataset the wanted one, in the caller's transaction, or refuses. `take_over` lets datasets have the
    classes another catalogue states of them (pairs; empty: unknown), on behalf of an actor. `veil` is what stands
    in public for a title that the law keeps back (None: it does not); `lists` tells whether an inventory names a
    dataset in public that the catalogue does not show.
    """

    hindrance: Hindrance
    settle: Settle
    take_over: TakeOver
    veil: Veil
    lists: Callable[[Dataset], bool]


def differs(dataset: Dataset, told: Metadata) -> bool:
    """Tell whether the wanted class, or what it rests on, is another than the dataset's."""
    if told.openness != dataset.openness:
        return True
    rests_on = (list(told.grounds), told.grounds_note) != (list(dataset.grounds), dataset.grounds_note)
    return rests_on and told.openness not in ("", Openness.OPEN)


def _only_open(dataset: Dataset, told: Metadata) -> Problem | None:
    if differs(dataset, told) and told.openness != Openness.OPEN:
        return texts.NO_CLASS_KEEPER.at("openness")
    return None


def _settle_open(dataset: Dataset, told: Metadata, _by: Actor, _at: datetime) -> None:
    problem = _only_open(dataset, told)
    if problem is not None:
        raise Refused(problem)
    if differs(dataset, told):
        Dataset.objects.filter(pk=dataset.pk).update(openness=told.openness, grounds=[], grounds_note="")


def _as_stated(pairs: Sequence[tuple[Dataset, str]], _actor: str, _at: datetime) -> None:
    for openness in {stated for _, stated in pairs if stated}:
        rows = Dataset.objects.filter(pk__in=[one.pk for one, stated in pairs if stated == openness])
        rows.update(openness=openness)


def _unveiled(_dataset: Dataset) -> None:
    return None


def _unlisted(_dataset: Dataset) -> bool:
    return False


ALONE: Final = Keeper(_only_open, _settle_open, _as_stated, _unveiled, _unlisted)
_keeper: list[Keeper] = [ALONE]


def install(keeper: Keeper) -> None:
    """Set who keeps the classes."""
    _keeper[:] = [keeper]


def installed() -> Keeper:
    """Return who keeps the classes now."""
    return _keeper[0]


def hindrance(dataset: Dataset, told: Metadata) -> Problem | None:
    """Return why this class cannot be set through the catalogue; None when it can, or does not change."""
    return _keeper[0].hindrance(dataset, told) if differs(dataset, told) else None


def gaps(dataset: Dataset, told: Metadata) -> tuple[Problem, ...]:
    """Return what the metadata lack. A class that does not change is not asked for its grounds here.

    A class that cannot be set through the catalogue is an error like any other, and so is a name the law keeps back:
    listing and publishing would put it on every page, and into the ledger for good.
    """
    found = metadata.gaps(told)
    if not dataset.visible and is_kept_back(dataset):
        found = (*found, texts.NAME_KEPT_BACK.at("title"))
    if not differs(dataset, told):
        return tuple(gap for gap in found if gap.where not in ("grounds", "grounds_note"))
    problem = hindrance(dataset, told)
    return (*found, problem) if problem else found


def settle(dataset: Dataset, told: Metadata, *, by: Actor, at: datetime) -> None:
    """Make the class the wanted one and read it back onto the row. Refused with every problem."""
    if differs(dataset, told):
        _keeper[0].settle(dataset, told, by, at)
        dataset.refresh_from_db(fields=[*FIELDS])


def take_over(pairs: Sequence[tuple[Dataset, str]], *, actor: str, at: datetime) -> None:
    """Let datasets have the classes another catalogue states; what it does not state stays as it is."""
    stated = [pair for pair in pairs if pair[1]]
    if stated:
        _keeper[0].take_over(stated, actor, at)


def is_kept_back(dataset: Dataset) -> bool:
    """Tell whether the law keeps back the very name of a dataset."""
    return _keeper[0].veil(dataset) is not None


def title_of(dataset: Dataset) -> LanguageMap:
    """Return what a dataset is called where everybody reads it."""
    return _keeper[0].veil(dataset) or dict(dataset.title)


def is_named(dataset: Dataset) -> bool:
    """Tell whether everybody may read the title of a dataset: it is shown, or an inventory lists it."""
    return not is_kept_back(dataset) and (dataset.visible or _keeper[0].lists(dataset))


def public_title(dataset: Dataset) -> LanguageMap:
    """Return what to call a dataset before whoever names it by its id alone: drafts say only that they are."""
    return dict(dataset.title) if is_named(dataset) else (_keeper[0].veil(dataset) or NAMELESS)
