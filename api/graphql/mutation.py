"""The changes that can be asked for; each ends in exactly one of the outcomes of its union."""

from functools import partial
from typing import Annotated, Any

import strawberry

from api.graphql.context import Info, root_of
from api.graphql.input_types import PlanInvoer, to_patch
from api.graphql.outcome_types import (
    DetentieGeregistreerd,
    OngeldigeWijziging,
    PlanBestaatAl,
    PlanGewijzigd,
    PlanNietGevonden,
    Probleem,
    RegistreerDetentieResultaat,
    VeldConflict,
    VeldenNietToegestaan,
    VeldWeigering,
    VersieConflict,
    WijzigPlanResultaat,
)
from api.graphql.scalars import Datum
from api.graphql.shared_types import VeldWijziging
from api.store import outcomes
from api.store.versions import Note


@strawberry.input(description="Een nieuwe detentie, met wat er bij aanvang bekend is.")
class RegistreerDetentieInput:
    """Registration."""

    gegevens: Any = strawberry.field(
        description="De gegevens van het plan; naam, SKN, inrichting en datum van aanvang zijn nodig.",
        graphql_type=PlanInvoer,
    )
    toelichting: str | None = strawberry.field(description="Toelichting van de auteur.", default=None)
    peildatum: Datum | None = strawberry.field(description="Datum waarop de gegevens golden.", default=None)
    bron: str | None = strawberry.field(description="Systeem waaruit de gegevens komen.", default=None)


@strawberry.input(description="Een wijziging van een plan, op basis van een gelezen versie.")
class WijzigPlanInput:
    """Change."""

    planId: strawberry.ID = strawberry.field(description="Id van het plan.")
    verwachteVersie: int = strawberry.field(description="Nummer van de versie die u had gelezen.")
    wijziging: Any = strawberry.field(
        description="De velden die anders moeten; null haalt een waarde weg.", graphql_type=PlanInvoer
    )
    toelichting: str | None = strawberry.field(description="Toelichting van de auteur.", default=None)
    peildatum: Datum | None = strawberry.field(description="Datum waarop de gegevens golden.", default=None)
    bron: str | None = strawberry.field(description="Systeem waaruit de gegevens komen.", default=None)


def _note(given: RegistreerDetentieInput | WijzigPlanInput) -> Note:
    return Note.of({"toelichting": given.toelichting, "peildatum": given.peildatum, "bron": given.bron})


@strawberry.type(description="De wijzigingen die u kunt vragen; één per bewerking.")
class Mutation:
    """The root of all changes."""

    @strawberry.mutation(description="Registreer een detentie: de eerste versie van een plan.")
    async def registreerDetentie(
        self,
        info: Info,
        input: Annotated[RegistreerDetentieInput, strawberry.argument(description="De registratie.")],
    ) -> RegistreerDetentieResultaat:
        """Make a plan."""
        context, root = info.context, root_of(info)
        outcome = await context.store.registrar.register(
            context.access, to_patch(input.gegevens), _note(input), partial(context.inspect, root=root)
        )
        match outcome:
            case outcomes.Registered(view):
                return DetentieGeregistreerd(plan=context.shown(view, root))
            case outcomes.AlreadyRegistered(plan_id):
                return PlanBestaatAl(planId=strawberry.ID(plan_id) if plan_id else None)
            case outcomes.NotAllowed() | outcomes.Invalid():
                return _refusal(outcome)

    @strawberry.mutation(description="Wijzig een plan; het resultaat is een nieuwe versie, of de reden waarom niet.")
    async def wijzigPlan(
        self,
        info: Info,
        input: Annotated[WijzigPlanInput, strawberry.argument(description="De wijziging.")],
    ) -> WijzigPlanResultaat:
        """Change a plan."""
        context, root = info.context, root_of(info)
        outcome = await context.store.changer.change(
            input.planId,
            context.access,
            input.verwachteVersie,
            to_patch(input.wijziging),
            _note(input),
            partial(context.inspect, root=root),
        )
        match outcome:
            case outcomes.Changed(view, merged):
                return PlanGewijzigd(
                    plan=context.shown(view, root), samengevoegd=[VeldWijziging.of(entry) for entry in merged]
                )
            case outcomes.VersionConflict(current_version, conflicts):
                return VersieConflict(
                    huidigeVersie=current_version, conflicten=[VeldConflict.of(entry) for entry in conflicts]
                )
            case outcomes.NotFound():
                return PlanNietGevonden(melding="Dit plan bestaat niet, of uw organisatie heeft er geen relatie mee.")
            case outcomes.NotAllowed() | outcomes.Invalid():
                return _refusal(outcome)


def _refusal(outcome: outcomes.NotAllowed | outcomes.Invalid) -> VeldenNietToegestaan | OngeldigeWijziging:
    if isinstance(outcome, outcomes.NotAllowed):
        return VeldenNietToegestaan(velden=[VeldWeigering.of(refusal) for refusal in outcome.refusals])
    return OngeldigeWijziging(problemen=[Probleem.of(problem) for problem in outcome.problems])
