"""The informatieblad as an answer."""

import strawberry

from api.graphql import enums as _enums  # noqa: F401 - marks the value lists for Strawberry
from api.graphql.scalars import Datum, Gemeentecode
from plan_schema.gemeenten import GEMEENTEN
from plan_schema.process.sheets.informatieblad import Informatieblad as Sheet
from plan_schema.process.sheets.informatieblad import LeefgebiedPart, Person
from plan_schema.process.sheets.leefgebieden import NAME_OF
from plan_schema.process.sheets.missing import Missing, Supplier
from plan_schema.sections.contacten import ContactRol
from plan_schema.sections.detentie import EinddatumStatus
from plan_schema.sections.doelen import LeefgebiedSoort
from plan_schema.sections.leefgebied import HulpvraagStatus, StandVanZaken
from plan_schema.sections.terugkeer import TerugkeeradresStatus

strawberry.enum(Supplier, name="Aanvuller", description=Supplier.__doc__)


@strawberry.type(description="Een gemeente op het informatieblad.")
class InformatiebladGemeente:
    """A gemeente by code and name."""

    code: Gemeentecode = strawberry.field(description="Gemeentecode volgens het CBS.")
    naam: str | None = strawberry.field(description="Naam van de gemeente.")

    @classmethod
    def of(cls, code: str | None) -> "InformatiebladGemeente | None":
        """A gemeente, where one is recorded."""
        if code is None:
            return None
        known = GEMEENTEN.get(code)
        return cls(code=Gemeentecode(code), naam=known.name if known else None)


@strawberry.type(description="Iemand die te bereiken is over dit plan.")
class InformatiebladContact:
    """A contact on the sheet."""

    rol: ContactRol = strawberry.field(description="Rol bij dit plan.")
    naam: str | None = strawberry.field(description="Naam.")
    organisatie: str | None = strawberry.field(description="Naam van de organisatie.")
    functie: str | None = strawberry.field(description="Functie.")
    telefoon: str | None = strawberry.field(description="Telefoonnummer.")
    email: str | None = strawberry.field(description="E-mailadres.")

    @classmethod
    def of(cls, person: Person) -> "InformatiebladContact":
        """A contact as the interface shows it."""
        return cls(
            rol=person.role,
            naam=person.name,
            organisatie=person.organisation,
            functie=person.function,
            telefoon=person.phone,
            email=person.email,
        )


@strawberry.type(description="Een leefgebied op het informatieblad.")
class InformatiebladLeefgebied:
    """One leefgebied of the sheet."""

    leefgebied: LeefgebiedSoort = strawberry.field(description="Het leefgebied.")
    naam: str = strawberry.field(description="Naam van het leefgebied.")
    afgeschermd: bool = strawberry.field(description="Of u van dit leefgebied niets mag zien.")
    standVanZaken: StandVanZaken | None = strawberry.field(description="Hoe het ervoor staat.")
    toelichting: str | None = strawberry.field(description="Toelichting op de stand van zaken.")
    hulpvraag: str | None = strawberry.field(description="Hulpvraag van betrokkene, in woorden.")
    hulpvraagStatus: HulpvraagStatus | None = strawberry.field(description="Wat er met de hulpvraag is gebeurd.")
    verdereHulpvragen: list[str] = strawberry.field(
        description="Andere hulpvragen op dit leefgebied, zoals voor gezinsleden."
    )
    gewensteActie: str | None = strawberry.field(description="Actie die gewenst is.")
    vastgesteldOp: Datum | None = strawberry.field(description="Datum van de screening van dit leefgebied.")

    @classmethod
    def of(cls, part: LeefgebiedPart) -> "InformatiebladLeefgebied":
        """A leefgebied as the interface shows it."""
        return cls(
            leefgebied=part.kind,
            naam=NAME_OF[part.kind],
            afgeschermd=part.withheld,
            standVanZaken=part.standing,
            toelichting=part.explanation,
            hulpvraag=part.request,
            hulpvraagStatus=part.request_status,
            verdereHulpvragen=list(part.further),
            gewensteActie=part.wanted,
            vastgesteldOp=None if part.screened_on is None else Datum(part.screened_on),
        )


