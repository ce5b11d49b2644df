"""Who can be told of a change: every organisation that may use the API, in all the roles it has."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final

from api.access.access import Access
from api.identity.caller import Caller, Organisation
from api.identity.organisations import Organisations
from api.store.recipient import Recipient
from policies.context import ROLES_OF, AssuranceLevel, OrganisationKind, Purpose, Role
from policies.policy import Policy

_TOLD: Final = frozenset({OrganisationKind.DJI, OrganisationKind.RECLASSERING, OrganisationKind.GEMEENTE})
"""The kinds that take part in plans. An inspectorate sees numbers only; a betrokkene looks, and is not sent anything."""


def recipients(organisations: Organisations, policy: Policy, today: date, aftercare_months: int) -> Iterable[Recipient]:
    """Every recipient, with an access per role over every doel: what the organisation could see at most."""
    for organisation in organisations:
        if organisation.kind in _TOLD:
            accesses = (
                Access(_somebody(organisation, role), policy, today, aftercare_months)
                for role in sorted(ROLES_OF[organisation.kind])
            )
            yield Recipient(organisation.oin, tuple(accesses))


def _somebody(organisation: Organisation, role: Role) -> Caller:
    expires = datetime.max.replace(tzinfo=UTC)
    return Caller(organisation, role, frozenset(Purpose), "", "", expires, level=AssuranceLevel.HOOG)
