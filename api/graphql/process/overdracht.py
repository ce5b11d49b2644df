"""The warm handover: who has the regie, what release still misses, who agreed, and the commands around it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated

import strawberry

from api.access.refusal import explain
from api.graphql import enums as _enums  # noqa: F401 - marks the value lists for Strawberry
from api.graphql.changing import changed, repeat_of
from api.graphql.context import Info, RequestContext, refuse, root_of
from api.graphql.outcome_types import WijzigPlanResultaat
from api.graphql.scalars import OIN, Datum, Gemeentecode
from api.store.changing import ChangeRequest
from api.store.proposals import Commanded
from api.store.versions import Note
from api.view.conclusions import C, Concluded, Rule
from api.view.plan_view import PlanView
from plan_schema.kinds import JaNeeOnbekend
from plan_schema.plan import PATHS
from plan_schema.process.agreements import Agreement, agreements, unasked
from plan_schema.process.basis import DUTCH_TIME, Basis
from plan_schema.process.handover import Bevinding, ChecklistPoint, Overdrachtspunt, checklist
from plan_schema.process.handover_commands import ask_for_agreement, give_agreement, hand_over, take_over
from plan_schema.process.order import Command
from plan_schema.process.regie import RecordedRegie, Regie, RegieSoort, recorded_regie, regie, released
from plan_schema.process.step import Step, StepKind
from plan_schema.process.step_texts import STEP_TEXTS
from plan_schema.process.steps import open_steps
from plan_schema.sections.afronding import AkkoordPartij, RegieHouder
from plan_schema.sections.doelen import LeefgebiedSoort
from plan_schema.values import Node
from policies.context import Action, OrganisationKind

_GROUNDS = ("detentie.einddatumStatus", "detentie.datumInvrijheidstelling")
"""What every answer about a handover rests on at least."""


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


@strawberry.type
class OverdrachtQuery:
    """The question about a handover."""

    @strawberry.field(
        description="De overdracht van een plan: regie, controlelijst, akkoorden, en wat er bij vrijlating openstond; null als het plan er niet is, of niet voor u."
    )
    async def overdracht(
        self,
        info: Info,
        planId: Annotated[strawberry.ID, strawberry.argument(description="Id van het plan.")],
    ) -> PlanOverdracht | None:
        """The handover of one plan."""
        context, root = info.context, root_of(info)
        best = context.access.best.best_read
        nodes = (PATHS.node(path) for path in _GROUNDS if not PATHS.bit(path) & best)
        refuse([explain(context.access, node, Action.LEZEN) for node in nodes if node is not None])
        view = await context.view(planId, root)
        if view is None:
            return None
        told = _Told(context, root)
        recorded = {entry.kind: entry for entry in told.of(view, recorded_regie)}
        # The first of each kind is the most certain that this reader may be told.
        holders = {entry.kind: entry for entry in reversed(told.of(view, regie))}
        return PlanOverdracht(
            planId=planId,
            versie=view.version,
            regie=[PlanRegie.of(holders[kind], recorded.get(kind)) for kind in RegieSoort if kind in holders],
            controlelijst=Controlelijst.of(told.concluded(view, checklist)),
            akkoorden=[PartijAkkoord.of(entry) for entry in told.of(view, agreements)],
            nietGevraagd=[AkkoordPartij(entry.party) for entry in told.of(view, unasked)],
            openBijVrijlating=await _open_at_release(told, view),
        )


@dataclass(frozen=True, slots=True)
class _Released:
    """That somebody was released, on which day."""

    day: date
    rests_on: frozenset[str]


def _release(document: Node, today: date) -> Iterable[_Released]:
    basis = Basis(document)
    day = released(basis, today)
    return [] if day is None else [_Released(day, basis.rests_on)]


class _Told:
    """Draws conclusions for an answer, and accounts for what they tell."""

    def __init__(self, context: RequestContext, root: str) -> None:
        self.context = context
        self._root = root

    def concluded(self, view: PlanView, rule: Rule[C]) -> Concluded[C]:
        """What the reader may be told of what follows from a plan."""
        found = view.conclude(rule)
        self.context.judge(view, found.judgements)
        self.context.shows_values(view, self._root, ((view.version, path) for path in sorted(found.paths)))
        return found

    def of(self, view: PlanView, rule: Rule[C]) -> tuple[C, ...]:
        """The same, without what is withheld."""
        return self.concluded(view, rule).shown


async def _open_at_release(told: _Told, view: PlanView) -> OpenBijVrijlating | None:
    """What was open when the day of release ended, in the version of that moment."""
    context = told.context
    out = told.of(view, _release)
    if not out:
        return None
    day = out[0].day
    midnight = datetime.combine(day + timedelta(days=1), time(), DUTCH_TIME) - timedelta(milliseconds=1)
    then = await context.store.reader.plan_at(view.id, context.access, version=None, known_on=midnight)
    if then is None:
        return None
    steps = told.of(then, lambda document, _: open_steps(document, day))
    return OpenBijVrijlating(
        dag=Datum(day.isoformat()),
        versie=then.version,
        stappen=[OpenStap.of(step) for step in steps if step.since is None or step.since <= day],
        controlelijst=Controlelijst.of(told.concluded(then, checklist)),
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


@strawberry.type
class OverdrachtMutation:
    """The commands around a handover."""

    @strawberry.mutation(description="Vraag een partij om akkoord met het plan; vanaf dan is zij aan de beurt.")
    async def vraagAkkoord(
        self, info: Info, input: Annotated[VraagAkkoordInput, strawberry.argument(description="De vraag.")]
    ) -> WijzigPlanResultaat:
        """Ask a party to agree."""
        command = ask_for_agreement(input.partij.value, input.organisatie)
        writes = ("overdracht.akkoorden[].partij", "overdracht.akkoorden[].organisatie")
        return await _commanded(info, input, command, writes, input.partij.value, input.organisatie)

    @strawberry.mutation(description="Geef namens uw organisatie akkoord met het plan, of maak een voorbehoud.")
    async def geefAkkoord(
        self, info: Info, input: Annotated[GeefAkkoordInput, strawberry.argument(description="Het akkoord.")]
    ) -> WijzigPlanResultaat:
        """Agree, or not."""
        organisation = info.context.access.caller.organisation
        answer = JaNeeOnbekend.JA if input.akkoord else JaNeeOnbekend.NEE
        command = give_agreement(organisation.kind.value, organisation.oin, answer.value, input.toelichting)
        writes = ("overdracht.akkoorden[].akkoord", "overdracht.akkoorden[].datum")
        return await _commanded(info, input, command, writes, answer.value, input.toelichting)

    @strawberry.mutation(
        description="Draag het plan warm over: vanaf de invrijheidstelling heeft reclassering (met justitiële titel) of gemeente de casusregie."
    )
    async def draagOver(
        self, info: Info, input: Annotated[DraagOverInput, strawberry.argument(description="De overdracht.")]
    ) -> WijzigPlanResultaat:
        """Hand over."""
        writes = ("overdracht.warmeOverdrachtOp", "overdracht.casusregie", "status")
        return await _commanded(info, input, hand_over(input.openstaandePunten), writes, input.openstaandePunten)

    @strawberry.mutation(
        description="Neem over wat na detentie bij uw organisatie ligt; kan vanaf de dag van invrijheidstelling."
    )
    async def neemOver(
        self, info: Info, input: Annotated[NeemOverInput, strawberry.argument(description="De overname.")]
    ) -> WijzigPlanResultaat:
        """Take over."""
        organisation = info.context.access.caller.organisation
        command = take_over(organisation.kind.value, organisation.oin)
        return await _commanded(info, input, command, ("overdracht.akkoorden[].overgenomenOp",))


async def _commanded(
    info: Info,
    given: VraagAkkoordInput | GeefAkkoordInput | DraagOverInput | NeemOverInput,
    command: Command,
    writes: Iterable[str],
    *content: str | None,
) -> WijzigPlanResultaat:
    repeat = repeat_of(info, given.planId, given.verwachteVersie, *content)
    proposal = Commanded(command, frozenset(writes))
    return await changed(info, given.planId, ChangeRequest(given.verwachteVersie, proposal, Note(), repeat))
