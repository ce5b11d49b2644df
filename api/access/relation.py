"""How a caller is tied to a plan, and in which phase the plan is: enums, computed before any right is looked up."""

from datetime import date
from typing import Final

from dateutil.relativedelta import relativedelta

from api.access.facts import PlanFacts
from api.identity.caller import Caller
from policies.context import OrganisationKind, Phase, Relation

# Made once: the relay asks for every organisation, of which nearly none is tied to a plan.
_NONE: Final[frozenset[Relation]] = frozenset()
_OWN_PI: Final = frozenset({Relation.EIGEN_PI})
_EARLIER_PI: Final = frozenset({Relation.VORIGE_PI})
_SIGNALLED: Final = frozenset({Relation.SIGNAAL})
_ASSIGNED: Final = frozenset({Relation.TOEGEWEZEN})
_ORIGIN: Final = frozenset({Relation.HERKOMST})
_SETTLING: Final = frozenset({Relation.VESTIGING})
_SELF: Final = frozenset({Relation.ZELF})


def aftercare_limit(today: date, months: int) -> str:
    """The earliest final release date (ISO) at which a gemeente still has its relation today (design §10.6)."""
    return (today - relativedelta(months=months)).isoformat()


def relations_of(caller: Caller, plan: PlanFacts, today: date, aftercare_months: int) -> frozenset[Relation]:
    """How this caller is tied to this plan on this day; empty hides the plan altogether."""
    match caller.organisation.kind:
        case OrganisationKind.DJI:
            return _dji(caller, plan)
        case OrganisationKind.RECLASSERING:
            return _reclassering(caller, plan)
        case OrganisationKind.GEMEENTE:
            return _gemeente(caller, plan, today, aftercare_months)
        case OrganisationKind.BETROKKENE:
            return _SELF if caller.person is not None and plan.skn == caller.person else _NONE
        case OrganisationKind.INSPECTIE:
            return _NONE


def _dji(caller: Caller, plan: PlanFacts) -> frozenset[Relation]:
    own = caller.organisation.inrichtingen
    if plan.inrichting in own:
        return _OWN_PI
    return _NONE if own.isdisjoint(plan.earlier_inrichtingen) else _EARLIER_PI


def _reclassering(caller: Caller, plan: PlanFacts) -> frozenset[Relation]:
    # Before the signal there is no ground to look (002:L600); after it the 3RO team of the PI looks until somebody is
    # assigned; from then on only those who are (design §10.1, §10.4).
    organisation = caller.organisation
    if not plan.signal_given:
        return _NONE
    signalled = _SIGNALLED if not plan.assigned and plan.inrichting in organisation.inrichtingen else _NONE
    assigned = _ASSIGNED if organisation.oin in plan.assigned or organisation.oin == plan.supervisor else _NONE
    return signalled | assigned


def _gemeente(caller: Caller, plan: PlanFacts, today: date, aftercare_months: int) -> frozenset[Relation]:
    code = caller.organisation.gemeentecode
    if code is None:
        return _NONE
    origin = _ORIGIN if plan.herkomstgemeente == code else _NONE
    settling = _SETTLING if plan.vestigingsgemeente == code else _NONE
    relations = origin | settling
    if not relations or (plan.start is not None and plan.start > today.isoformat()):
        return _NONE
    ended = (
        plan.release_is_final and plan.release is not None and plan.release < aftercare_limit(today, aftercare_months)
    )
    return _NONE if ended else relations


def phase_of(plan: PlanFacts, today: date) -> Phase:
    """The phase of a plan on this day. An expected release date does not end a detention; a final one does."""
    if plan.closed:
        return Phase.AFGESLOTEN
    if plan.release_is_final and plan.release is not None and plan.release <= today.isoformat():
        return Phase.NA_DETENTIE
    return Phase.DETENTIE if plan.signal_given else Phase.INSTROOM
