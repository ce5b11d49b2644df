"""Indicators as the interface shows them."""

from typing import Final

import strawberry

from api.graphql.scalars import Datum
from api.indicators.labels import Names, name_of
from api.indicators.service import Publication
from plan_schema.process.indicators.catalogue import INDICATORS, Indicator, Measurement, Origin, Reference
from plan_schema.process.indicators.dimensions import Dimension
from plan_schema.process.indicators.disclosure import Bound, Figure
from plan_schema.process.indicators.periods import PeriodLength
from plan_schema.process.indicators.publication import Entry, Series, Split
from policies.counts import Reach

_NAMES: Final = (
    (Measurement, "IndicatorSoort"),
    (Reference, "IndicatorPeil"),
    (Origin, "IndicatorGegevens"),
    (Dimension, "IndicatorDimensie"),
    (Bound, "IndicatorGrens"),
    (PeriodLength, "IndicatorPeriodelengte"),
    (Reach, "IndicatorBereik"),
)
for _kind, _name in _NAMES:
    strawberry.enum(_kind, name=_name, description=_kind.__doc__)


@strawberry.type(description="Een groep plannen van ten minste de drempel.")
class IndicatorCijfer:
    """One figure."""

    waarden: list[str] = strawberry.field(
        description="De waarden van de dimensie die samen deze groep zijn; leeg: alle."
    )
    naam: str = strawberry.field(description="De groep in woorden.")
    noemer: int = strawberry.field(description="Plannen in de noemer, afgerond op een veelvoud van de drempel.")
    teller: int | None = strawberry.field(
        description="Plannen in de teller, afgerond; null als teller of rest te klein is."
    )
    percentage: int | None = strawberry.field(
        description="Teller als percentage van de noemer, van de afgeronde aantallen; met grens: de grens ervan."
    )
    grens: Bound | None = strawberry.field(
        description="Wat er van het percentage te zeggen is als de teller niet wordt getoond."
    )
    mediaan: int | None = strawberry.field(description="De middelste waarde, bij een indicator die een mediaan is.")

    @classmethod
    def of(cls, figure: Figure, name: str) -> "IndicatorCijfer":
        """A figure of a group with this name."""
        return cls(
            waarden=list(figure.values),
            naam=name,
            noemer=figure.denominator,
            teller=figure.numerator,
            percentage=figure.percentage,
            grens=figure.bound,
            mediaan=figure.median,
        )


@strawberry.type(description="Een indicator uitgesplitst naar een dimensie.")
class IndicatorUitsplitsing:
    """One dimension."""

    dimensie: Dimension = strawberry.field(description="Waarnaar is uitgesplitst.")
    cijfers: list[IndicatorCijfer] = strawberry.field(
        description="De groepen, en daarna groepen van groepen waar alleen samen een teller te tonen is; leeg als uitsplitsen een te kleine groep zou tonen."
    )

    @classmethod
    def of(cls, split: Split, names: Names) -> "IndicatorUitsplitsing":
        """A split, with the names of its groups."""
        return cls(
            dimensie=split.dimension,
            cijfers=[IndicatorCijfer.of(figure, name_of(split.dimension, figure, names)) for figure in split.figures],
        )


@strawberry.type(description="Een periode van een reeks.")
class IndicatorPeriode:
    """One period."""

    periode: str = strawberry.field(description="De periode: 2026-03, 2026-K1 of 2026.")
    totaal: IndicatorCijfer | None = strawberry.field(description="Alle plannen; null als dat er te weinig zijn.")
    uitsplitsingen: list[IndicatorUitsplitsing] = strawberry.field(description="Per gevraagde dimensie.")

    @classmethod
    def of(cls, entry: Entry, names: Names) -> "IndicatorPeriode":
        """A period of a series."""
        return cls(
            periode=entry.period,
            totaal=None if entry.total is None else IndicatorCijfer.of(entry.total, "alle"),
            uitsplitsingen=[IndicatorUitsplitsing.of(split, names) for split in entry.splits],
        )


