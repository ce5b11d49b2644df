"""The case for asking advice, as an answer."""

from typing import Annotated, TypeAlias

import strawberry

from api.graphql import enums as _enums  # noqa: F401 - marks the value lists for Strawberry
from plan_schema.process.casus.case import Case, CasePart, Fact
from plan_schema.process.casus.crowd import K
from plan_schema.process.casus.traits import AgeBand, OffenceKind, Span
from plan_schema.process.sheets.leefgebieden import NAME_OF
from plan_schema.sections.betrokkene import Geslacht
from plan_schema.sections.contacten import ContactRol
from plan_schema.sections.doelen import LeefgebiedSoort
from plan_schema.sections.leefgebied import HulpvraagStatus, StandVanZaken

for _kind, _name in ((AgeBand, "Leeftijdsklasse"), (Span, "Duurklasse"), (OffenceKind, "Delictsoort")):
    strawberry.enum(_kind, name=_name, description=_kind.__doc__)


@strawberry.type(description="Een gegeven over de situatie in een casus.")
class CasusGegeven:
    """One value."""

    veld: str = strawberry.field(description="Naam van het veld in dit leefgebied.")
    waarde: str = strawberry.field(description="De waarde, uit de waardelijst van het veld.")

    @classmethod
    def of(cls, fact: Fact) -> "CasusGegeven":
        """A value as the interface shows it."""
        return cls(veld=fact.name, waarde=fact.value)


@strawberry.type(description="Een leefgebied in een casus.")
class CasusLeefgebied:
    """One leefgebied of a case."""

    leefgebied: LeefgebiedSoort = strawberry.field(description="Het leefgebied.")
    naam: str = strawberry.field(description="Naam van het leefgebied.")
    afgeschermd: bool = strawberry.field(description="Of u van dit leefgebied niets mag zien.")
    standVanZaken: StandVanZaken | None = strawberry.field(description="Hoe het ervoor staat.")
    hulpvraagStatus: HulpvraagStatus | None = strawberry.field(description="Wat er met de hulpvraag is gebeurd.")
    gegevens: list[CasusGegeven] = strawberry.field(description="Wat er is geregeld en wat niet.")

    @classmethod
    def of(cls, part: CasePart) -> "CasusLeefgebied":
        """A leefgebied as the interface shows it."""
        return cls(
            leefgebied=part.kind,
            naam=NAME_OF[part.kind],
            afgeschermd=part.withheld,
            standVanZaken=part.standing,
            hulpvraagStatus=part.request,
            gegevens=[CasusGegeven.of(fact) for fact in part.facts],
        )


@strawberry.type(
    description="Een casus om advies over te vragen, zonder namen, nummers, datums, plaatsen en vrije tekst. Kenmerken zijn "
    f"zo grof dat van ten minste {K} mensen precies hetzelfde wordt getoond; wat daarvoor te fijn is, is leeg."
)
class AnoniemeCasus:
    """A case."""

    leeftijd: AgeBand | None = strawberry.field(description="Leeftijd.")
    geslacht: Geslacht | None = strawberry.field(description="Geslacht.")
    verblijfTotNu: Span | None = strawberry.field(description="Hoe lang de detentie tot nu duurt.")
    totInvrijheidstelling: Span | None = strawberry.field(description="Hoe lang de detentie nog duurt.")
    delictsoort: OffenceKind | None = strawberry.field(description="Soort delict, als u dat mag zien.")
    aangepasteCommunicatie: bool | None = strawberry.field(
        description="Of informatie aan betrokkene moet worden aangepast; null als u dat niet mag zien."
    )
    rollen: list[ContactRol] = strawberry.field(description="Wie er bij het plan betrokken zijn, als rol.")
    leefgebieden: list[CasusLeefgebied] = strawberry.field(description="Hoe elk leefgebied ervoor staat.")

    @classmethod
    def of(cls, case: Case) -> "AnoniemeCasus":
        """A case as the interface shows it."""
        return cls(
            leeftijd=case.traits.age,
            geslacht=case.traits.sex,
            verblijfTotNu=case.traits.stayed,
            totInvrijheidstelling=case.traits.left,
            delictsoort=case.offence,
            aangepasteCommunicatie=case.adapted,
            rollen=list(case.roles),
            leefgebieden=[CasusLeefgebied.of(part) for part in case.parts],
        )


@strawberry.type(description="Er zijn te weinig plannen om er één te tonen zonder dat het te herkennen is.")
class CasusTeHerkenbaar:
    """There are too few people."""

    melding: str = strawberry.field(description="Wat er aan de hand is.")


AnoniemeCasusResultaat: TypeAlias = Annotated[
    AnoniemeCasus | CasusTeHerkenbaar,
    strawberry.union("AnoniemeCasusResultaat", description="Een casus, of waarom die er niet is."),
]

TOO_FEW = CasusTeHerkenbaar(
    melding=f"Er zijn minder dan {K} plannen: een casus daaruit zou te herkennen zijn. Vraag advies zonder casus."
)
