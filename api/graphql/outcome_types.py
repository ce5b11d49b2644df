"""How a registration or a change can end, as the interface says it."""

from typing import Annotated, Any, TypeAlias

import strawberry

from api.access.refusal import Reason, Refusal
from api.graphql import enums as _enums  # noqa: F401 - marks the value lists for Strawberry
from api.graphql.output_types import Plan
from api.graphql.scalars import JSON
from api.graphql.shared_types import VeldWijziging
from plan_schema.merge import Conflict
from plan_schema.problems import Problem


@strawberry.type(description="Een veld dat u niet mag schrijven.")
class VeldWeigering:
    """One refused path."""

    pad: str = strawberry.field(description="Pad van het veld.")
    reden: Reason = strawberry.field(description="Reden van de weigering.")
    grondslag: list[str] = strawberry.field(description="Grondslagen waarop anderen dit veld wel mogen schrijven.")
    wieWel: list[str] = strawberry.field(description="Wie het veld wel mogen schrijven.")

    @classmethod
    def of(cls, refusal: Refusal) -> "VeldWeigering":
        """A refusal as the interface shows it."""
        return cls(
            pad=refusal.path, reden=refusal.reason, grondslag=list(refusal.grounds), wieWel=list(refusal.who_may)
        )


@strawberry.type(description="Iets wat niet klopt aan de invoer.")
class Probleem:
    """One problem."""

    pad: str = strawberry.field(description="Pad van het veld.")
    code: str = strawberry.field(description="Vaste code van het probleem.")
    melding: str = strawberry.field(description="Wat er niet klopt.")
    verwacht: str | None = strawberry.field(description="Wat er werd verwacht.")

    @classmethod
    def of(cls, problem: Problem) -> "Probleem":
        """A problem as the interface shows it."""
        return cls(pad=problem.path, code=problem.code, melding=problem.message, verwacht=problem.expected)


@strawberry.type(description="Een pad waarop twee schrijvers het oneens zijn.")
class VeldConflict:
    """One conflict."""

    pad: str = strawberry.field(description="Pad van het veld of onderdeel.")
    basis: JSON | None = strawberry.field(description="Waarde in de versie waarop de wijziging was gebaseerd.")
    huidig: JSON | None = strawberry.field(description="Waarde in de huidige versie.")
    voorgesteld: JSON | None = strawberry.field(description="Waarde die werd voorgesteld.")

    @classmethod
    def of(cls, conflict: Conflict) -> "VeldConflict":
        """A conflict as the interface shows it."""
        return cls(pad=conflict.path, basis=conflict.base, huidig=conflict.current, voorgesteld=conflict.proposed)


@strawberry.type(description="De wijziging is vastgelegd, of veranderde niets.")
class PlanGewijzigd:
    """Changed."""

    plan: Any = strawberry.field(description="Het plan na de wijziging.", graphql_type=Plan)
    samengevoegd: list[VeldWijziging] = strawberry.field(
        description="Wat anderen sinds de verwachte versie wijzigden, en waarmee is samengevoegd."
    )
    nietHersteld: list[VeldWeigering] = strawberry.field(
        description="Bij herstel: wat afwijkt van de gevraagde versie en niet terugkwam, omdat u het niet mag schrijven."
    )


@strawberry.type(description="Anderen gaven dezelfde velden een andere waarde; er is niets gewijzigd.")
class VersieConflict:
    """Conflict."""

    huidigeVersie: int = strawberry.field(description="Nummer van de huidige versie.")
    conflicten: list[VeldConflict] = strawberry.field(description="De velden waarover het gaat.")


@strawberry.type(description="U mag deze velden niet schrijven; er is niets gewijzigd.")
class VeldenNietToegestaan:
    """Not allowed."""

    velden: list[VeldWeigering] = strawberry.field(description="De geweigerde velden, allemaal.")


@strawberry.type(description="De invoer klopt niet; er is niets gewijzigd.")
class OngeldigeWijziging:
    """Invalid."""

    problemen: list[Probleem] = strawberry.field(description="Alles wat niet klopt.")


@strawberry.type(description="Dit plan bestaat niet, of niet voor u.")
class PlanNietGevonden:
    """Not found."""

    melding: str = strawberry.field(description="Uitleg.")


@strawberry.type(description="De detentie is geregistreerd; het plan heeft zijn eerste versie.")
class DetentieGeregistreerd:
    """Registered."""

    plan: Any = strawberry.field(description="Het nieuwe plan.", graphql_type=Plan)


@strawberry.type(description="Deze persoon heeft al een lopend plan.")
class PlanBestaatAl:
    """Already registered."""

    planId: strawberry.ID | None = strawberry.field(
        description="Id van het lopende plan, als u daarmee een relatie hebt."
    )


WijzigPlanResultaat: TypeAlias = Annotated[
    PlanGewijzigd | VersieConflict | VeldenNietToegestaan | OngeldigeWijziging | PlanNietGevonden,
    strawberry.union("WijzigPlanResultaat", description="Hoe een wijziging kan aflopen."),
]
RegistreerDetentieResultaat: TypeAlias = Annotated[
    DetentieGeregistreerd | PlanBestaatAl | VeldenNietToegestaan | OngeldigeWijziging,
    strawberry.union("RegistreerDetentieResultaat", description="Hoe een registratie kan aflopen."),
]