@strawberry.type(description="Wat voor een indicator wordt geteld: het geheel of een deel ervan.")
class IndicatorReeks:
    """One measure over time."""

    deel: str | None = strawberry.field(description="Het deel; null als de indicator geen delen heeft.")
    perioden: list[IndicatorPeriode] = strawberry.field(description="De perioden, oudste eerst.")

    @classmethod
    def of(cls, series: Series, names: Names) -> "IndicatorReeks":
        """A series."""
        perioden = [IndicatorPeriode.of(entry, names) for entry in series.entries]
        return cls(deel=series.measure.part or None, perioden=perioden)


@strawberry.type(name="Indicator", description="Een indicator, met wat hij betekent en wat er is geteld.")
class IndicatorMetReeksen:
    """One indicator."""

    id: strawberry.ID = strawberry.field(description="Id, zoals I01 of IND-04.")
    naam: str = strawberry.field(description="Naam.")
    definitie: str = strawberry.field(description="Wat de indicator zegt, en hoe hij is gelezen.")
    teller: str = strawberry.field(description="Wat er in de teller staat, of van welke waarde de mediaan is.")
    noemer: str = strawberry.field(description="Welke plannen meetellen.")
    norm: str | None = strawberry.field(description="De norm, als de bron er een geeft.")
    eenheid: str | None = strawberry.field(description="De eenheid.")
    soort: Measurement = strawberry.field(description="Aandeel, mediaan, of niet te meten.")
    peil: Reference | None = strawberry.field(description="Welke datum bepaalt in welke periode een plan telt.")
    gegevens: Origin | None = strawberry.field(description="Waar de gegevens vandaan komen.")
    bron: str = strawberry.field(description="Bron van de indicator: rapport en regel.")
    redenNietMeetbaar: str | None = strawberry.field(description="Waarom de indicator hier niet te meten is.")
    reeksen: list[IndicatorReeks] = strawberry.field(description="Een reeks per deel; geen als hij niet te meten is.")

    @classmethod
    def of(cls, indicator: Indicator, reeksen: list[IndicatorReeks]) -> "IndicatorMetReeksen":
        """An indicator with its series."""
        return cls(
            id=strawberry.ID(indicator.id),
            naam=indicator.name,
            definitie=indicator.definition,
            teller=indicator.numerator,
            noemer=indicator.denominator,
            norm=indicator.norm or None,
            eenheid=indicator.unit or None,
            soort=indicator.measurement,
            peil=indicator.reference,
            gegevens=indicator.origin,
            bron=indicator.source,
            redenNietMeetbaar=indicator.reason or None,
            reeksen=reeksen,
        )


@strawberry.type(description="Indicatoren zoals zij vandaag zijn gepubliceerd.")
class Indicatoren:
    """A publication."""

    peildatum: Datum = strawberry.field(description="De dag waarop is geteld.")
    bereik: Reach = strawberry.field(description="Over welke plannen wordt geteld.")
    drempel: int = strawberry.field(description="De kleinste groep waarover iets wordt gezegd, in plannen.")
    periodelengte: PeriodLength = strawberry.field(description="Hoe lang een periode is.")
    indicatoren: list[IndicatorMetReeksen] = strawberry.field(description="De gevraagde indicatoren.")

    @classmethod
    def of(cls, publication: Publication, names: Names) -> "Indicatoren":
        """A publication, with the names of its groups."""
        reeksen: dict[str, list[IndicatorReeks]] = {}
        for series in publication.series:
            reeksen.setdefault(series.measure.indicator, []).append(IndicatorReeks.of(series, names))
        return cls(
            peildatum=Datum(publication.today.isoformat()),
            bereik=publication.reach,
            drempel=publication.threshold,
            periodelengte=publication.length,
            indicatoren=[
                IndicatorMetReeksen.of(INDICATORS[name], reeksen.get(name, [])) for name in publication.selection.ids
            ],
        )
