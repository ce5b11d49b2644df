"""Where a plan stands in the process: its statuses, what can be done now, and whose turn it is."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Annotated, Final, TypeAlias

import strawberry

from api.access.refusal import Reason
from api.graphql import enums as _enums  # noqa: F401 - marks the value lists for Strawberry
from api.graphql.context import Info, RequestContext, root_of
from api.graphql.scalars import OIN, Datum, Gemeentecode
from api.view.conclusions import C, Concluded, Rule
from api.view.plan_view import PlanView
from plan_schema.plan import PATHS, PlanStatus
from plan_schema.process.samen_starten.status import (
    ENDS,
    Reclasseringsbetrokkenheid,
    SamenStartenStatus,
    Standing,
    involvement,
    plan_status,
    samen_starten_status,
)
from plan_schema.process.samen_starten.table import BY_EVENT, Event
from plan_schema.process.samen_starten.taking import possible_events
from plan_schema.process.step import Step, StepKind
from plan_schema.process.step_texts import STEP_TEXTS
from plan_schema.process.steps import steps
from plan_schema.tree import Leaf
from plan_schema.values import Node
from policies.context import Action, OrganisationKind, Role

strawberry.enum(SamenStartenStatus, name="SamenStartenStatus", description="Stand van Samen starten.")
strawberry.enum(
    Reclasseringsbetrokkenheid,
    name="Reclasseringsbetrokkenheid",
    description="Of de reclassering bezig is, ook buiten Samen starten om.",
)


@strawberry.type(description="Een opdracht die u nu kunt geven.")
class ProcesOpdracht:
    """What the caller can do now."""

    mutatie: str = strawberry.field(description="Naam van de mutatie.")
    vraagt: str = strawberry.field(description="Wat de opdracht vraagt; leeg als dat niets is.")
    bron: str = strawberry.field(description="Waar dit in het rapport staat.")

    @classmethod
    def of(cls, event: Event) -> "ProcesOpdracht":
        """A row of the table as the interface shows it."""
        row = BY_EVENT[event]
        return cls(mutatie=event.value, vraagt=row.needs, bron=row.source)


@strawberry.type(description="Een stap van het proces: wie aan de beurt is of was, en tot wanneer.")
class ProcesStap:
    """One step, done or open."""

    soort: StepKind = strawberry.field(description="Soort stap.")
    omschrijving: str = strawberry.field(description="Wat er gedaan moet worden.")
    partij: OrganisationKind = strawberry.field(description="Soort organisatie die aan de beurt is.")
    rol: Role | None = strawberry.field(description="Rol die aan de beurt is; null: wie dan ook.")
    organisatie: OIN | None = strawberry.field(description="OIN van de organisatie, als het plan die noemt.")
    gemeente: Gemeentecode | None = strawberry.field(description="Gemeente, als het plan alleen haar code noemt.")
    vanaf: Datum | None = strawberry.field(description="Eerste dag waarop de stap genomen kan worden.")
    uiterlijk: Datum | None = strawberry.field(
        description="Laatste dag van de termijn; een termijn waarschuwt en blokkeert nooit."
    )
    teLaat: bool = strawberry.field(description="Of de termijn voorbij is, of was toen de stap werd genomen.")
    gedaanOp: Datum | None = strawberry.field(description="Dag waarop de stap is genomen; null als hij openstaat.")
    pad: str | None = strawberry.field(description="Veld of onderdeel van het plan waarover het gaat.")
    bron: str = strawberry.field(description="Waar dit in rapport, wet of afspraak staat.")

    @classmethod
    def of(cls, step: Step, today: date) -> "ProcesStap":
        """A step as the interface shows it."""
        actor = step.actor
        return cls(
            soort=step.kind,
            omschrijving=STEP_TEXTS[step.kind],
            partij=OrganisationKind(actor.kind),
            rol=None if actor.role is None else Role(actor.role),
            organisatie=None if actor.oin is None else OIN(actor.oin),
            gemeente=None if actor.gemeente is None else Gemeentecode(actor.gemeente),
            vanaf=_datum(step.since),
            uiterlijk=_datum(step.due),
            teLaat=step.late(today),
            gedaanOp=_datum(step.done_on),
            pad=step.about,
            bron=step.source,
        )


def _datum(day: date | None) -> Datum | None:
    return None if day is None else Datum(day.isoformat())


@strawberry.type(description="Een stand die u niet te zien krijgt, met het veld dat u daarvoor zou moeten mogen lezen.")
class StandNietGetoond:
    """One status that is withheld."""

    stand: str = strawberry.field(description="Welke stand.")
    pad: str = strawberry.field(description="Het eerste veld dat in de weg staat.")
    reden: Reason = strawberry.field(description="Waarom u dat veld niet mag lezen.")


@strawberry.type(description="Waar een plan in het proces staat, voor zover u mag lezen waaruit dat volgt.")
class Proces:
    """The process of one plan."""

    planId: strawberry.ID = strawberry.field(description="Id van het plan.")
    versie: int = strawberry.field(description="Versie van het plan.")
    samenStartenStatus: SamenStartenStatus | None = strawberry.field(
        description="Stand van Samen starten; volgt uit het plan en wordt nooit los gezet."
    )
    samenStartenGestopt: bool | None = strawberry.field(
        description="Of die stand een einde is waarna niets hoeft te volgen."
    )
    reclasseringsbetrokkenheid: Reclasseringsbetrokkenheid | None = strawberry.field(
        description="Of de reclassering bezig is, ook buiten Samen starten om."
    )
    denRPlanStatus: PlanStatus | None = strawberry.field(description="Status van het D&R-plan zelf.")
    nietGetoond: list[StandNietGetoond] = strawberry.field(description="Standen die u niet te zien krijgt.")
    opdrachten: list[ProcesOpdracht] = strawberry.field(
        description="De opdrachten van Samen starten die nu kunnen en die u mag geven."
    )
    stappen: list[ProcesStap] = strawberry.field(
        description="De stappen van het proces; alleen die waarvan u alles mag lezen waaruit zij volgen."
    )


@strawberry.type
class ProcesQuery:
    """The question about the process of a plan."""

    @strawberry.field(
        description="Waar een plan in het proces staat, wat u nu kunt doen, en wie tot wanneer aan de beurt is; null als het plan er niet is, of niet voor u."
    )
    async def proces(
        self,
        info: Info,
        planId: Annotated[strawberry.ID, strawberry.argument(description="Id van het plan.")],
        ookGedaan: Annotated[
            bool | None, strawberry.argument(description="Ook stappen die al zijn genomen, met de dag waarop.")
        ] = None,
    ) -> Proces | None:
        """The process of one plan."""
        context, root = info.context, root_of(info)
        view = await context.view(planId, root)
        if view is None:
            return None
        context.inspect(view, root)
        standings = {name: _concluded(context, view, root, _one(rule)) for name, rule in _STANDINGS.items()}
        values = {name: found.shown[0].value if found.shown else None for name, found in standings.items()}
        status, involved, own = values.values()
        events = _concluded(context, view, root, possible_events).shown
        turns = _concluded(context, view, root, partial(steps, terms=context.store.terms)).shown
        return Proces(
            planId=planId,
            versie=view.version,
            samenStartenStatus=None if status is None else SamenStartenStatus(status),
            samenStartenGestopt=None if status is None else status in ENDS,
            reclasseringsbetrokkenheid=None if involved is None else Reclasseringsbetrokkenheid(involved),
            denRPlanStatus=None if own is None else PlanStatus(own),
            nietGetoond=[
                StandNietGetoond(stand=name, pad=refusals[0].path, reden=refusals[0].reason)
                for name, found in standings.items()
                for refusals in found.withheld
            ],
            opdrachten=[ProcesOpdracht.of(found.event) for found in events if _may_make(view, found.event)],
            stappen=[ProcesStap.of(step, context.access.today) for step in turns if ookGedaan or step.done_on is None],
        )


_StandingRule: TypeAlias = Callable[[Node, date], Standing]

_STANDINGS: Final[Mapping[str, _StandingRule]] = {
    "samenStartenStatus": samen_starten_status,
    "reclasseringsbetrokkenheid": involvement,
    "denRPlanStatus": plan_status,
}
"""Each gives one answer for every plan, so that one is withheld tells nothing of it."""


def _one(rule: _StandingRule) -> Rule[Standing]:
    def one(document: Node, today: date) -> Iterator[Standing]:
        yield rule(document, today)

    return one


def _concluded(context: RequestContext, view: PlanView, root: str, rule: Rule[C]) -> Concluded[C]:
    """What the caller may be told, with all that it tells accounted for."""
    found = view.conclude(rule)
    context.judge(view, found.judgements)
    context.shows_values(view, root, ((view.version, path) for path in sorted(found.paths)))
    return found


def _may_make(view: PlanView, event: Event) -> bool:
    """Whether the policy lets the caller write, in this very plan, all that an event writes."""
    leaves = (PATHS.node(path) for path in BY_EVENT[event].writes)
    return not any(
        view.judged_to(leaf, leaf.path, Action.SCHRIJVEN).refused for leaf in leaves if isinstance(leaf, Leaf)
    )
