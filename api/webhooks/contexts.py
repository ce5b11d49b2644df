"""The context in which a subscription was made, with the rights that it has now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from api.access.access import Access
from api.access.policy_holder import PolicyHolder
from api.identity.caller import Caller
from api.identity.organisations import Organisations
from api.store.subscriptions import StopReason, Subscription
from policies.context import ROLES_OF

_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Contexts:
    """Gives subscriptions the access that they have now."""

    organisations: Organisations
    policies: PolicyHolder
    today: Callable[[], date]
    aftercare_months: int

    def access(self, subscription: Subscription) -> Access | StopReason:
        """The access of the context in which a subscription was made, or why it has none any more."""
        organisation = self.organisations.get(subscription.organisation)
        if organisation is None:
            return StopReason.ORGANISATIE_VERVALLEN
        if subscription.role not in ROLES_OF[organisation.kind]:
            return StopReason.RECHTEN_VERVALLEN
        today = self.today()
        caller = Caller(
            organisation,
            subscription.role,
            subscription.purposes,
            subscription.user,
            "",
            _NEVER,
            level=subscription.level,
        )
        access = Access(caller, self.policies.on(today), today, self.aftercare_months)
        return access if access.best.best_read else StopReason.RECHTEN_VERVALLEN
