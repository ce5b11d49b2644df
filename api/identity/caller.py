"""Who is asking: the organisation, the role and the doelen of one request."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from policies.context import OrganisationKind, Purpose, Role


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that may use this API; `inrichtingen` are the PI's that it is (DJI) or serves (3RO)."""

    oin: str
    name: str
    kind: OrganisationKind
    gemeentecode: str | None
    inrichtingen: frozenset[str]


@dataclass(frozen=True, slots=True)
class Caller:
    """Someone with a valid token; `user` is the issuer's pseudonym for a person or system, never a name or number.

    `person` is the SKN of a betrokkene, who looks at the plans about himself; it ties him to them and is shown and logged nowhere.
    """

    organisation: Organisation
    role: Role
    purposes: frozenset[Purpose]
    user: str
    token_id: str
    expires_at: datetime
    person: str | None = field(default=None, repr=False)

    def acting_for(self, purposes: Collection[Purpose]) -> "Caller":
        """Return this caller with only these doelen; ValueError when one is not among its own: rights never widen."""
        narrowed = frozenset(purposes)
        if not narrowed <= self.purposes:
            raise ValueError("a caller cannot act for a doel that its token does not allow")
        return replace(self, purposes=narrowed)
