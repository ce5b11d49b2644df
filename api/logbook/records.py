"""From a trail to the records of the three logs.

Sources: Logboek Dataverwerkingen (Logius; `trace_id` … `dpl.core.*`), Authorization Decision Log (Logius, `adl.*`). Names from
those are kept; the rest is Dutch. No record holds a value, a name of a person, or who in an organisation asked; that last only
`audit` does, as the pseudonym that the issuer gave.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

from api.access.access import Judgement
from api.identity.caller import Caller
from api.logbook.evaluations import evaluation_of
from api.logbook.field_sets import FieldSet, FieldSets
from api.logbook.handeling import Handeling, reading_by
from api.logbook.ids import new_span
from api.logbook.pseudonyms import PLAN_TYPE, Pseudonyms
from api.logbook.register import activities
from api.logbook.trace import Trace
from api.logbook.trail import Touched, Trail

Record: TypeAlias = dict[str, Any]

VERWERKING: Final = "verwerking"
BESLISSING: Final = "beslissing"
AUDIT: Final = "audit"

_YEAR: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Retention:
    """How many years each kind of record is kept."""

    verwerkingen: int
    beslissingen: int
    audit: int


@dataclass(frozen=True, slots=True)
class Ended:
    """How an operation ended: the HTTP status, the codes of what was refused, and when (milliseconds since 1970)."""

    status: int
    codes: Sequence[str]
    moment: int

    @property
    def span_status(self) -> str:
        """The status of a span: a refusal is no error (LDV, ADL)."""
        return "Ok" if self.status < 400 else "Unset" if self.status < 500 else "Error"


@dataclass(slots=True)
class Batch:
    """The records of one operation, and the field sets that they refer to, by id."""

    records: list[Record] = field(default_factory=list)
    field_sets: dict[str, FieldSet] = field(default_factory=dict)


class Secretary:
    """Writes out what a trail and its end come down to."""

    def __init__(self, field_sets: FieldSets, pseudonyms: Pseudonyms, retention: Retention) -> None:
        self._field_sets = field_sets
        self._pseudonyms = pseudonyms
        self._retention = retention

    def records(self, trail: Trail, ended: Ended) -> Batch:
        """One parent `verwerking` with one for every plan, one `beslissing` and one `audit`."""
        batch = Batch()
        # Questions about the interface itself concern nobody.
        if trail.asked.roots:
            batch.records.extend(self._verwerkingen(trail, ended, batch))
        batch.records.append(self._beslissing(trail, ended, batch))
        batch.records.append(self._audit(trail, ended))
        return batch

    def _verwerkingen(self, trail: Trail, ended: Ended, batch: Batch) -> list[Record]:
        caller = trail.access.caller
        shared = {
            "status": ended.span_status,
            "start_time": trail.started,
            "end_time": ended.moment,
            "ontvanger": caller.organisation.oin,
            "doelen": sorted(caller.purposes),
            "bewarenTot": until(ended, self._retention.verwerkingen),
        } | _transaction(trail)
        parent: Record = {
            **span_of(VERWERKING, trail.trace, trail.trace.span_id, trail.trace.parent_span_id),
            "name": " ".join(sorted(set(trail.asked.roots.values()))),
            "aantal": len(trail.touched),
            **shared,
        }
        if trail.criteria:
            parent["zoekvelden"] = self._refer(trail.criteria, batch)
        found = [self._of_plan(trail, touched, batch) | shared for touched in trail.touched.values()]
        main = found[0]["handeling"] if found else self._without_plans(trail)
        first = next(iter(trail.asked.roots.values()))
        parent |= {"handeling": main, "attributes": attributes_of(first, Handeling(main))}
        return [parent, *found]

    def _without_plans(self, trail: Trail) -> Handeling:
        """What an operation sets out to do when no plan came of it."""
        first = next(iter(trail.asked.roots.values()))
        own = [handeling for name, handeling in activities() if name == first]
        reading = reading_by(trail.access.caller.organisation.kind)
        return reading if reading in own else own[0]

    def _of_plan(self, trail: Trail, touched: Touched, batch: Batch) -> Record:
        pseudonym = touched.view.pseudonym(self._pseudonyms.of) if touched.view is not None else None
        subject = (pseudonym.value, pseudonym.type) if pseudonym else (touched.plan_id, PLAN_TYPE)
        record: Record = {
            **span_of(VERWERKING, trail.trace, new_span(), trail.trace.span_id),
            "name": touched.root_field,
            "handeling": touched.handeling,
            "attributes": attributes_of(touched.root_field, touched.handeling, subject),
            "planId": touched.plan_id,
            "gelezen": [
                {"versie": version, "velden": self._refer(bits, batch)} for version, bits in touched.read.items()
            ],
        }
        if touched.made is not None:
            record["geschreven"] = {"versie": touched.made, "velden": self._refer(touched.written, batch)}
        return record

    def _beslissing(self, trail: Trail, ended: Ended, batch: Batch) -> Record:
        caller, policy = trail.access.caller, trail.access.policy
        judged = {plan_id for plan_id, _ in trail.judged if plan_id is not None}
        evaluated = {entry.plan_id for entry in trail.evaluated if entry.plan_id is not None and entry.judgement}
        named = sorted(judged | evaluated | trail.not_found)
        record: Record = {
            **span_of(BESLISSING, trail.trace, new_span(), trail.trace.span_id),
            "event_name": trail.asked.event_name,
            "timestamp": ended.moment,
            "status": ended.span_status,
            "bewerking": _operation(trail),
            "soepel": trail.asked.lenient,
            "organisatieSoort": caller.organisation.kind,
            "rol": caller.role,
            "doelen": sorted(caller.purposes),
            **_level(caller),
            "beleidsrevisie": policy.revision,
            "statisch": {
                "gevraagd": self._refer(trail.asked.requested, batch),
                "zoekvelden": self._refer(trail.criteria, batch),
                "teSchrijven": self._refer(trail.refused_writes, batch),
                "geweigerd": self._refer(trail.refused_statically, batch),
            },
            "contexten": self._contexts(trail, batch),
            "nietGevonden": sorted(trail.not_found),
            "toegestaan": ended.status < 400 and all(entry.allowed for entry in trail.evaluated),
            "codes": list(ended.codes),
            "bewarenTot": until(ended, self._retention.beslissingen),
        }
        if named:
            record["planId"] = named
        if trail.evaluated:
            record["evaluaties"] = [
                evaluation_of(entry, named, lambda bits: self._refer(bits, batch)) for entry in trail.evaluated
            ]
        return record | _transaction(trail)

    def _contexts(self, trail: Trail, batch: Batch) -> list[Record]:
        """The verdicts, those of plans that were judged alike together: what lists come down to."""
        alike: dict[tuple[Any, ...], list[Record]] = {}
        for (plan_id, version), judgements in trail.judged.items():
            for context, verdicts in _summed(judgements).items():
                alike.setdefault((context, verdicts), []).append({"id": plan_id, "versie": version})
        return [
            {
                "relaties": list(relations),
                "fase": phase,
                "oordelen": [
                    {
                        "actie": action,
                        "voorwaarden": [str(condition.name) for condition in held],
                        "gevraagd": self._refer(asked, batch),
                        "geweigerd": self._refer(refused, batch),
                    }
                    for action, held, asked, refused in verdicts
                ],
                "plannen": plans,
            }
            | ({"afgeschermd": self._refer(shielded, batch)} if shielded else {})
            for ((relations, phase, shielded), verdicts), plans in alike.items()
        ]

    def _audit(self, trail: Trail, ended: Ended) -> Record:
        caller = trail.access.caller
        who: Record = {
            "organisatie": caller.organisation.oin,
            "organisatieSoort": caller.organisation.kind,
            "rol": caller.role,
            "gebruiker": caller.user,
            "client": caller.client,
        } | _level(caller)
        if caller.actors:
            # Whoever acts for the organisation, the one who asks first (RFC 8693 §4.1).
            who["namens"] = [
                {"gebruiker": actor.user} | ({} if actor.oin is None else {"organisatie": actor.oin})
                for actor in caller.actors
            ]
        return {
            **span_of(AUDIT, trail.trace, new_span(), trail.trace.span_id),
            "timestamp": ended.moment,
            "wie": who,
            "doelen": sorted(caller.purposes),
            "bewerking": _operation(trail),
            "httpStatus": ended.status,
            "codes": list(ended.codes),
            "bewarenTot": until(ended, self._retention.audit),
        } | _transaction(trail)

    def _refer(self, bits: int, batch: Batch) -> str | None:
        if not bits:
            return None
        found = self._field_sets.of(bits)
        batch.field_sets[found.id] = found
        return found.id


def span_of(kind: str, trace: Trace, span_id: str, parent: str | None) -> Record:
    """What makes a record a span of a trace (W3C Trace Context)."""
    # An id of its own making: a record that is sent twice is stored once (ADL).
    record = {
        "_id": f"{trace.trace_id}-{span_id}-{kind}",
        "soort": kind,
        "trace_id": trace.trace_id,
        "span_id": span_id,
    }
    return record if parent is None else record | {"parent_span_id": parent}


def attributes_of(root_field: str, handeling: Handeling, subject: tuple[str, str] | None = None) -> Record:
    """The attributes of Logboek Dataverwerkingen: the activity in the register and, if there is one, the betrokkene."""
    core = {"processing_activity_id": activities()[root_field, handeling]}
    if subject is not None:
        core |= {"data_subject_id": subject[0], "data_subject_id_type": subject[1]}
    # Nested, so that a query names an attribute as the standard does: attributes.dpl.core.data_subject_id.
    return {"dpl": {"core": core}}


def _level(caller: Caller) -> Record:
    return {} if caller.level is None else {"niveau": caller.level.name}


def _operation(trail: Trail) -> Record:
    return {
        "hash": trail.asked.digest,
        "soort": trail.asked.kind,
        "velden": sorted(set(trail.asked.roots.values())),
    }


def _transaction(trail: Trail) -> Record:
    found = trail.trace.transaction_id
    return {} if found is None else {"fscTransactionId": found}


def until(ended: Ended, years: int) -> datetime:
    """The moment until which a record is kept."""
    return datetime.fromtimestamp(ended.moment / 1000, UTC) + years * _YEAR


def _summed(judgements: Sequence[Judgement]) -> dict[tuple[Any, ...], tuple[tuple[Any, ...], ...]]:
    """The verdicts per relation, phase and shielded fields; those of one action under the same conditions as one."""
    found: dict[tuple[Any, ...], dict[tuple[Any, ...], tuple[int, int]]] = {}
    for judgement in judgements:
        rights = judgement.rights
        context = (tuple(sorted(rights.relations)), rights.phase, rights.shielded)
        verdicts = found.setdefault(context, {})
        key = (judgement.action, judgement.held)
        asked, refused = verdicts.get(key, (0, 0))
        verdicts[key] = (asked | judgement.asked, refused | judgement.refused)
    return {
        context: tuple((action, held, asked, refused) for (action, held), (asked, refused) in verdicts.items())
        for context, verdicts in found.items()
    }
