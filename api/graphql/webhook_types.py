"""Webhook subscriptions as the interface shows them, and how asking for one can end."""

from enum import Enum
from typing import Annotated, TypeAlias

import strawberry

from api.graphql import enums as _enums  # noqa: F401 - marks the value lists for Strawberry
from api.graphql.change_types import PlanWijzigingSoort
from api.graphql.outcome_types import Probleem
from api.graphql.scalars import Tijdstip
from api.store.subscriptions import Delivery, StopReason, Subscription
from api.webhooks.desk import Listed
from api.webhooks.endpoint import Fault
from policies.context import Purpose


@strawberry.enum(description="Hoe het met een abonnement staat.")
class AbonnementStand(Enum):
    """The states of a subscription."""

    ACTIEF = strawberry.enum_value("ACTIEF", description="Wijzigingen worden bezorgd.")
    ONDERBROKEN = strawberry.enum_value(
        "ONDERBROKEN",
        description="De ontvanger is herhaaldelijk niet bereikt; er wordt met tussenpozen één bericht geprobeerd.",
    )
    GESTOPT = strawberry.enum_value("GESTOPT", description="Er wordt niets meer bezorgd; zie reden.")

    @classmethod
    def of(cls, subscription: Subscription) -> "AbonnementStand":
        """The state of a subscription."""
        if subscription.stopped is not None:
            return cls.GESTOPT
        return cls.ACTIEF if subscription.open_since is None else cls.ONDERBROKEN


@strawberry.enum(description="Waarom een abonnement is gestopt.")
class AbonnementStopreden(Enum):
    """The reasons of the store, described."""

    OPGEZEGD = strawberry.enum_value("OPGEZEGD", description="Uw organisatie heeft het beëindigd.")
    ONTVANGER_VERVALLEN = strawberry.enum_value(
        "ONTVANGER_VERVALLEN", description="De ontvanger antwoordde dat hij niet meer bestaat (410)."
    )
    ORGANISATIE_VERVALLEN = strawberry.enum_value(
        "ORGANISATIE_VERVALLEN", description="Uw organisatie stond niet meer in de organisatietabel."
    )
    RECHTEN_VERVALLEN = strawberry.enum_value(
        "RECHTEN_VERVALLEN", description="De rol en doelen van het abonnement gaven geen enkel recht meer."
    )

    @classmethod
    def of(cls, reason: StopReason) -> "AbonnementStopreden":
        """A reason as the interface names it."""
        return cls[reason.name]


@strawberry.enum(description="Waarom een bericht niet aankwam, of een adres niet werd bevestigd.")
class Bezorgfout(Enum):
    """The faults of an endpoint, described."""

    ADRES_NIET_OPENBAAR = strawberry.enum_value(
        "ADRES_NIET_OPENBAAR",
        description="De naam in het adres staat voor een adres dat niet openbaar is; er is geen verbinding gemaakt.",
    )
    GEEN_VERBINDING = strawberry.enum_value(
        "GEEN_VERBINDING", description="Er kwam geen veilige verbinding tot stand, of zij brak af."
    )
    GEEN_ANTWOORD = strawberry.enum_value("GEEN_ANTWOORD", description="Het antwoord bleef te lang uit.")
    DOORVERWIJZING = strawberry.enum_value(
        "DOORVERWIJZING", description="De ontvanger verwees door; dat wordt nooit gevolgd."
    )
    GEWEIGERD = strawberry.enum_value("GEWEIGERD", description="De ontvanger weigerde het bericht (4xx).")
    STORING = strawberry.enum_value(
        "STORING", description="De ontvanger meldde een storing (5xx), of vroeg om te wachten (429)."
    )

    @classmethod
    def of(cls, fault: str) -> "Bezorgfout":
        """A fault as the interface names it."""
        return cls[fault]


@strawberry.type(description="Een bericht dat niet bezorgd kon worden en niet meer wordt geprobeerd.")
class OnbestelbaarBericht:
    """A dead letter: no more than its number, since the rights may be gone; `wijzigingen` tells the rest to who may know it."""

    volgnummer: int = strawberry.field(description="Nummer van de wijziging; vraag haar op met wijzigingen.")
    tijdstip: Tijdstip = strawberry.field(description="Moment waarop de wijziging in de reeks kwam.")
    pogingen: int = strawberry.field(description="Hoe vaak bezorging is geprobeerd.")
    fout: Bezorgfout | None = strawberry.field(description="Waarom de laatste poging mislukte.")

    @classmethod
    def of(cls, delivery: Delivery) -> "OnbestelbaarBericht":
        """A dead letter."""
        return cls(
            volgnummer=delivery.event.number,
            tijdstip=delivery.event.moment,  # type: ignore[arg-type] # the scalar writes the moment out
            pogingen=delivery.attempts,
            fout=Bezorgfout.of(delivery.fault) if delivery.fault else None,
        )


