"""The fixed types of the interface: pages, versions, changes and rights."""

from typing import Any

import strawberry

from api.access.decision import Decision
from api.access.field_rights import FieldRight
from api.access.refusal import Reason
from api.graphql.output_types import Plan
from api.graphql.scalars import JSON, OIN, Datum, Tijdstip
from api.store.plans import SeenVersion
from api.store.versions import VersionedChange
from plan_schema.changes import Change
from policies.context import Action, Phase, Purpose, Relation


@strawberry.type(description="Of er meer is, volgens de Relay-specificatie.")
class PageInfo:
    """Relay's PageInfo, forward only."""

    hasNextPage: bool = strawberry.field(description="Of er na deze bladzijde meer is.")
    hasPreviousPage: bool = strawberry.field(description="Of er vóór deze bladzijde iets is.")
    startCursor: str | None = strawberry.field(description="Cursor van het eerste onderdeel.")
    endCursor: str | None = strawberry.field(description="Cursor van het laatste onderdeel; geef die mee als after.")


@strawberry.type(description="Eén plan in een lijst, met zijn cursor.")
class PlanEdge:
    """Relay edge."""

    node: Any = strawberry.field(description="Het plan.", graphql_type=Plan)
    cursor: str = strawberry.field(description="Cursor van dit plan.")


@strawberry.type(description="Een wijziging van één veld, of van het bestaan van een onderdeel.")
class VeldWijziging:
    """One change."""

    pad: str = strawberry.field(description="Pad van het veld, met ids van onderdelen.")
    oud: JSON | None = strawberry.field(description="Waarde ervoor; null als er niets was vastgelegd.")
    nieuw: JSON | None = strawberry.field(description="Waarde erna; null als er niets meer is vastgelegd.")
    versie: int = strawberry.field(description="Versie waarin de wijziging is gemaakt.")
    organisatie: OIN = strawberry.field(description="OIN van de organisatie die de wijziging maakte.")

    @classmethod
    def of(cls, entry: VersionedChange) -> "VeldWijziging":
        """A change as the interface shows it."""
        change = entry.change
        return cls(
            pad=change.path, oud=change.old, nieuw=change.new, versie=entry.version, organisatie=OIN(entry.organisation)
        )


@strawberry.type(description="Een versie van een plan, met de wijzigingen die u mag zien.")
class PlanVersie:
    """One version."""

    nummer: int = strawberry.field(description="Nummer van de versie.")
    tijdstip: Tijdstip = strawberry.field(description="Moment waarop de versie is vastgelegd.")
    organisatie: OIN = strawberry.field(description="OIN van de organisatie die de versie maakte.")
    organisatienaam: str = strawberry.field(description="Naam van de organisatie.")
    organisatieSoort: str = strawberry.field(description="Soort organisatie.")
    rol: str = strawberry.field(description="Rol van de auteur.")
    doelen: list[str] = strawberry.field(description="Doelen waarvoor de auteur handelde.")
    toelichting: str | None = strawberry.field(
        description="Toelichting van de auteur; alleen als u alle wijzigingen van de versie mag zien."
    )
    peildatum: Datum | None = strawberry.field(description="Datum waarop de gegevens golden.")
    bron: str | None = strawberry.field(description="Systeem waaruit de gegevens komen.")
    wijzigingen: list[VeldWijziging] = strawberry.field(description="De wijzigingen die u mag zien.")
    beleidsrevisie: str = strawberry.field(description="Revisie van het beleid waaronder de versie is gemaakt.")

    @classmethod
    def of(cls, seen: SeenVersion) -> "PlanVersie":
        """A version as the interface shows it."""
        version, author = seen.version, seen.version.author

        def shown(change: Change) -> VeldWijziging:
            return VeldWijziging.of(VersionedChange(change, version.number, author.organisation))

        return cls(
            nummer=version.number,
            tijdstip=version.moment,  # type: ignore[arg-type] # the scalar writes the moment out
            organisatie=OIN(author.organisation),
            organisatienaam=author.organisation_name,
            organisatieSoort=author.organisation_kind,
            rol=author.role,
            doelen=list(author.purposes),
            toelichting=seen.explanation,
            peildatum=Datum(version.note.reference_date) if version.note.reference_date else None,
            bron=version.note.source_system,
            wijzigingen=[shown(change) for change in seen.changes],
            beleidsrevisie=version.policy_revision,
        )


