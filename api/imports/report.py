"""What came of an import, record by record; never a value, only where a record stands and its number in the source system."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Result(StrEnum):
    """What came of a record."""

    NIEUW_PLAN = "NIEUW_PLAN"
    GEWIJZIGD = "GEWIJZIGD"
    ONGEWIJZIGD = "ONGEWIJZIGD"
    GEWEIGERD = "GEWEIGERD"


_WORDS: Final = {
    Result.NIEUW_PLAN: ("nieuw plan", "zou een nieuw plan maken"),
    Result.GEWIJZIGD: ("gewijzigd", "zou het plan wijzigen"),
    Result.ONGEWIJZIGD: ("ongewijzigd", "ongewijzigd"),
    Result.GEWEIGERD: ("geweigerd", "zou geweigerd worden"),
}
_HELD: Final = {
    "LATER_GEWIJZIGD": "iemand schreef dit op of na de peildatum",
    "NIEUWERE_BRON": "een systeem met een latere peildatum, of een ander van dezelfde dag, schreef dit",
    "VERWIJDERD": "iemand verwijderde dit onderdeel",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about a record: a stable code, the column or path, a Dutch message and what was expected."""

    code: str
    where: str
    message: str
    expected: str | None = None

    def __str__(self) -> str:
        return f"{self.where or 'het record'}: {self.message} ({self.code})"


@dataclass(frozen=True, slots=True)
class Entry:
    """What came of one record. `kept`: where the plan keeps what it holds, by path, with the reason."""

    place: str
    mark: str | None
    result: Result
    plan_id: str | None = None
    version: int | None = None
    remarks: tuple[Remark, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a file; `rehearsed`: nothing of it was written. `trace`: under which id it stands in the logs."""

    layout: str
    rehearsed: bool
    encoding: str
    trace: str
    entries: Sequence[Entry]

    @property
    def counts(self) -> dict[str, int]:
        """How many records came to each result."""
        found = Counter(entry.result for entry in self.entries)
        return {str(result): found[result] for result in Result}

    @property
    def complete(self) -> bool:
        """Whether no record was refused."""
        return not any(entry.result is Result.GEWEIGERD for entry in self.entries)

    def lines(self) -> Iterator[str]:
        """The report as a person reads it (Dutch): a line for each record, what is to be said of it below, and the counts."""
        for entry in self.entries:
            words = _WORDS[entry.result][self.rehearsed]
            mark = f" ({entry.mark})" if entry.mark else ""
            plan = f", plan {entry.plan_id} versie {entry.version}" if entry.plan_id and not self.rehearsed else ""
            yield f"{entry.place}{mark}: {words}{plan}"
            for remark in entry.remarks:
                yield f"    {remark}"
            for path, reason in entry.kept:
                yield f"    {path}: het plan houdt wat er staat, {_HELD[reason]} ({reason})"
        kept = sum(len(entry.kept) for entry in self.entries)
        counts = ", ".join(f"{count} {_WORDS[Result(name)][0]}" for name, count in self.counts.items())
        yield f"{len(self.entries)} records: {counts}; {kept} velden hield het plan zelf."
        if self.rehearsed:
            yield "Dit was een proef: er is niets gewijzigd."

    def as_json(self) -> dict[str, Any]:
        """The report as JSON, with every code."""
        return {
            "soort": self.layout,
            "proef": self.rehearsed,
            "tekenset": self.encoding,
            "spoor": self.trace,
            "aantallen": self.counts,
            "records": [_as_json(entry) for entry in self.entries],
        }


def _as_json(entry: Entry) -> dict[str, Any]:
    return {
        "plaats": entry.place,
        "kenmerk": entry.mark,
        "uitkomst": str(entry.result),
        "planId": entry.plan_id,
        "versie": entry.version,
        "meldingen": [
            {"code": remark.code, "plaats": remark.where, "melding": remark.message, "verwacht": remark.expected}
            for remark in entry.remarks
        ],
        "vastgehouden": [{"pad": path, "reden": reason} for path, reason in entry.kept],
    }
