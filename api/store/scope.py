"""Which plans exist for a caller, as a MongoDB filter: what `Access.rights` says of one plan, asked of all of them.

The server applies it, so that a plan out of reach costs and answers the same as one that does not exist. The tests
prove that filter and function agree.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from api.access.access import Access
from api.access.relation import aftercare_limit
from api.identity.caller import Caller
from api.store.driver import Filter
from policies.context import OrganisationKind, Phase, Relation

_NOTHING: Final[Filter] = {"_id": {"$in": []}}
_SIGNAL_GIVEN: Final[Filter] = {"samenStarten.signaal.afgegevenOp": {"$type": "date"}}
_NOT_ASSIGNED: Final[Filter] = {"samenStarten.toewijzing.organisaties": {"$not": {"$type": "array"}}}


def scope_of(access: Access, relations: Iterable[Relation] = Relation, fields: int = 0) -> Filter:
    """The plans with which this caller has one of these relations today, in a phase in which it gives him any right.

    `fields`, as bits: what a criterion or an order looks at. Where the relation does not show them the plan is left out, since
    that it fits would tell what they hold.
    """
    wanted = set(relations)
    found = [
        _in_phases(where, access.readable_phases(relation, fields), access.today)
        for relation, where in _by_relation(access).items()
        if relation in wanted
    ]
    found = [where for where in found if where is not _NOTHING]
    if not found:
        return _NOTHING
    return found[0] if len(found) == 1 else {"$or": found}


def _in_phases(where: Filter, phases: frozenset[Phase], today: date) -> Filter:
    if not phases:
        return _NOTHING
    if len(phases) == len(Phase):
        return where
    return {"$and": [where, {"$or": [in_phase(phase, today) for phase in sorted(phases)]}]}


def _by_relation(access: Access) -> dict[Relation, Filter]:
    caller = access.caller
    match caller.organisation.kind:
        case OrganisationKind.DJI:
            return _dji(caller)
        case OrganisationKind.RECLASSERING:
            return _reclassering(caller)
        case OrganisationKind.GEMEENTE:
            return _gemeente(caller.organisation.gemeentecode, access.today, access.aftercare_months)
        case _:
            return {}


def _dji(caller: Caller) -> dict[Relation, Filter]:
    own = sorted(caller.organisation.inrichtingen)
    earlier = {"detentie.plaatsingen.inrichting": {"$in": own}, "detentie.inrichting": {"$nin": own}}
    return {Relation.EIGEN_PI: _inrichting(caller), Relation.VORIGE_PI: earlier}


def _inrichting(caller: Caller) -> Filter:
    return {"detentie.inrichting": {"$in": sorted(caller.organisation.inrichtingen)}}


def _reclassering(caller: Caller) -> dict[Relation, Filter]:
    oin = caller.organisation.oin
    assigned = [{"samenStarten.toewijzing.organisaties": oin}, {"toezicht.toezichthouderOrganisatie": oin}]
    return {
        Relation.SIGNAAL: {**_inrichting(caller), **_SIGNAL_GIVEN, **_NOT_ASSIGNED},
        Relation.TOEGEWEZEN: {"$or": [{**where, **_SIGNAL_GIVEN} for where in assigned]},
    }


def _gemeente(code: str | None, today: date, aftercare_months: int) -> dict[Relation, Filter]:
    if code is None:
        return {}
    # `$not $gt` also fits a date that is not recorded, or recorded as unknown; `$gt` compares text with text only.
    period: dict[str, Any] = {
        "detentie.datumAanvang": {"$not": {"$gt": today.isoformat()}},
        "$nor": [
            {
                "detentie.einddatumStatus": "DEFINITIEF",
                "detentie.datumInvrijheidstelling": {"$lt": aftercare_limit(today, aftercare_months)},
            }
        ],
    }
    return {
        Relation.HERKOMST: {"terugkeer.herkomstgemeente": code, **period},
        Relation.VESTIGING: {"terugkeer.vestigingsgemeente": code, **period},
    }


def of_plan(plan_id: str, access: Access, fields: int = 0) -> Filter:
    """One plan, if it exists for this caller and shows him these fields."""
    return {"$and": [{"_id": plan_id}, scope_of(access, fields=fields)]}


def in_phase(phase: Phase, today: date) -> Filter:
    """The plans in a phase today: what `phase_of` says of one plan."""
    closed = {"status": "AFGESLOTEN"}
    released = {
        "detentie.einddatumStatus": "DEFINITIEF",
        "detentie.datumInvrijheidstelling": {"$lte": today.isoformat(), "$type": "string"},
    }
    match phase:
        case Phase.AFGESLOTEN:
            return closed
        case Phase.NA_DETENTIE:
            return {"$nor": [closed], **released}
        case Phase.DETENTIE:
            return {"$nor": [closed, released], **_SIGNAL_GIVEN}
        case Phase.INSTROOM:
            return {"$nor": [closed, released, _SIGNAL_GIVEN]}