@strawberry.type(description="Eén versie in een lijst, met haar cursor.")
class PlanVersieEdge:
    """Relay edge."""

    node: PlanVersie = strawberry.field(description="De versie.")
    cursor: str = strawberry.field(description="Cursor van deze versie.")


@strawberry.type(description="De versies van een plan, nieuwste eerst.")
class PlanVersieConnection:
    """Relay connection."""

    edges: list[PlanVersieEdge] = strawberry.field(description="De versies met hun cursors.")
    nodes: list[PlanVersie] = strawberry.field(description="De versies zelf.")
    pageInfo: PageInfo = strawberry.field(description="Of er meer is.")


@strawberry.type(description="Wat u met een veld mag doen.")
class VeldRecht:
    """The rights on one field."""

    pad: str = strawberry.field(description="Pad van het veld.")
    lezen: bool = strawberry.field(description="Of u het veld mag lezen.")
    schrijven: bool = strawberry.field(description="Of u het veld mag schrijven.")
    grondslag: list[str] = strawberry.field(description="Grondslagen waarop het recht rust.")
    voorwaarde: str | None = strawberry.field(
        description="Voorwaarde die per plan of onderdeel beslist; null als het recht altijd geldt."
    )

    @classmethod
    def of(cls, right: FieldRight) -> "VeldRecht":
        """The rights on a field as the interface shows them."""
        return cls(
            pad=right.path,
            lezen=right.read,
            schrijven=right.write,
            grondslag=list(right.grounds),
            voorwaarde=right.condition,
        )


@strawberry.type(description="Waarom u iets wel of niet mag met een veld.")
class Besluit:
    """A decision, explained."""

    toegestaan: bool = strawberry.field(description="Of u het mag.")
    pad: str = strawberry.field(description="Pad van het veld.")
    actie: Action = strawberry.field(description="Wat u met het veld wilt doen.")
    regel: str | None = strawberry.field(
        description="De regel in de beleidstabellen die het geeft; null als er geen is."
    )
    toelichting: str | None = strawberry.field(description="Toelichting bij die regel.")
    grondslag: list[str] = strawberry.field(
        description="De grondslag van die regel of, bij een weigering, die van anderen."
    )
    doel: Purpose | None = strawberry.field(description="Het doel waarvoor het mag.")
    relatie: Relation | None = strawberry.field(description="De relatie waarmee het mag.")
    fase: Phase | None = strawberry.field(description="De fase waarin het mag.")
    voorwaarde: str | None = strawberry.field(description="De voorwaarde waaronder de regel geldt.")
    reden: Reason | None = strawberry.field(description="Reden van een weigering.")
    wieWel: list[str] = strawberry.field(
        description="Bij een weigering: wie het wel mogen, en aan wie u het dus kunt vragen."
    )
    revisie: str = strawberry.field(description="Revisie van het beleid.")

    @classmethod
    def of(cls, decision: Decision, path: str) -> "Besluit":
        """A decision as the interface shows it."""
        row, refusal = decision.row, decision.refusal
        return cls(
            toegestaan=row is not None,
            pad=path,
            actie=decision.action,
            regel=row.line if row else None,
            toelichting=(row.note or None) if row else None,
            grondslag=[row.ground] if row else list(refusal.grounds if refusal else ()),
            doel=decision.purpose,
            relatie=decision.relation,
            fase=decision.phase,
            voorwaarde=(row.condition.name or None) if row else None,
            reden=refusal.reason if refusal else None,
            wieWel=list(refusal.who_may) if refusal else [],
            revisie=decision.revision,
        )
