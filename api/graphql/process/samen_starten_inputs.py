"""What a command of Samen starten is given: a plan, the version that was read, and what the step asks for."""

import strawberry

from api.graphql import enums as _enums  # noqa: F401 - marks the value lists for Strawberry
from api.graphql.scalars import OIN, Datum
from plan_schema.kinds import JaNeeOnbekend
from plan_schema.sections.samen_starten import (
    Informatieonderwerp,
    MateVanBekendheid,
    RedenGeenSignaal,
    Regiehouder,
    RolReclassering,
    SoortBijdrage,
    StatusDossier,
    VervolgHeropening,
)
from plan_schema.sections.uitvoering import GrondInzet, SoortInzet


@strawberry.input(description="Een opdracht op een plan, op basis van een gelezen versie.")
class PlanOpdrachtInput:
    """What every command is given."""

    planId: strawberry.ID = strawberry.field(description="Id van het plan.")
    verwachteVersie: int = strawberry.field(description="Nummer van de versie die u had gelezen.")


@strawberry.input(description="Afzien van het signaal, met een reden.")
class ZieAfVanSignaalInput(PlanOpdrachtInput):
    """No signaal."""

    reden: RedenGeenSignaal = strawberry.field(description="Reden om geen signaal te geven.")


@strawberry.input(description="De criteria voor de mate van bekendheid.")
class BekendheidCriteriaInput:
    """The three criteria."""

    statusDossier: StatusDossier = strawberry.field(description="Dossier statisch of dynamisch.")
    rolReclassering: RolReclassering = strawberry.field(description="Rol van de reclassering groot of klein.")
    laatsteContactOp: Datum = strawberry.field(description="Datum van het laatste reclasseringscontact.")


@strawberry.input(description="Informatie om met de casemanager te delen.")
class InformatieInput:
    """One piece of information."""

    onderwerp: Informatieonderwerp = strawberry.field(description="Onderwerp.")
    tekst: str = strawberry.field(description="De informatie.")
    bron: str | None = strawberry.field(description="Bron, bij voorkeur een verwijzing.", default=None)
    datumInformatie: Datum | None = strawberry.field(description="Datum van de informatie.", default=None)
    reedsInJdOnline: JaNeeOnbekend | None = strawberry.field(description="Of dit al in JD-online staat.", default=None)


@strawberry.input(description="De beoordeling van de mate van bekendheid.")
class BeoordeelBekendheidInput(PlanOpdrachtInput):
    """Step 1."""

    uitkomst: MateVanBekendheid = strawberry.field(description="Mate van bekendheid.")
    informatieDelen: bool = strawberry.field(description="Of er relevante en actuele informatie is om te delen.")
    terugkoppeling: str = strawberry.field(
        description="Terugkoppeling aan de casemanager; ook als er niets te delen is."
    )
    criteria: BekendheidCriteriaInput | None = strawberry.field(
        description="De drie criteria; niet nodig als betrokkene niet bekend is.", default=None
    )
    aantekeningRpi: str | None = strawberry.field(
        description="Aantekening RPI; nodig als er informatie wordt gedeeld.", default=None
    )
    informatie: list[InformatieInput] = strawberry.field(
        description="Informatie die u meteen deelt: stap 1 en 2a in één keer.", default_factory=list
    )


@strawberry.input(description="Informatie delen met de casemanager.")
class DeelInformatieInput(PlanOpdrachtInput):
    """Step 2a."""

    informatie: list[InformatieInput] = strawberry.field(
        description="Nieuwe informatie om te delen.", default_factory=list
    )
    onderdelen: list[strawberry.ID] = strawberry.field(
        description="Ids van informatie die al in het plan staat en nu wordt gedeeld.", default_factory=list
    )


@strawberry.input(description="De gezamenlijke duiding, zoals de reclassering haar vastlegt.")
class LegGezamenlijkeDuidingVastInput(PlanOpdrachtInput):
    """Step 2b."""

    gehoudenOp: Datum = strawberry.field(description="Datum waarop de duiding plaatsvond.")
    samenvatting: str = strawberry.field(description="Samenvatting van de gedeelde informatie.")
    onderbouwing: str = strawberry.field(description="Onderbouwing van de conclusie.")
    afspraken: str = strawberry.field(description="Afspraken over de bijdrage.")
    deelnemers: str | None = strawberry.field(description="Deelnemers.", default=None)
    motieven: str | None = strawberry.field(description="Motieven, zoals zorgen op leefgebieden.", default=None)
    regiehouder: Regiehouder | None = strawberry.field(
        description="Wie het initiatief neemt; zonder keuze de casemanager.", default=None
    )


