"""A handover as the interface shows it, and what its commands are given."""

from datetime import date

import strawberry

from api.graphql import enums as _enums  # noqa: F401 - marks the value lists for Strawberry
from api.graphql.scalars import OIN, Datum, Gemeentecode
from api.view.conclusions import Concluded
from plan_schema.kinds import JaNeeOnbekend
from plan_schema.process.agreements import Agreement
from plan_schema.process.handover import Bevinding, ChecklistPoint, Overdrachtspunt
from plan_schema.process.regie import RecordedRegie, Regie, RegieSoort
from plan_schema.process.step import Step, StepKind
from plan_schema.process.step_texts import STEP_TEXTS
from plan_schema.sections.afronding import AkkoordPartij, RegieHouder
from plan_schema.sections.doelen import LeefgebiedSoort
from policies.context import OrganisationKind


def _datum(day: date | None) -> Datum | None:
    return None if day is None else Datum(day.isoformat())


@strawberry.type(description="Wie op dit moment een regie heeft, volgens de regels.")
class PlanRegie:
    """One regie."""

    soort: RegieSoort = strawberry.field(description="Welke regie.")
    houder: RegieHouder = strawberry.field(description="Wie haar heeft.")
    gemeente: Gemeentecode | None = strawberry.field(description="Welke gemeente, als een gemeente haar heeft.")
    sinds: Datum | None = strawberry.field(description="Vanaf welke dag.")
    reden: str = strawberry.field(description="Waarom.")
    bron: str = strawberry.field(description="Waar dit in rapport of ontwerp staat.")
    vastgelegd: RegieHouder | None = strawberry.field(
        description="Wie haar volgens het plan zelf heeft, als dat is vastgelegd."
    )
    komtOvereen: bool | None = strawberry.field(
        description="Of dat overeenkomt met de regels, nu of vanaf de dag van invrijheidstelling; null als niets is vastgelegd."
    )

    @classmethod
    def of(cls, found: Regie, recorded: RecordedRegie | None) -> "PlanRegie":
        """A regie as the interface shows it."""
        return cls(
            soort=found.kind,
            houder=found.holder,
            gemeente=None if found.gemeente is None else Gemeentecode(found.gemeente),
            sinds=_datum(found.since),
            reden=found.reason,
            bron=found.source,
            vastgelegd=None if recorded is None else recorded.holder,
            komtOvereen=None if recorded is None else recorded.agrees,
        )


@strawberry.type(description="Een punt van de controlelijst voor de overdracht.")
class ControlePunt:
    """One point of the checklist."""

    leefgebied: LeefgebiedSoort = strawberry.field(description="Leefgebied.")
    punt: Overdrachtspunt = strawberry.field(description="Wat er geregeld moet zijn.")
    bevinding: Bevinding = strawberry.field(description="Hoe het ervoor staat.")
    omschrijving: str = strawberry.field(description="Wat er gevraagd wordt.")
    bron: str = strawberry.field(description="Waar dit in rapport of wet staat.")

    @classmethod
    def of(cls, point: ChecklistPoint) -> "ControlePunt":
        """A point as the interface shows it."""
        return cls(
            leefgebied=point.leefgebied,
            punt=point.point,
            bevinding=point.finding,
            omschrijving=point.text,
            bron=point.source,
        )


@strawberry.type(description="De controlelijst, voor zover u die mag zien.")
class Controlelijst:
    """The checklist."""

    punten: list[ControlePunt] = strawberry.field(description="De punten, per leefgebied.")
    nietGetoond: int = strawberry.field(
        description="Hoeveel punten berusten op velden die u niet mag lezen; elk plan heeft dezelfde punten."
    )

    @classmethod
    def of(cls, found: Concluded[ChecklistPoint]) -> "Controlelijst":
        """The list as the interface shows it."""
        return cls(punten=[ControlePunt.of(point) for point in found.shown], nietGetoond=len(found.withheld))


@strawberry.type(description="Het akkoord van een partij met het plan.")
class PartijAkkoord:
    """One agreement."""

    partij: AkkoordPartij | None = strawberry.field(description="Partij.")
    organisatie: OIN | None = strawberry.field(description="OIN van de organisatie.")
    akkoord: JaNeeOnbekend | None = strawberry.field(description="Het antwoord; null: gevraagd, nog niet gegeven.")
    datum: Datum | None = strawberry.field(description="Datum van het antwoord.")
    overgenomenOp: Datum | None = strawberry.field(description="Wanneer deze partij na detentie haar deel overnam.")

    @classmethod
    def of(cls, found: Agreement) -> "PartijAkkoord":
        """An agreement as the interface shows it."""
        return cls(
            partij=None if found.party is None else AkkoordPartij(found.party),
            organisatie=None if found.organisation is None else OIN(found.organisation),
            akkoord=None if found.answer is None else JaNeeOnbekend(found.answer),
            datum=_datum(found.given_on),
            overgenomenOp=_datum(found.taken_over_on),
        )


