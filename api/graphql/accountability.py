"""Questions about the logs: who received what, and what was done with a plan.

Who may write a field must tell those who received a wrong value of it (art. 22 and 24 Wjsg), so he may ask who they are.
Betrokkene sees everything that was done with his own plan, and so does the functionaris gegevensbescherming (FG) of DJI, which
holds the plans; any other FG sees what his own organisation did.
No record names an employee.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import strawberry

from api.errors import Code, Fault, RequestRefused
from api.graphql import arguments
from api.graphql import enums as _enums  # noqa: F401 - marks the value lists for Strawberry
from api.graphql.context import Info, root_of
from api.graphql.scalars import OIN, Tijdstip
from api.logbook.handeling import Handeling
from api.logbook.reading import Recipient
from plan_schema.plan import PATHS
from plan_schema.tree import Leaf
from plan_schema.values import schema_path
from policies.context import Action, OrganisationKind, Purpose, Role

strawberry.enum(Handeling, description="Soort verwerking (art. 26e Wjsg).")

_PlanId = Annotated[strawberry.ID, strawberry.argument(description="Id van het plan.")]


@strawberry.type(description="Een organisatie die een waarde ontving.")
class Ontvangst:
    """One receipt."""

    organisatie: OIN = strawberry.field(description="OIN van de ontvanger.")
    tijdstip: Tijdstip = strawberry.field(description="Moment van ontvangst.")
    doelen: list[Purpose] = strawberry.field(description="Doelen waarvoor de waarde is gevraagd.")
    versies: list[int] = strawberry.field(description="De versies waarin de ontvanger de waarde zag.")
    spoor: str = strawberry.field(description="Kenmerk in de logboeken (W3C trace id).")

    @classmethod
    def of(cls, recipient: Recipient) -> "Ontvangst":
        """A receipt as the interface shows it."""
        return cls(
            organisatie=OIN(recipient.organisation),
            tijdstip=recipient.moment,  # type: ignore[arg-type] # the scalar writes the moment out
            doelen=[Purpose(purpose) for purpose in recipient.purposes],
            versies=list(recipient.versions),
            spoor=recipient.trace_id,
        )


@strawberry.type(description="Hoe lang een waarde in het plan stond, en wie haar ontvingen.")
class Ontvangers:
    """The receipts of one value."""

    pad: str = strawberry.field(description="Pad van het veld.")
    vanVersie: int = strawberry.field(description="Eerste versie met deze waarde.")
    totEnMetVersie: int = strawberry.field(description="Laatste versie met deze waarde.")
    ontvangsten: list[Ontvangst] = strawberry.field(description="Elke ontvangst van deze waarde, oudste eerst.")


@strawberry.type(description="Velden van een versie van een plan.")
class VersieVelden:
    """Fields of one version."""

    versie: int = strawberry.field(description="Nummer van de versie.")
    velden: list[str] = strawberry.field(description="Paden van de velden.")


@strawberry.type(description="Iets wat met een plan is gedaan; medewerkers staan er niet in.")
class Verwerking:
    """One processing record."""

    tijdstip: Tijdstip = strawberry.field(description="Moment van de verwerking.")
    handeling: Handeling = strawberry.field(description="Soort verwerking.")
    activiteit: str = strawberry.field(description="De verwerkingsactiviteit in het register.")
    organisatie: OIN = strawberry.field(description="OIN van de organisatie namens welke het gebeurde.")
    doelen: list[Purpose] = strawberry.field(description="Doelen van de verwerking.")
    gelezen: list[VersieVelden] = strawberry.field(description="Wat er is gelezen.")
    geschreven: VersieVelden | None = strawberry.field(description="Wat er is vastgelegd of gewijzigd.")
    spoor: str = strawberry.field(description="Kenmerk in de logboeken (W3C trace id).")

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Verwerking":
        """A record as the interface shows it."""
        written = record.get("geschreven")
        return cls(
            tijdstip=datetime.fromtimestamp(record["end_time"] / 1000, UTC),  # type: ignore[arg-type] # the scalar writes it out
            handeling=Handeling(record["handeling"]),
            activiteit=record["attributes"]["dpl"]["core"]["processing_activity_id"],
            organisatie=OIN(record["ontvanger"]),
            doelen=[Purpose(purpose) for purpose in record["doelen"]],
            gelezen=[VersieVelden(versie=entry["versie"], velden=entry["velden"] or []) for entry in record["gelezen"]],
            geschreven=VersieVelden(versie=written["versie"], velden=written["velden"] or []) if written else None,
            spoor=record["trace_id"],
        )


@strawberry.type
class AccountabilityQuery:
    """The part of the root that asks the logs."""

    @strawberry.field(
        description="Wie een waarde ontvingen die niet blijkt te kloppen: zij moeten het horen (art. 22 en 24 Wjsg). "
        "Voor wie het veld mag schrijven; null als het plan er niet is, of niet voor u."
    )
    async def ontvangers(
        self,
        info: Info,
        planId: _PlanId,
        pad: Annotated[str, strawberry.argument(description="Pad van het veld, met ids van onderdelen.")],
        versie: Annotated[int, strawberry.argument(description="Een versie waarin de waarde stond.")],
    ) -> Ontvangers | None:
        """Who received a value, over all versions in which it stood."""
        context, root = info.context, root_of(info)
        leaf = PATHS.node(schema_path(pad))
        if not isinstance(leaf, Leaf):
            raise _refused(400, Code.ONBEKEND_VELD, "Dit pad noemt geen veld van een plan.", "pad")
        view = await context.view(planId, root)
        if view is None:
            return None
        context.judge(view, [view.judged_to(leaf, pad, Action.SCHRIJVEN)])
        refusal = view.decide(leaf, pad, Action.SCHRIJVEN).refusal
        if refusal is not None:
            raise _refused(
                403,
                Code.UNAUTHORIZED_PARAMETER,
                "Wie een waarde ontvingen is te vragen door wie het veld mag schrijven.",
                "pad",
                extra=(("reden", refusal.reason), ("grondslag", refusal.grounds), ("wieWel", refusal.who_may)),
            )
        span = await context.store.reader.span(view, pad, versie)
        if span is None:
            raise _refused(
                400,
                Code.ONGELDIGE_WAARDE,
                "Deze versie van het plan bestaat niet.",
                "versie",
                expected=f"een nummer van 1 tot en met {view.version}",
            )
        found = await context.store.logbook.recipients(planId, pad)
        receipts = [Ontvangst.of(receipt) for entry in found if (receipt := entry.within(*span)) is not None]
        return Ontvangers(pad=pad, vanVersie=span[0], totEnMetVersie=span[1], ontvangsten=receipts)

    @strawberry.field(
        description="Wat er met een plan is gedaan, oudste eerst: voor betrokkene en de functionaris "
        "gegevensbescherming van DJI alles, voor een andere wat zijn eigen organisatie deed."
    )
    async def verwerkingen(
        self,
        info: Info,
        planId: _PlanId,
        first: Annotated[
            int | None, strawberry.argument(description="Hoeveel er op een bladzijde komen, van 1 tot en met 100.")
        ] = 25,
        na: Annotated[
            Tijdstip | None, strawberry.argument(description="Alleen verwerkingen van na dit moment.")
        ] = None,
    ) -> list[Verwerking]:
        """A page of the log of a plan."""
        context, root = info.context, root_of(info)
        size, after = arguments.page_size(first), arguments.moment(na, "na")
        caller = context.access.caller
        only: str | None = None
        if caller.organisation.kind is OrganisationKind.BETROKKENE:
            if await context.view(planId, root) is None:
                return []
        elif caller.role is Role.FUNCTIONARIS_GEGEVENSBESCHERMING and Purpose.BEHEER in caller.purposes:
            # DJI holds the plans: every disclosure is its own processing too.
            only = None if caller.organisation.kind is OrganisationKind.DJI else caller.organisation.oin
        else:
            raise _refused(
                403,
                Code.UNAUTHORIZED_PARAMETER,
                "De verwerkingen van een plan zijn te vragen door betrokkene, en met doel BEHEER door de functionaris "
                "gegevensbescherming.",
                "planId",
            )
        records = await context.store.logbook.of_plan(planId, by=only, after=after, first=size)
        # Reading a log is logged. Without records the plan is, for who asks, one that does not exist.
        if records:
            context.trail.of_id(root, planId)
        else:
            context.missing(planId, root)
        return [Verwerking.of(record) for record in records]


def _refused(
    status: int,
    code: Code,
    message: str,
    path: str,
    expected: str | None = None,
    extra: tuple[tuple[str, Any], ...] = (),
) -> RequestRefused:
    return RequestRefused(status, [Fault(code, message, path, expected, extra)])
