"""The commands of Samen starten; each is one version of the plan, or a typed reason why not."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

import strawberry

from api.graphql import arguments
from api.graphql.changing import changed, repeat_of
from api.graphql.context import Info
from api.graphql.outcome_types import WijzigPlanResultaat
from api.graphql.process import samen_starten_inputs as inputs
from api.store.changing import ChangeRequest
from api.store.proposals import Commanded
from api.store.versions import Note
from plan_schema.process.order import Command
from plan_schema.process.samen_starten import closing, contributing, opening
from plan_schema.process.samen_starten.table import BY_EVENT, Event

_Given: Final = strawberry.argument(description="De opdracht.")


@strawberry.type
class SamenStartenMutation:
    """The commands of Samen starten."""

    @strawberry.mutation(description="Geef het signaal nieuwe detentie: vanaf dan mag de reclassering kijken.")
    async def geefSignaalNieuweDetentie(
        self, info: Info, input: Annotated[inputs.PlanOpdrachtInput, _Given]
    ) -> WijzigPlanResultaat:
        """Give the signaal."""
        return await _commanded(
            info, input, Event.GEEF_SIGNAAL, opening.give_signal(_author(info), info.context.store.changer.now())
        )

    @strawberry.mutation(description="Leg vast dat er geen signaal wordt gegeven, en waarom.")
    async def zieAfVanSignaal(
        self, info: Info, input: Annotated[inputs.ZieAfVanSignaalInput, _Given]
    ) -> WijzigPlanResultaat:
        """Refrain from it."""
        return await _commanded(info, input, Event.ZIE_AF_VAN_SIGNAAL, opening.refrain(_author(info), input.reden))

    @strawberry.mutation(
        description="Beoordeel of betrokkene bekend is bij de reclassering en of er informatie wordt gedeeld; delen kan meteen."
    )
    async def beoordeelBekendheid(
        self, info: Info, input: Annotated[inputs.BeoordeelBekendheidInput, _Given]
    ) -> WijzigPlanResultaat:
        """Step 1."""
        return await _commanded(
            info, input, Event.BEOORDEEL_BEKENDHEID, opening.assess(_author(info), _assessment(input))
        )

    @strawberry.mutation(description="Deel informatie met de casemanager.")
    async def deelInformatie(
        self, info: Info, input: Annotated[inputs.DeelInformatieInput, _Given]
    ) -> WijzigPlanResultaat:
        """Step 2a."""
        return await _commanded(
            info, input, Event.DEEL_INFORMATIE, opening.share(_pieces(input.informatie), input.onderdelen)
        )

    @strawberry.mutation(description="Leg de gezamenlijke duiding vast, namens de reclassering; DJI bevestigt haar.")
    async def legGezamenlijkeDuidingVast(
        self, info: Info, input: Annotated[inputs.LegGezamenlijkeDuidingVastInput, _Given]
    ) -> WijzigPlanResultaat:
        """Step 2b, by 3RO."""
        return await _commanded(info, input, Event.LEG_DUIDING_VAST, opening.record_duiding(_interpretation(input)))

    @strawberry.mutation(description="Bevestig de vastgelegde duiding namens DJI, of niet.")
    async def bevestigGezamenlijkeDuiding(
        self, info: Info, input: Annotated[inputs.BevestigGezamenlijkeDuidingInput, _Given]
    ) -> WijzigPlanResultaat:
        """Step 2b, by DJI."""
        return await _commanded(info, input, Event.BEVESTIG_DUIDING, opening.confirm_duiding(agrees=input.akkoord))

    @strawberry.mutation(description="Leg het gezamenlijke besluit over een actieve bijdrage van de reclassering vast.")
    async def besluitActieveBijdrage(
        self, info: Info, input: Annotated[inputs.BesluitActieveBijdrageInput, _Given]
    ) -> WijzigPlanResultaat:
        """The decision."""
        return await _commanded(
            info,
            input,
            Event.BESLUIT,
            contributing.decide(_author(info), input.onderbouwing, active=input.actieveBijdrage),
        )

    @strawberry.mutation(description="Vraag de reclassering om een aanvullende analyse.")
    async def vraagAanvullendeAnalyse(
        self, info: Info, input: Annotated[inputs.VraagAanvullendeAnalyseInput, _Given]
    ) -> WijzigPlanResultaat:
        """Ask for an analysis."""
        return await _commanded(
            info, input, Event.VRAAG_ANALYSE, contributing.request_analysis(_author(info), input.vraag)
        )

    @strawberry.mutation(description="Vraag een reclasseringsadvies detentie en re-integratie aan.")
    async def vraagReclasseringsadviesAan(
        self, info: Info, input: Annotated[inputs.VraagReclasseringsadviesAanInput, _Given]
    ) -> WijzigPlanResultaat:
        """Ask for an advice."""
        return await _commanded(
            info,
            input,
            Event.VRAAG_ADVIES,
            contributing.request_advice(_author(info), input.externeReferentie, input.vraag),
        )

    @strawberry.mutation(
        description="Spreek af dat de reclassering zonder opdracht aan het eerste trajectgesprek deelneemt."
    )
    async def spreekDeelnameTrajectgesprekAf(
        self, info: Info, input: Annotated[inputs.PlanOpdrachtInput, _Given]
    ) -> WijzigPlanResultaat:
        """Agree on taking part."""
        return await _commanded(info, input, Event.SPREEK_DEELNAME_AF, contributing.agree_participation(_author(info)))

    @strawberry.mutation(description="Begin met een gevraagde of afgesproken bijdrage.")
    async def startBijdrage(self, info: Info, input: Annotated[inputs.BijdrageInput, _Given]) -> WijzigPlanResultaat:
        """Start."""
        return await _commanded(info, input, Event.START_BIJDRAGE, contributing.start(input.bijdrage))

    @strawberry.mutation(description="Leg de bevindingen vast zoals ze met de casemanager zijn afgestemd.")
    async def stemBevindingenAf(
        self, info: Info, input: Annotated[inputs.StemBevindingenAfInput, _Given]
    ) -> WijzigPlanResultaat:
        """Align."""
        return await _commanded(
            info, input, Event.STEM_BEVINDINGEN_AF, contributing.align(input.bevindingen, input.bijdrage)
        )

    @strawberry.mutation(description="Leg het eerste trajectgesprek vast.")
    async def registreerTrajectgesprek(
        self, info: Info, input: Annotated[inputs.RegistreerTrajectgesprekInput, _Given]
    ) -> WijzigPlanResultaat:
        """The talk."""
        return await _commanded(info, input, Event.REGISTREER_TRAJECTGESPREK, _talk(input))

    @strawberry.mutation(description="Lever de inbreng voor het concept-plan.")
    async def leverInbreng(self, info: Info, input: Annotated[inputs.BijdrageInput, _Given]) -> WijzigPlanResultaat:
        """Deliver."""
        return await _commanded(info, input, Event.LEVER_INBRENG, contributing.deliver(input.bijdrage))

    @strawberry.mutation(
        description="Leg vast dat het concept-plan in het MDO is gebracht, en wat er met de inbreng is gedaan."
    )
    async def brengConceptInMDO(
        self, info: Info, input: Annotated[inputs.BrengConceptInMdoInput, _Given]
    ) -> WijzigPlanResultaat:
        """The MDO."""
        return await _commanded(info, input, Event.BRENG_CONCEPT_IN_MDO, _concept(input))

    @strawberry.mutation(description="Begin met reclasseringsinzet op wettelijke taak of omdat het plan erom vraagt.")
    async def startInzetUitvoering(
        self, info: Info, input: Annotated[inputs.StartInzetUitvoeringInput, _Given]
    ) -> WijzigPlanResultaat:
        """Step 4."""
        return await _commanded(
            info,
            input,
            Event.START_INZET,
            closing.start_effort(input.soort, input.grond, input.omschrijving, input.inzet),
        )

    @strawberry.mutation(description="Heropen een gestopt traject.")
    async def heropenSamenStarten(
        self, info: Info, input: Annotated[inputs.HeropenSamenStartenInput, _Given]
    ) -> WijzigPlanResultaat:
        """Reopen."""
        return await _commanded(
            info, input, Event.HEROPEN, closing.reopen(_author(info), input.reden, input.vervolg, input.bijdrage)
        )

    @strawberry.mutation(description="Leg het einde van de detentie vast.")
    async def beeindigDetentie(
        self, info: Info, input: Annotated[inputs.BeeindigDetentieInput, _Given]
    ) -> WijzigPlanResultaat:
        """End."""
        return await _commanded(info, input, Event.BEEINDIG_DETENTIE, _end(info, input))


async def _commanded(
    info: Info, given: inputs.PlanOpdrachtInput, event: Event, command: Command
) -> WijzigPlanResultaat:
    # The day and the author of a request that is sent again are those of the first time.
    repeat = repeat_of(info, strawberry.asdict(given))
    proposal = Commanded(command, BY_EVENT[event].writes)
    return await changed(info, given.planId, ChangeRequest(given.verwachteVersie, proposal, Note(), repeat))


def _author(info: Info) -> str:
    """Who ends or opens a step, as the plan keeps it: the role and the organisation, never a name."""
    caller = info.context.access.caller
    return f"{caller.role} {caller.organisation.name}"


def _pieces(given: Sequence[inputs.InformatieInput]) -> list[Mapping[str, Any]]:
    return [strawberry.asdict(piece) for piece in given]


def _assessment(given: inputs.BeoordeelBekendheidInput) -> opening.Assessment:
    return opening.Assessment(
        given.uitkomst,
        shares=given.informatieDelen,
        feedback=given.terugkoppeling,
        criteria={} if given.criteria is None else strawberry.asdict(given.criteria),
        note=given.aantekeningRpi,
        shared=_pieces(given.informatie),
    )


def _interpretation(given: inputs.LegGezamenlijkeDuidingVastInput) -> opening.Interpretation:
    return opening.Interpretation(
        held_on=arguments.date_of(given.gehoudenOp, "input.gehoudenOp"),
        summary=given.samenvatting,
        ground=given.onderbouwing,
        agreements=given.afspraken,
        participants=given.deelnemers,
        motives=given.motieven,
        lead=given.regiehouder,
    )


def _talk(given: inputs.RegistreerTrajectgesprekInput) -> Command:
    participants = [strawberry.asdict(participant) | {"aanwezig": "JA"} for participant in given.deelnemers]
    held_on = arguments.date_of(given.datum, "input.datum")
    return contributing.register_talk(held_on, participants, given.afspraken, given.gesprek)


def _concept(given: inputs.BrengConceptInMdoInput) -> Command:
    held_on = arguments.date_of(given.datum, "input.datum")
    return contributing.bring_concept(held_on, given.inbreng, given.redenNietVerwerkt, processed=given.inbrengVerwerkt)


def _end(info: Info, given: inputs.BeeindigDetentieInput) -> Command:
    released_on = arguments.day(given.datumInvrijheidstelling, "input.datumInvrijheidstelling")
    return closing.end_detention(_author(info), given.reden, released_on)
