"""Callers made from the personas, for tests that need no token."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from functools import cache

from api.access.access import Access
from api.identity.caller import Caller
from api.identity.organisations import OrganisationTable
from api.identity.personas import PERSONAS
from plan_schema.plan import PLAN
from policies.context import Purpose
from policies.policy import Policy

AFTERCARE_MONTHS = 12


@cache
def policy() -> Policy:
    """The policy of the house."""
    return Policy.load(PLAN, date(2026, 7, 1))


@cache
def _organisations() -> OrganisationTable:
    return OrganisationTable.load()


def caller(persona: str, purposes: Collection[Purpose] | None = None) -> Caller:
    """Who a persona is, acting for its own doelen or for these."""
    who = PERSONAS[persona]
    organisation = _organisations().get(who.oin)
    assert organisation is not None
    expires = datetime(2099, 1, 1, tzinfo=UTC)
    acting_for = who.purposes if purposes is None else frozenset(purposes)
    user = f"persona:{persona}"
    return Caller(organisation, who.role, acting_for, user, "token", expires, who.person, level=who.level)


def access(persona: str, today: date, purposes: Collection[Purpose] | None = None) -> Access:
    """What a persona may do on a day."""
    return Access(caller(persona, purposes), policy(), today, AFTERCARE_MONTHS)