@strawberry.type(description="Iets wat op het informatieblad nog ontbreekt.")
class InformatiebladOntbreekt:
    """One thing that is missing."""

    pad: str = strawberry.field(description="Pad van het veld.")
    melding: str = strawberry.field(description="Wat er ontbreekt.")
    aanvuller: Supplier = strawberry.field(description="Wie dit kan aanvullen.")

    @classmethod
    def of(cls, entry: Missing) -> "InformatiebladOntbreekt":
        """What is missing as the interface shows it."""
        return cls(pad=entry.path, melding=entry.message, aanvuller=entry.supplier)


@strawberry.type(
    description="Het informatieblad voor de gemeente. Wat u niet mag zien is leeg, en staat in afgeschermd; ook bij "
    "handling=strict, want een informatieblad is er met wat u wel mag zien."
)
class Informatieblad:
    """The sheet."""

    planId: strawberry.ID = strawberry.field(description="Id van het plan.")
    versie: int = strawberry.field(description="Versie van het plan waaruit dit blad is gemaakt.")
    opgesteldOp: Datum = strawberry.field(description="Dag waarop dit blad is gemaakt.")
    geslachtsnaam: str | None = strawberry.field(description="Geslachtsnaam van betrokkene.")
    voorvoegsel: str | None = strawberry.field(description="Voorvoegsel van de geslachtsnaam.")
    voornamen: str | None = strawberry.field(description="Voornamen van betrokkene.")
    geboortedatum: Datum | None = strawberry.field(description="Geboortedatum van betrokkene.")
    aanvangDetentie: Datum | None = strawberry.field(description="Datum van aanvang van de vrijheidsbeneming.")
    einddatum: Datum | None = strawberry.field(description="Datum van invrijheidstelling.")
    einddatumStatus: EinddatumStatus | None = strawberry.field(description="Of de einddatum verwacht of definitief is.")
    inrichting: str | None = strawberry.field(description="Inrichting van verblijf.")
    herkomstgemeente: InformatiebladGemeente | None = strawberry.field(description="Gemeente van herkomst.")
    vestigingsgemeente: InformatiebladGemeente | None = strawberry.field(description="Gemeente van vestiging.")
    terugkeeradres: str | None = strawberry.field(description="Adres waarheen betrokkene terugkeert.")
    terugkeeradresStatus: TerugkeeradresStatus | None = strawberry.field(
        description="Of het terugkeeradres is afgeleid of bevestigd."
    )
    postadres: str | None = strawberry.field(description="Postadres.")
    contacten: list[InformatiebladContact] = strawberry.field(description="Wie te bereiken is, en hoe.")
    leefgebieden: list[InformatiebladLeefgebied] = strawberry.field(description="Elk leefgebied, met de hulpvraag.")
    communicatiebehoefte: str | None = strawberry.field(
        description="Wat betrokkene nodig heeft om informatie te begrijpen."
    )
    ontbreekt: list[InformatiebladOntbreekt] = strawberry.field(
        description="Wat nog ontbreekt, en wie het kan aanvullen; alleen van wat u mag zien."
    )
    afgeschermd: list[str] = strawberry.field(description="De delen van het plan waarvan u niet alles mag zien.")

    @classmethod
    def of(cls, sheet: Sheet, plan_id: str, version: int, today: str) -> "Informatieblad":
        """A sheet as the interface shows it."""
        return cls(
            planId=strawberry.ID(plan_id),
            versie=version,
            opgesteldOp=Datum(today),
            geslachtsnaam=sheet.family_name,
            voorvoegsel=sheet.prefix,
            voornamen=sheet.given_names,
            geboortedatum=_day(sheet.born_on),
            aanvangDetentie=_day(sheet.begun_on),
            einddatum=_day(sheet.ends_on),
            einddatumStatus=sheet.end_status,
            inrichting=sheet.inrichting,
            herkomstgemeente=InformatiebladGemeente.of(sheet.from_gemeente),
            vestigingsgemeente=InformatiebladGemeente.of(sheet.to_gemeente),
            terugkeeradres=sheet.address,
            terugkeeradresStatus=sheet.address_status,
            postadres=sheet.postal_address,
            contacten=[InformatiebladContact.of(person) for person in sheet.contacts],
            leefgebieden=[InformatiebladLeefgebied.of(part) for part in sheet.parts],
            communicatiebehoefte=sheet.communication,
            ontbreekt=[InformatiebladOntbreekt.of(entry) for entry in sheet.missing],
            afgeschermd=list(sheet.withheld),
        )


def _day(text: str | None) -> Datum | None:
    return None if text is None else Datum(text)
