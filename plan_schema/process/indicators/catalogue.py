"""The 33 + 33 indicators, as data: `indicatoren.csv` beside this module, one row each, with definition, norm and source.

Sources: domain/samen-starten.md §6 (I01-I33) and domain/cooperation.md §8 (IND-01-IND-33). An indicator that our data cannot
give is in the table too, as NIET_MEETBAAR and with the reason: nothing is made up in its place.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType
from typing import Final


class Measurement(StrEnum):
    """Hoe een indicator wordt gemeten."""

    AANDEEL = "AANDEEL"
    """Teller en noemer in plannen."""
    MEDIAAN = "MEDIAAN"
    """De middelste waarde over plannen."""
    NIET_MEETBAAR = "NIET_MEETBAAR"
    """Niet uit de gegevens van deze voorziening te meten."""


class Reference(StrEnum):
    """Datum van het plan die bepaalt in welke periode het telt."""

    AANVANG = "AANVANG"
    """Aanvang van de detentie."""
    VRIJLATING = "VRIJLATING"
    """Definitieve invrijheidstelling, op of voor vandaag."""


class Origin(StrEnum):
    """Waar de gegevens van een indicator staan."""

    PLAN = "PLAN"
    """In het plan zoals het nu is."""
    HERKOMST = "HERKOMST"
    """In het plan, met het moment waarop iets is vastgelegd."""
    VERSIES = "VERSIES"
    """In de versies van het plan."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row. `parts`: it is measured once for each; empty: once. `reference` and `origin` None: it cannot be measured."""

    id: str
    name: str
    definition: str
    numerator: str
    denominator: str
    parts: tuple[str, ...]
    norm: str
    unit: str
    measurement: Measurement
    reference: Reference | None
    origin: Origin | None
    source: str
    reason: str

    @property
    def measures(self) -> tuple["Measure", ...]:
        """What is measured for it."""
        if self.measurement is Measurement.NIET_MEETBAAR:
            return ()
        return tuple(Measure(self.id, part) for part in self.parts or ("",))


@dataclass(frozen=True, slots=True, order=True)
class Measure:
    """One thing that is measured: an indicator, or a part of it."""

    indicator: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.indicator}:{self.part}" if self.part else self.indicator


def _load() -> Mapping[str, Indicator]:
    text = files("plan_schema.process.indicators").joinpath("indicatoren.csv").read_text("utf-8")
    return MappingProxyType({row["id"]: _indicator(row) for row in csv.DictReader(text.splitlines())})


def _indicator(row: Mapping[str, str]) -> Indicator:
    return Indicator(
        id=row["id"],
        name=row["naam"],
        definition=row["definitie"],
        numerator=row["teller"],
        denominator=row["noemer"],
        parts=tuple(row["delen"].split("|")) if row["delen"] else (),
        norm=row["norm"],
        unit=row["eenheid"],
        measurement=Measurement(row["soort"]),
        reference=Reference(row["peil"]) if row["peil"] else None,
        origin=Origin(row["gegevens"]) if row["gegevens"] else None,
        source=row["bron"],
        reason=row["reden"],
    )


INDICATORS: Final = _load()
"""Every indicator by id, in the order of the sources."""


def measures(of: Iterable[str] = INDICATORS, reference: Reference | None = None) -> Iterator[Measure]:
    """What is measured for these indicators; with `reference` only for those that count by that date."""
    for name in of:
        indicator = INDICATORS[name]
        if reference in (None, indicator.reference):
            yield from indicator.measures
