"""Which plans exist for a caller, as a MongoDB filter: what `Access.rights` says of one plan, asked of all of them.

The server applies it, so that a plan out of reach costs and answers the same as one that does not exist. The tests
prove that filter and function agree.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from api.access.access import Access
from api.access.relation import aftercare_limit
from api.identity.caller import Caller
from api.store.collections import ASSIGNED, EARLIER_INRICHTING, HERKOMST, INRICHTING, PERSON, SUPERVISOR, VESTIGING
from api.store.driver import Filter
from plan_schema.sections.afscherming import SHIELDINGS
from policies.context import OrganisationKind, Phase, Relation

_NOTHING: Final[Filter] = {"_id": {"$in": []}}
_SIGNAL_GIVEN: Final[Filter] = {"samenStarten.signaal.afgegevenOp": {"$type": "date"}}
_NOT_ASSIGNED: Final[Filter] = {ASSIGNED: {"$not": {"$type": "array"}}}


@dataclass(frozen=True, slots=True)
class Lookup:
    """One way in which a plan can exist for a caller: the path whose index finds it, and the whole condition on it."""

    path: str
    where: Filter


def scope_of(access: Access, relations: Iterable[Relation] = Relation, fields: int = 0) -> Filter:
    """The plans with which this caller has one of these relations today, in a phase in which it gives him any right.

    `fields`, as bits: what a criterion or an order looks at. Where the relation does not show them, or one is shielded, the plan
    is left out, since that it fits would tell what they hold.
    """
    found = [lookup.where for lookup in _lookups(access, frozenset(relations), fields)]
    if not found:
        return _NOTHING
    return found[0] if len(found) == 1 else {"$or": found}


def lookups_of_plan(access: Access, fields: int = 0) -> Iterator[Lookup]:
    """One plan, if it exists for this caller and shows him these fields: beside its id, what to ask, one after the other.

    Each by the index on its own path. By `_id` the server would fetch a plan out of reach before it drops it, and the time
    that takes tells that the plan exists.
    """
    return _lookups(access, frozenset(Relation), fields)


def _lookups(access: Access, relations: frozenset[Relation], fields: int) -> Iterator[Lookup]:
    for relation, lookup in _by_relation(access):
        phases = access.readable_phases(relation, fields) if relation in relations else frozenset()
        if phases:
            where = _in_phases(lookup.where, phases, access.today)
            yield Lookup(lookup.path, {"$and": [where, _in_use(access, fields)]} if fields else where)


def _in_use(access: Access, fields: int) -> Filter:
    """The plans in which none of these fields is shielded today: what `Rights.shielded` says of one plan."""
    today, policy = access.today.isoformat(), access.policy
    shieldable = fields & ~policy.fields_at(SHIELDINGS)
    around = [node.path for node in policy.plan.walk() if policy.fields_at(node.path) & shieldable]
    # A bound that is not recorded, or recorded as unknown, is none: `$gt` and `$lt` compare text with text only.
    in_force = {
        "pad": {"$in": around},
        "ingangsdatum": {"$not": {"$gt": today}},
        "einddatum": {"$not": {"$lt": today}},
    }
    return {"afschermingen": {"$not": {"$elemMatch": in_force}}}


def _in_phases(where: Filter, phases: frozenset[Phase], today: date) -> Filter:
    if len(phases) == len(Phase):
        return where
    return {"$and": [where, {"$or": [in_phase(phase, today) for phase in sorted(phases)]}]}


def _by_relation(access: Access) -> Iterator[tuple[Relation, Lookup]]:
    """What each relation asks of a plan, the relation that most plans are read by first."""
    caller = access.caller
    match caller.organisation.kind:
        case OrganisationKind.DJI:
            return _dji(caller)
        case OrganisationKind.RECLASSERING:
            return _reclassering(caller)
        case OrganisationKind.GEMEENTE:
            return _gemeente(caller.organisation.gemeentecode, access.today, access.aftercare_months)
        case OrganisationKind.BETROKKENE:
            return _betrokkene(caller.person)
        case OrganisationKind.INSPECTIE:
            return iter(())


def _dji(caller: Caller) -> Iterator[tuple[Relation, Lookup]]:
    own = sorted(caller.organisation.inrichtingen)
    yield Relation.EIGEN_PI, Lookup(INRICHTING, {INRICHTING: {"$in": own}})
    earlier = {EARLIER_INRICHTING: {"$in": own}, INRICHTING: {"$nin": own}}
    yield Relation.VORIGE_PI, Lookup(EARLIER_INRICHTING, earlier)


def _reclassering(caller: Caller) -> Iterator[tuple[Relation, Lookup]]:
    oin = caller.organisation.oin
    for path in (ASSIGNED, SUPERVISOR):
        yield Relation.TOEGEWEZEN, Lookup(path, {path: oin, **_SIGNAL_GIVEN})
    own = {INRICHTING: {"$in": sorted(caller.organisation.inrichtingen)}}
    yield Relation.SIGNAAL, Lookup(INRICHTING, {**own, **_SIGNAL_GIVEN, **_NOT_ASSIGNED})


def _gemeente(code: str | None, today: date, aftercare_months: int) -> Iterator[tuple[Relation, Lookup]]:
    if code is None:
        return
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
    yield Relation.VESTIGING, Lookup(VESTIGING, {VESTIGING: code, **period})
    yield Relation.HERKOMST, Lookup(HERKOMST, {HERKOMST: code, **period})


def _betrokkene(skn: str | None) -> Iterator[tuple[Relation, Lookup]]:
    if skn is not None:
        yield Relation.ZELF, Lookup(PERSON, {PERSON: skn})


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
