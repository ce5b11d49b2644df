"""What a system asks about its webhooks: the fields that questions and changes get from here."""

from typing import Annotated, Final

import strawberry

from api.errors import Code
from api.graphql.change_types import PlanWijzigingSoort
from api.graphql.context import Info, root_of
from api.graphql.outcome_types import Probleem
from api.graphql.webhook_types import (
    AbonneerWebhookResultaat,
    AbonnementBeeindigd,
    AbonnementGestopt,
    AbonnementNietGevonden,
    AdresNietBevestigd,
    BeeindigAbonnementResultaat,
    HerleveringGepland,
    HerleverWebhookResultaat,
    OngeldigAbonnement,
    WebhookAbonnement,
    WebhookGeabonneerd,
    WebhooksNietToegestaan,
)
from api.store.recipient_log import EventKind
from api.store.subscriptions import MOST, TooMany
from api.webhooks.addresses import UnfitAddress
from api.webhooks.desk import Desk, NoSystem, NotAgreed

_NOT_FOUND: Final = "Dit abonnement bestaat niet, of is niet van uw organisatie."
_NOT_ALLOWED: Final = (
    "Webhooks worden beheerd door een systeem (rol SYSTEEM) dat met zijn doelen iets in plannen mag lezen."
)
_SWITCHED_OFF: Final = "Deze voorziening bezorgt geen webhooks."

_Id = Annotated[strawberry.ID, strawberry.argument(description="Id van het abonnement.")]


class _SwitchedOff(NoSystem):
    """There are no keys to sign webhooks with, so there are no webhooks."""


@strawberry.input(description="Een abonnement op wijzigingen, voor de doelen waarvoor u nu handelt.")
class AbonneerWebhookInput:
    """Subscription."""

    adres: str = strawberry.field(description="Waar berichten heen gaan: https, op een openbaar adres.")
    planId: strawberry.ID | None = strawberry.field(
        description="Alleen wijzigingen van dit plan; zonder: van alle plannen.", default=None
    )
    soorten: list[PlanWijzigingSoort] | None = strawberry.field(
        description="Alleen deze soorten wijzigingen; zonder: alle die u te zien krijgt.", default=None
    )


@strawberry.type
class WebhookQuery:
    """The questions about webhooks."""

    @strawberry.field(
        description="De webhook-abonnementen van uw organisatie, nieuwste eerst; alleen een systeem (rol SYSTEEM) heeft die."
    )
    async def mijnAbonnementen(self, info: Info) -> list[WebhookAbonnement]:
        """The subscriptions of the caller's organisation."""
        info.context.trail.nothing(root_of(info))
        try:
            return [WebhookAbonnement.of(listed) for listed in await _desk(info).list(info.context.access)]
        except NoSystem:
            return []


@strawberry.type
class WebhookMutation:
    """The changes of webhooks."""

    @strawberry.mutation(
        description="Laat wijzigingen bezorgen op een adres van uw systeem. De ontvanger moet dat eerst bevestigen (OPTIONS, WebHook-Allowed-Origin)."
    )
    async def abonneerWebhook(
        self,
        info: Info,
        input: Annotated[AbonneerWebhookInput, strawberry.argument(description="Het abonnement.")],
    ) -> AbonneerWebhookResultaat:
        """Subscribe."""
        info.context.trail.nothing(root_of(info))
        kinds = [EventKind[kind.name] for kind in input.soorten or () if kind.name in EventKind.__members__]
        if input.soorten is not None and len(kinds) < max(1, len(input.soorten)):
            return _wrong("soorten", "Deze soorten worden niet bezorgd.", ", ".join(EventKind))
        try:
            outcome = await _desk(info).subscribe(info.context.access, input.adres, input.planId, kinds)
        except NoSystem as error:
            return _not_allowed(error)
        except UnfitAddress as fault:
            return _wrong("adres", "Op dit adres kan niet bezorgd worden.", fault.expected)
        except TooMany:
            return _wrong(
                "adres", "Uw organisatie heeft al zoveel abonnementen als kan.", f"ten hoogste {MOST} actieve"
            )
        if isinstance(outcome, NotAgreed):
            return AdresNietBevestigd.of(outcome.fault)
        return WebhookGeabonneerd(abonnement=WebhookAbonnement.of(outcome.listed), bestondAl=outcome.before)

    @strawberry.mutation(description="Beëindig een webhook-abonnement van uw organisatie.")
    async def beeindigAbonnement(self, info: Info, id: _Id) -> BeeindigAbonnementResultaat:
        """End a subscription."""
        info.context.trail.nothing(root_of(info))
        try:
            listed = await _desk(info).end(info.context.access, id)
        except NoSystem as error:
            return _not_allowed(error)
        if listed is None:
            return AbonnementNietGevonden(melding=_NOT_FOUND)
        return AbonnementBeeindigd(abonnement=WebhookAbonnement.of(listed))

    @strawberry.mutation(description="Zet onbestelbare berichten van een abonnement opnieuw in de rij.")
    async def herleverWebhook(
        self,
        info: Info,
        id: _Id,
        volgnummers: Annotated[
            list[int] | None, strawberry.argument(description="Alleen deze berichten; zonder: alle.")
        ] = None,
    ) -> HerleverWebhookResultaat:
        """Revive dead letters."""
        info.context.trail.nothing(root_of(info))
        try:
            revived = await _desk(info).revive(info.context.access, id, volgnummers)
        except NoSystem as error:
            return _not_allowed(error)
        if revived is None:
            return AbonnementNietGevonden(melding=_NOT_FOUND)
        subscription = WebhookAbonnement.of(revived.listed)
        if revived.count is None:
            return AbonnementGestopt(abonnement=subscription)
        return HerleveringGepland(aantal=revived.count, abonnement=subscription)


def _desk(info: Info) -> Desk:
    desk = info.context.store.webhooks
    if desk is None:
        raise _SwitchedOff
    return desk


def _not_allowed(error: NoSystem) -> WebhooksNietToegestaan:
    return WebhooksNietToegestaan(melding=_SWITCHED_OFF if isinstance(error, _SwitchedOff) else _NOT_ALLOWED)


def _wrong(path: str, message: str, expected: str) -> OngeldigAbonnement:
    return OngeldigAbonnement(
        problemen=[Probleem(pad=path, code=Code.ONGELDIGE_WAARDE, melding=message, verwacht=expected)]
    )
