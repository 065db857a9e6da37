"""Reading what is asked of groups: `group=station&bucket=day:time&agg=avg:pm25,count&sort=-avg:pm25`."""

from typing import Final

from springhead.engine.kernel.language import joined
from springhead.engine.tables.query import texts
from springhead.engine.tables.query.names import Names
from springhead.engine.tables.query.reading import Reading
from springhead.engine.tables.query.tree import Bucket, Function, Group, GroupSort, Measure
from springhead.engine.tables.schema import Type

NUMERIC: Final = (Type.INTEGER, Type.DECIMAL)
OF_NUMBERS: Final = (Function.SUM, Function.AVG, Function.MEDIAN)
UNITS: Final = tuple(str(unit) for unit in Bucket)
FUNCTIONS: Final = tuple(str(function) for function in Function)


def label(measure: Measure, names: Names) -> str:
    """Return what a measure is called in the answer: `count`, `avg:pm25`."""
    if measure.column is None:
        return str(measure.function)
    return f"{measure.function}:{names.columns[measure.column].name}"


class GroupReading(Reading):
    """Parameters of an aggregate."""

    def groups(self) -> tuple[Group, ...]:
        """Return the groups in order; `bucket` refines its column's group or adds one."""
        found: dict[int, Group] = {}
        for part in self.listed("group"):
            index = self.column("group", part)
            if index is not None:
                found[index] = Group(index)
        for part in self.listed("bucket"):
            group = self._bucket(part)
            if group is not None:
                found[group.column] = group
        return tuple(found.values())

    def measures(self, *, asked: bool) -> tuple[Measure, ...]:
        """Return the figures asked for; the count of rows when groups are asked for and nothing else."""
        found = [self._measure(part) for part in self.listed("agg")]
        if not (found or asked or self.problems):
            self._add(texts.NOTHING_ASKED, "agg", example=self.names.columns[0].alias)
        known = tuple(dict.fromkeys(measure for measure in found if measure))
        return known or (Measure(Function.COUNT),)

    def order(self, groups: tuple[Group, ...], measures: tuple[Measure, ...]) -> tuple[GroupSort, ...]:
        """Return the order: columns that are grouped by, or measures that are asked for."""
        found: dict[int, GroupSort] = {}
        for part in self.listed("sort"):
            down = part.startswith("-")
            output = self._output(part[1:] if down else part, groups, measures)
            if output is not None:
                found.setdefault(output, GroupSort(output, down))
        return tuple(found.values())

    def _output(self, word: str, groups: tuple[Group, ...], measures: tuple[Measure, ...]) -> int | None:
        for number, measure in enumerate(measures):
            if word == label(measure, self.names) or self._read_measure(word) == measure:
                return len(groups) + number
        index = self.names.column(word)
        for number, group in enumerate(groups):
            if group.column == index:
                return number
        outputs = [self.names.columns[group.column].name for group in groups]
        outputs += [label(measure, self.names) for measure in measures]
        self._add(texts.BAD_CHOICE, "sort", value=word, nearest=outputs[0], choices=joined(outputs))
        return None

    def _measure(self, part: str) -> Measure | None:
        measure = self._read_measure(part)
        if measure is None:
            name = part.partition(":")[2]
            if part.partition(":")[0] in FUNCTIONS and name and self.names.column(name) is None:
                self.column("agg", name)
            else:
                example = f"avg:{next((c.alias for c in self.names.columns if c.type in NUMERIC), 'column')}"
                self._add(
                    texts.BAD_MEASURE, "agg", value=part[:80], example=example, functions=joined(FUNCTIONS)
                )
        return measure

    def _read_measure(self, part: str) -> Measure | None:
        function, colon, name = part.partition(":")
        if function not in FUNCTIONS:
            return None
        if not colon:
            return Measure(Function.COUNT) if function == Function.COUNT else None
        index = self.names.column(name)
        if index is None or (Function(function) in OF_NUMBERS and self.names.cell(index).type not in NUMERIC):
            return None
        return Measure(Function(function), index)

    def _bucket(self, part: str) -> Group | None:
        unit, _, name = part.partition(":")
        index = self.names.column(name)
        kind = None if index is None else self.names.cell(index).type
        if name and index is None:
            self.column("bucket", name)
            return None
        fits = kind is Type.DATETIME or (kind is Type.DATE and unit != Bucket.HOUR)
        if index is None or unit not in UNITS or not fits:
            time = next((c.alias for c in self.names.columns if c.type in (Type.DATE, Type.DATETIME)), "time")
            self._add(texts.BAD_BUCKET, "bucket", value=part[:80], example=time, units=joined(UNITS))
            return None
        return Group(index, Bucket(unit))
