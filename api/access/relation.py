"""How a caller is tied to a plan, and in which phase the plan is: enums, computed before any right is looked up."""

from datetime import date

from dateutil.relativedelta import relativedelta

from api.access.facts import PlanFacts
from api.identity.caller import Caller
from policies.context import OrganisationKind, Phase, Relation


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
            return _of({Relation.ZELF: caller.person is not None and plan.skn == caller.person})
        case OrganisationKind.INSPECTIE:
            return frozenset()


def _of(held: dict[Relation, bool]) -> frozenset[Relation]:
    return frozenset(relation for relation, holds in held.items() if holds)


def _dji(caller: Caller, plan: PlanFacts) -> frozenset[Relation]:
    here = plan.inrichting in caller.organisation.inrichtingen
    earlier = bool(plan.earlier_inrichtingen & caller.organisation.inrichtingen)
    return _of({Relation.EIGEN_PI: here, Relation.VORIGE_PI: earlier and not here})


def _reclassering(caller: Caller, plan: PlanFacts) -> frozenset[Relation]:
    # Before the signal there is no ground to look (002:L600); after it the 3RO team of the PI looks until somebody is
    # assigned; from then on only those who are (design §10.1, §10.4).
    organisation = caller.organisation
    if not plan.signal_given:
        return frozenset()
    return _of(
        {
            Relation.SIGNAAL: not plan.assigned and plan.inrichting in organisation.inrichtingen,
            Relation.TOEGEWEZEN: organisation.oin in plan.assigned or organisation.oin == plan.supervisor,
        }
    )


def _gemeente(caller: Caller, plan: PlanFacts, today: date, aftercare_months: int) -> frozenset[Relation]:
    code = caller.organisation.gemeentecode
    started = plan.start is None or plan.start <= today.isoformat()
    ended = (
        plan.release_is_final and plan.release is not None and plan.release < aftercare_limit(today, aftercare_months)
    )
    if code is None or not started or ended:
        return frozenset()
    return _of({Relation.HERKOMST: plan.herkomstgemeente == code, Relation.VESTIGING: plan.vestigingsgemeente == code})


def phase_of(plan: PlanFacts, today: date) -> Phase:
    """The phase of a plan on this day. An expected release date does not end a detention; a final one does."""
    if plan.closed:
        return Phase.AFGESLOTEN
    if plan.release_is_final and plan.release is not None and plan.release <= today.isoformat():
        return Phase.NA_DETENTIE
    return Phase.DETENTIE if plan.signal_given else Phase.INSTROOM
