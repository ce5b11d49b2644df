"""Who is asking: the organisation, the role and the doelen of one request."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from policies.context import AssuranceLevel, OrganisationKind, Purpose, Role


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that may use this API; `inrichtingen` are the PI's that it is (DJI) or serves (3RO)."""

    oin: str
    name: str
    kind: OrganisationKind
    gemeentecode: str | None
    inrichtingen: frozenset[str]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts for the organisation in a token (RFC 8693 `act`): a pseudonym, and an OIN where it names one."""

    user: str
    oin: str | None


@dataclass(frozen=True, slots=True)
class Binding:
    """What the bearer of a token must show to have (`cnf`): SHA-256 thumbprints, base64url.

    `certificate`: of the client's certificate (RFC 8705); `key`: of the key of its proofs (RFC 9449).
    """

    certificate: str | None
    key: str | None


@dataclass(frozen=True, slots=True)
class Caller:
    """Someone with a valid token; `user` is the issuer's pseudonym for a person or system, never a name or number.

    `client` is the application that asks, `level` how surely a person is logged in, `actors` who acts for the organisation, the one
    who asks first. `person` is the SKN of a betrokkene, who looks at the plans about himself; it ties him to them and is shown and
    logged nowhere.
    """

    organisation: Organisation
    role: Role
    purposes: frozenset[Purpose]
    user: str
    token_id: str
    expires_at: datetime
    person: str | None = field(default=None, repr=False)
    client: str = ""
    level: AssuranceLevel | None = None
    actors: tuple[Actor, ...] = ()
    binding: Binding | None = None

    def acting_for(self, purposes: Collection[Purpose]) -> "Caller":
        """Return this caller with only these doelen; ValueError when one is not among its own: rights never widen."""
        narrowed = frozenset(purposes)
        if not narrowed <= self.purposes:
            raise ValueError("a caller cannot act for a doel that its token does not allow")
        return replace(self, purposes=narrowed)