@strawberry.type(description="Een stap die openstond.")
class OpenStap:
    """One step."""

    soort: StepKind = strawberry.field(description="Soort stap.")
    omschrijving: str = strawberry.field(description="Wat er gedaan moest worden.")
    partij: OrganisationKind = strawberry.field(description="Soort organisatie die aan de beurt was.")
    uiterlijk: Datum | None = strawberry.field(description="Laatste dag van de termijn.")
    pad: str | None = strawberry.field(description="Veld of onderdeel waarover het gaat.")

    @classmethod
    def of(cls, step: Step) -> "OpenStap":
        """A step as the interface shows it."""
        return cls(
            soort=step.kind,
            omschrijving=STEP_TEXTS[step.kind],
            partij=OrganisationKind(step.actor.kind),
            uiterlijk=_datum(step.due),
            pad=step.about,
        )


@strawberry.type(description="Wat er openstond op de dag van invrijheidstelling, uit de versie van die dag.")
class OpenBijVrijlating:
    """What was open on the day of release."""

    dag: Datum = strawberry.field(description="Dag van invrijheidstelling.")
    versie: int = strawberry.field(description="De laatste versie van die dag.")
    stappen: list[OpenStap] = strawberry.field(description="De stappen die openstonden.")
    controlelijst: Controlelijst = strawberry.field(description="De controlelijst zoals zij die dag was.")


@strawberry.type(description="De overdracht van een plan; u ziet wat berust op velden die u mag lezen.")
class PlanOverdracht:
    """The handover of one plan."""

    planId: strawberry.ID = strawberry.field(description="Id van het plan.")
    versie: int = strawberry.field(description="Versie van het plan.")
    regie: list[PlanRegie] = strawberry.field(
        description="Wie de casusregie en de procesregie heeft. Een regie die u niet ziet, berust op velden die u niet mag lezen."
    )
    controlelijst: Controlelijst = strawberry.field(description="Wat er bij invrijheidstelling geregeld moet zijn.")
    akkoorden: list[PartijAkkoord] = strawberry.field(description="De akkoorden die u mag zien.")
    nietGevraagd: list[AkkoordPartij] = strawberry.field(
        description="De partijen die nog niet om akkoord zijn gevraagd."
    )
    openBijVrijlating: OpenBijVrijlating | None = strawberry.field(
        description="Wat er openstond op de dag van invrijheidstelling; null als die er niet is of nog moet komen."
    )


@strawberry.input(description="Een partij om akkoord met een plan vragen.")
class VraagAkkoordInput:
    """A request for agreement."""

    planId: strawberry.ID = strawberry.field(description="Id van het plan.")
    verwachteVersie: int = strawberry.field(description="Nummer van de versie die u had gelezen.")
    partij: AkkoordPartij = strawberry.field(description="Partij die wordt gevraagd.")
    organisatie: OIN = strawberry.field(description="OIN van de organisatie die wordt gevraagd.")


@strawberry.input(description="Het akkoord van uw organisatie met een plan.")
class GeefAkkoordInput:
    """An agreement."""

    planId: strawberry.ID = strawberry.field(description="Id van het plan.")
    verwachteVersie: int = strawberry.field(description="Nummer van de versie die u had gelezen.")
    akkoord: bool = strawberry.field(description="Of uw organisatie akkoord is.")
    toelichting: str | None = strawberry.field(description="Toelichting of voorbehoud.", default=None)


@strawberry.input(description="De warme overdracht van een plan.")
class DraagOverInput:
    """A handover."""

    planId: strawberry.ID = strawberry.field(description="Id van het plan.")
    verwachteVersie: int = strawberry.field(description="Nummer van de versie die u had gelezen.")
    openstaandePunten: str | None = strawberry.field(
        description="Wat na detentie doorloopt of begint, voor wie overneemt.", default=None
    )


@strawberry.input(description="Overnemen wat na detentie bij uw organisatie ligt.")
class NeemOverInput:
    """A takeover."""

    planId: strawberry.ID = strawberry.field(description="Id van het plan.")
    verwachteVersie: int = strawberry.field(description="Nummer van de versie die u had gelezen.")