@strawberry.type(description="Een abonnement op wijzigingen, bezorgd op een adres van uw systeem.")
class WebhookAbonnement:
    """A subscription."""

    id: strawberry.ID = strawberry.field(description="Id van het abonnement.")
    adres: str = strawberry.field(description="Waar berichten bezorgd worden.")
    planId: strawberry.ID | None = strawberry.field(description="Alleen wijzigingen van dit plan; null: van alle.")
    soorten: list[PlanWijzigingSoort] = strawberry.field(description="De soorten wijzigingen die bezorgd worden.")
    doelen: list[Purpose] = strawberry.field(description="Doelen waarvoor het abonnement is gemaakt.")
    gemaaktOp: Tijdstip = strawberry.field(description="Moment waarop het abonnement is gemaakt.")
    stand: AbonnementStand = strawberry.field(description="Hoe het ermee staat.")
    onderbrokenSinds: Tijdstip | None = strawberry.field(description="Sinds wanneer de ontvanger niet is bereikt.")
    gestoptOp: Tijdstip | None = strawberry.field(description="Moment waarop het is gestopt.")
    reden: AbonnementStopreden | None = strawberry.field(description="Waarom het is gestopt.")
    laatstBezorgd: int | None = strawberry.field(description="Het hoogste volgnummer dat is bezorgd.")
    overgeslagenVan: int | None = strawberry.field(
        description="Eerste van de volgnummers die niet meer bewaard waren toen de bezorging eraan toekwam."
    )
    overgeslagenTot: int | None = strawberry.field(description="Laatste daarvan.")
    onbestelbaar: list[OnbestelbaarBericht] = strawberry.field(
        description="Wat niet bezorgd kon worden; herleverWebhook probeert het opnieuw."
    )

    @classmethod
    def of(cls, listed: Listed) -> "WebhookAbonnement":
        """A subscription as the interface shows it."""
        found = listed.subscription
        return cls(
            id=strawberry.ID(found.id),
            adres=found.address,
            planId=None if found.plan_id is None else strawberry.ID(found.plan_id),
            soorten=[PlanWijzigingSoort[kind.name] for kind in sorted(found.kinds)],
            doelen=sorted(found.purposes),
            gemaaktOp=found.made,  # type: ignore[arg-type] # the scalar writes the moment out
            stand=AbonnementStand.of(found),
            onderbrokenSinds=found.open_since,  # type: ignore[arg-type] # likewise
            gestoptOp=found.stopped,  # type: ignore[arg-type] # likewise
            reden=None if found.reason is None else AbonnementStopreden.of(found.reason),
            laatstBezorgd=found.delivered,
            overgeslagenVan=found.missed[0] if found.missed else None,
            overgeslagenTot=found.missed[1] if found.missed else None,
            onbestelbaar=[OnbestelbaarBericht.of(delivery) for delivery in listed.dead_letters],
        )


@strawberry.type(description="Er is een abonnement: een nieuw, of een dat er voor dit adres en plan al was.")
class WebhookGeabonneerd:
    """Subscribed."""

    abonnement: WebhookAbonnement = strawberry.field(description="Het abonnement.")
    bestondAl: bool = strawberry.field(description="Of het er al was; dan is er niets gewijzigd.")


@strawberry.type(description="De ontvanger heeft niet bevestigd dat hij onze berichten wil; er is geen abonnement.")
class AdresNietBevestigd:
    """No handshake."""

    reden: Bezorgfout = strawberry.field(description="Waarom niet.")
    melding: str = strawberry.field(description="Uitleg.")

    @classmethod
    def of(cls, fault: Fault) -> "AdresNietBevestigd":
        """A handshake that came to nothing."""
        return cls(
            reden=Bezorgfout.of(fault),
            melding="De ontvanger antwoordde op OPTIONS niet met WebHook-Allowed-Origin en onze naam (of *).",
        )


@strawberry.type(description="De aanvraag klopt niet; er is niets gewijzigd.")
class OngeldigAbonnement:
    """Invalid."""

    problemen: list[Probleem] = strawberry.field(description="Alles wat niet klopt.")


@strawberry.type(description="U mag geen webhooks beheren; er is niets gewijzigd.")
class WebhooksNietToegestaan:
    """Not allowed."""

    melding: str = strawberry.field(description="Uitleg.")


@strawberry.type(description="Dit abonnement bestaat niet, of niet voor uw organisatie.")
class AbonnementNietGevonden:
    """Not found."""

    melding: str = strawberry.field(description="Uitleg.")


@strawberry.type(description="Het abonnement is gestopt; wat nog in de rij stond wordt niet meer bezorgd.")
class AbonnementBeeindigd:
    """Ended."""

    abonnement: WebhookAbonnement = strawberry.field(description="Het abonnement.")


@strawberry.type(description="Onbestelbare berichten staan opnieuw in de rij.")
class HerleveringGepland:
    """Revived."""

    aantal: int = strawberry.field(description="Hoeveel berichten opnieuw in de rij staan.")
    abonnement: WebhookAbonnement = strawberry.field(description="Het abonnement.")


@strawberry.type(description="Dit abonnement is gestopt; er is niets gewijzigd. Maak een nieuw abonnement.")
class AbonnementGestopt:
    """Too late."""

    abonnement: WebhookAbonnement = strawberry.field(description="Het abonnement.")


AbonneerWebhookResultaat: TypeAlias = Annotated[
    WebhookGeabonneerd | AdresNietBevestigd | OngeldigAbonnement | WebhooksNietToegestaan,
    strawberry.union("AbonneerWebhookResultaat", description="Hoe een aanvraag van een abonnement kan aflopen."),
]
BeeindigAbonnementResultaat: TypeAlias = Annotated[
    AbonnementBeeindigd | AbonnementNietGevonden | WebhooksNietToegestaan,
    strawberry.union("BeeindigAbonnementResultaat", description="Hoe het beëindigen van een abonnement kan aflopen."),
]
HerleverWebhookResultaat: TypeAlias = Annotated[
    HerleveringGepland | AbonnementGestopt | AbonnementNietGevonden | WebhooksNietToegestaan,
    strawberry.union("HerleverWebhookResultaat", description="Hoe een herlevering kan aflopen."),
]