@strawberry.input(description="De bevestiging van de duiding door DJI.")
class BevestigGezamenlijkeDuidingInput(PlanOpdrachtInput):
    """The confirmation."""

    akkoord: bool = strawberry.field(description="Of de vastgelegde duiding klopt.", default=True)


@strawberry.input(description="Het besluit over een actieve bijdrage van de reclassering.")
class BesluitActieveBijdrageInput(PlanOpdrachtInput):
    """The decision."""

    actieveBijdrage: bool = strawberry.field(description="Of de reclassering actief bijdraagt.")
    onderbouwing: str | None = strawberry.field(
        description="Onderbouwing, als zij anders is dan die van de duiding.", default=None
    )


@strawberry.input(description="Het verzoek om een aanvullende analyse.")
class VraagAanvullendeAnalyseInput(PlanOpdrachtInput):
    """A request."""

    vraag: str | None = strawberry.field(description="Vraag van de casemanager.", default=None)


@strawberry.input(description="Het verzoek om een reclasseringsadvies, dat ook via JD-online gaat.")
class VraagReclasseringsadviesAanInput(PlanOpdrachtInput):
    """A request."""

    externeReferentie: str = strawberry.field(description="Kenmerk van de aanvraag in JD-online.")
    vraag: str | None = strawberry.field(description="Vraag van de casemanager.", default=None)


@strawberry.input(description="De start of levering van bijdragen.")
class BijdrageInput(PlanOpdrachtInput):
    """A contribution."""

    bijdrage: strawberry.ID | None = strawberry.field(
        description="Id van de bijdrage; zonder: alle die hieraan toe zijn.", default=None
    )


@strawberry.input(description="De bevindingen, afgestemd met de casemanager.")
class StemBevindingenAfInput(BijdrageInput):
    """Findings."""

    bevindingen: str = strawberry.field(description="De bevindingen.")


@strawberry.input(description="Iemand die aan een gesprek deelnam.")
class DeelnemerInput:
    """A participant."""

    organisatie: OIN | None = strawberry.field(
        description="OIN van de organisatie van de deelnemer; zonder: die van u.", default=None
    )
    naam: str | None = strawberry.field(description="Naam van de deelnemer.", default=None)
    functie: str | None = strawberry.field(description="Functie van de deelnemer.", default=None)


@strawberry.input(description="Het eerste trajectgesprek, met of zonder de reclassering.")
class RegistreerTrajectgesprekInput(PlanOpdrachtInput):
    """The first trajectgesprek."""

    datum: Datum = strawberry.field(description="Datum waarop het gesprek plaatsvond.")
    deelnemers: list[DeelnemerInput] = strawberry.field(description="Deelnemers.")
    afspraken: str | None = strawberry.field(description="Afspraken.", default=None)
    gesprek: strawberry.ID | None = strawberry.field(
        description="Id van het gesprek dat hiervoor was gepland.", default=None
    )


@strawberry.input(description="Het concept-plan in het MDO.")
class BrengConceptInMdoInput(PlanOpdrachtInput):
    """The MDO."""

    datum: Datum = strawberry.field(description="Datum van het MDO.")
    inbrengVerwerkt: bool = strawberry.field(description="Of de inbreng van de reclassering is verwerkt.")
    redenNietVerwerkt: str | None = strawberry.field(description="Waarom niet, als zij niet is verwerkt.", default=None)
    inbreng: str | None = strawberry.field(description="De inbreng van de reclassering.", default=None)


@strawberry.input(description="De start van reclasseringsinzet in de uitvoering van het plan.")
class StartInzetUitvoeringInput(PlanOpdrachtInput):
    """Step 4."""

    soort: SoortInzet = strawberry.field(description="Soort inzet.")
    grond: GrondInzet = strawberry.field(description="Grond van de inzet.")
    omschrijving: str | None = strawberry.field(description="Omschrijving.", default=None)
    inzet: strawberry.ID | None = strawberry.field(description="Id van de inzet die DJI had gevraagd.", default=None)


@strawberry.input(description="Een gestopt traject heropenen.")
class HeropenSamenStartenInput(PlanOpdrachtInput):
    """Reopening."""

    reden: str = strawberry.field(description="Bijzonderheid uit de integrale intake.")
    vervolg: VervolgHeropening = strawberry.field(description="Waar het traject verdergaat.")
    bijdrage: SoortBijdrage | None = strawberry.field(
        description="Soort bijdrage, als het traject met een bijdrage verdergaat.", default=None
    )


@strawberry.input(description="Het einde van de detentie.")
class BeeindigDetentieInput(PlanOpdrachtInput):
    """The end."""

    reden: str = strawberry.field(description="Reden van het einde.")
    datumInvrijheidstelling: Datum | None = strawberry.field(
        description="Dag van invrijheidstelling; zonder: die in het plan.", default=None
    )
