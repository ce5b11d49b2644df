"""What can be done with somebody's data: the six operations that the law wants logged (art. 26e Wjsg)."""

from enum import StrEnum

from policies.context import OrganisationKind


class Handeling(StrEnum):
    """Soort verwerking."""

    VERZAMELEN = "VERZAMELEN"
    WIJZIGEN = "WIJZIGEN"
    RAADPLEGEN = "RAADPLEGEN"
    VERSTREKKEN = "VERSTREKKEN"
    COMBINEREN = "COMBINEREN"
    VERNIETIGEN = "VERNIETIGEN"


def reading_by(kind: OrganisationKind) -> Handeling:
    """What it is called when an organisation of this kind reads: DJI holds the plans, for others it is a disclosure."""
    return Handeling.RAADPLEGEN if kind is OrganisationKind.DJI else Handeling.VERSTREKKEN
