"""The changes that can be asked for; each ends in exactly one of the outcomes of its union."""

from functools import partial
from typing import Annotated, Any

import strawberry

from api.graphql.accounting import account_for_registration
from api.graphql.changing import changed, refused, repeat_of
from api.graphql.context import Info, root_of
from api.graphql.input_types import PlanInvoer, taken_as_given
from api.graphql.outcome_types import (
    DetentieGeregistreerd,
    PlanBestaatAl,
    RegistreerDetentieResultaat,
    WijzigPlanResultaat,
)
from api.graphql.process.overdracht import OverdrachtMutation
from api.graphql.process.samen_starten import SamenStartenMutation
from api.graphql.process.som_commands import SomMutation
from api.graphql.scalars import Datum
from api.graphql.webhooks import WebhookMutation
from api.store import outcomes
from api.store.changing import ChangeRequest
from api.store.proposals import Patched, Restored
from api.store.versions import Note


@taken_as_given
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


@taken_as_given
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


@taken_as_given
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
class Mutation(WebhookMutation, SamenStartenMutation, OverdrachtMutation, SomMutation):
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
            context.access, patch, note, partial(context.inspect, root=root), repeat_of(info, patch, note)
        )
        account_for_registration(context.trail, root, outcome)
        match outcome:
            case outcomes.Registered(view):
                return DetentieGeregistreerd(plan=context.shown(view, root))
            case outcomes.AlreadyRegistered(plan_id):
                return PlanBestaatAl(planId=strawberry.ID(plan_id) if plan_id else None)
            case outcomes.NotAllowed() | outcomes.Invalid():
                return refused(outcome)

    @strawberry.mutation(description="Wijzig een plan; het resultaat is een nieuwe versie, of de reden waarom niet.")
    async def wijzigPlan(
        self,
        info: Info,
        input: Annotated[WijzigPlanInput, strawberry.argument(description="De wijziging.")],
    ) -> WijzigPlanResultaat:
        """Change a plan."""
        patch, note = input.wijziging, _note(input)
        repeat = repeat_of(info, input.planId, input.verwachteVersie, patch, note)
        return await changed(info, input.planId, ChangeRequest(input.verwachteVersie, Patched(patch), note, repeat))

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
        repeat = repeat_of(info, input.planId, input.verwachteVersie, input.versie, paths, note)
        proposal = Restored(info.context.store.reader, input.versie, paths)
        return await changed(info, input.planId, ChangeRequest(input.verwachteVersie, proposal, note, repeat))
