"""The changes that can be asked for; each ends in exactly one of the outcomes of its union."""

from functools import partial
from typing import Annotated, Any

import strawberry

from api.graphql.accounting import account_for_change, account_for_registration
from api.graphql.context import Info, root_of
from api.graphql.input_types import PlanInvoer
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
from api.graphql.webhooks import WebhookMutation
from api.store import outcomes
from api.store.changing import ChangeRequest
from api.store.proposals import Patched, Restored
from api.store.receipts import Repeat
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


@strawberry.input(description="Het herstel van wat een plan in een eerdere versie bevatte.")
class HerstelPlanInput:
    """Restoration."""

    planId: strawberry.ID = strawberry.field(description="Id van het plan.")
    verwachteVersie: int = strawberry.field(description="Nummer van de versie die u had gelezen.")
    versie: int = strawberry.field(description="Nummer van de versie waarvan de waarden terug moeten komen.")
    paden: list[str] = strawberry.field(
        description="Alleen deze velden, groepen of onderdelen, zoals onderdak of doelen[].status; zonder: alles.",
        default_factory=list,
    )
    toelichting: str | None = strawberry.field(description="Toelichting van de auteur.", default=None)
    peildatum: Datum | None = strawberry.field(description="Datum waarop de gegevens golden.", default=None)
    bron: str | None = strawberry.field(description="Systeem waaruit de gegevens komen.", default=None)


def _note(given: RegistreerDetentieInput | WijzigPlanInput | HerstelPlanInput) -> Note:
    return Note.of({"toelichting": given.toelichting, "peildatum": given.peildatum, "bron": given.bron})


@strawberry.type(description="De wijzigingen die u kunt vragen; één per bewerking.")
class Mutation(WebhookMutation):
    """The root of all changes."""

    @strawberry.mutation(description="Registreer een detentie: de eerste versie van een plan.")
    async def registreerDetentie(
        self,
        info: Info,
        input: Annotated[RegistreerDetentieInput, strawberry.argument(description="De registratie.")],
    ) -> RegistreerDetentieResultaat:
        """Make a plan."""
        context, root = info.context, root_of(info)
        patch, note = input.gegevens, _note(input)
        outcome = await context.store.registrar.register(
            context.access, patch, note, partial(context.inspect, root=root), _repeat(info, patch, note)
        )
        account_for_registration(context.trail, root, outcome)
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
        patch, note = input.wijziging, _note(input)
        repeat = _repeat(info, input.planId, input.verwachteVersie, patch, note)
        return await _changed(info, input.planId, ChangeRequest(input.verwachteVersie, Patched(patch), note, repeat))

    @strawberry.mutation(
        description="Breng terug wat een plan in een eerdere versie bevatte, als nieuwe versie; alleen velden die u mag schrijven."
    )
    async def herstelPlan(
        self,
        info: Info,
        input: Annotated[HerstelPlanInput, strawberry.argument(description="Het herstel.")],
    ) -> WijzigPlanResultaat:
        """Restore a plan."""
        note, paths = _note(input), tuple(input.paden)
        repeat = _repeat(info, input.planId, input.verwachteVersie, input.versie, paths, note)
        proposal = Restored(info.context.store.reader, input.versie, paths)
        return await _changed(info, input.planId, ChangeRequest(input.verwachteVersie, proposal, note, repeat))


async def _changed(info: Info, plan_id: str, request: ChangeRequest) -> WijzigPlanResultaat:
    context, root = info.context, root_of(info)
    outcome = await context.store.changer.change(plan_id, context.access, request, partial(context.consult, root=root))
    account_for_change(context.trail, root, outcome, plan_id, request.base_version)
    match outcome:
        case outcomes.Changed(view, merged, left_out):
            return PlanGewijzigd(
                plan=context.shown(view, root),
                samengevoegd=[VeldWijziging.of(entry) for entry in merged],
                nietHersteld=[VeldWeigering.of(refusal) for refusal in left_out],
            )
        case outcomes.VersionConflict(current_version, conflicts):
            return VersieConflict(
                huidigeVersie=current_version, conflicten=[VeldConflict.of(entry) for entry in conflicts]
            )
        case outcomes.NotFound():
            return PlanNietGevonden(melding="Dit plan bestaat niet, of uw organisatie heeft er geen relatie mee.")
        case outcomes.NotAllowed() | outcomes.Invalid():
            return _refusal(outcome)


def _repeat(info: Info, *content: Any) -> Repeat | None:
    """What recognises this request when it is sent again."""
    return Repeat.of(info.context.idempotency_key, info.context.access.caller, info.field_name, content)


def _refusal(outcome: outcomes.NotAllowed | outcomes.Invalid) -> VeldenNietToegestaan | OngeldigeWijziging:
    if isinstance(outcome, outcomes.NotAllowed):
        return VeldenNietToegestaan(velden=[VeldWeigering.of(refusal) for refusal in outcome.refusals])
    return OngeldigeWijziging(problemen=[Probleem.of(problem) for problem in outcome.problems])
