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
from api.graphql.process.overdracht_types import (
    Controlelijst,
    DraagOverInput,
    GeefAkkoordInput,
    NeemOverInput,
    OpenBijVrijlating,
    OpenStap,
    PartijAkkoord,
    PlanOverdracht,
    PlanRegie,
    VraagAkkoordInput,
)
from api.graphql.scalars import Datum
from api.store.changing import ChangeRequest
from api.store.proposals import Commanded
from api.store.versions import Note
from api.view.conclusions import C, Concluded, Rule
from api.view.plan_view import PlanView
from plan_schema.kinds import JaNeeOnbekend
from plan_schema.plan import PATHS
from plan_schema.process.agreements import agreements, unasked
from plan_schema.process.basis import DUTCH_TIME, Basis
from plan_schema.process.handover import checklist
from plan_schema.process.handover_commands import ask_for_agreement, give_agreement, hand_over, take_over
from plan_schema.process.order import Command
from plan_schema.process.regie import RegieSoort, recorded_regie, regie, released
from plan_schema.process.steps import open_steps
from plan_schema.sections.afronding import AkkoordPartij
from plan_schema.values import Node
from policies.context import Action

_GROUNDS = ("detentie.einddatumStatus", "detentie.datumInvrijheidstelling")
"""What every answer about a handover rests on at least."""


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
