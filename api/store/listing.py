"""What a list of plans can be asked for, as a MongoDB filter and order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Final

from api.access.access import Access
from api.store.driver import Document, Filter, Sort
from api.store.scope import in_phase, scope_of
from plan_schema.process.som.facts import SENTENCED
from plan_schema.sections.som import OUTCOME
from plan_schema.values import value_at
from policies.context import Phase, Relation


class SortKey(Enum):
    """What plans can be sorted by: the path that the reader must be allowed to see."""

    GESLACHTSNAAM = "betrokkene.geslachtsnaam"
    DATUM_AANVANG = "detentie.datumAanvang"
    DATUM_BINNENKOMST = "detentie.datumBinnenkomst"
    DATUM_INVRIJHEIDSTELLING = "detentie.datumInvrijheidstelling"


@dataclass(frozen=True, slots=True)
class Ordering:
    """One sort key and its direction."""

    key: SortKey
    descending: bool = False


@dataclass(frozen=True, slots=True)
class SomCriteria:
    """Plans of who is in detention, by what is recorded of the SOM; `priorities`: None is none recorded."""

    priorities: frozenset[str | None] | None = None
    decided: bool | None = None
    reconsider: bool | None = None

    def where(self, today: date) -> list[Filter]:
        """The filters, which must all hold."""
        parts: list[Filter] = [{"$or": [in_phase(phase, today) for phase in (Phase.INSTROOM, Phase.DETENTIE)]}]
        if self.priorities is not None:
            parts.append({f"{OUTCOME}.prioriteit": {"$in": sorted(self.priorities, key=str)}})
        if self.decided is not None:
            taken: Filter = {"$type": "array"}
            parts.append({"som.besluit.besluiten": taken if self.decided else {"$not": taken}})
        if self.reconsider is not None:
            parts.append({"$or": _RECONSIDER} if self.reconsider else {"$nor": _RECONSIDER})
        return parts


_RECONSIDER: Final[list[Filter]] = [
    {f"{OUTCOME}.heropendOp": {"$type": "date"}},
    {
        f"{OUTCOME}.bijBesluit": {"$type": "string"},
        "$expr": {"$ne": [f"${OUTCOME}.bijBesluit", f"${OUTCOME}.prioriteit"]},
    },
    {f"{OUTCOME}.faseBijBesluit": "PREVENTIEF", "detentie.statusGedetineerde": {"$in": SENTENCED}},
]


@dataclass(frozen=True, slots=True)
class PlanQuery:
    """Which plans: every criterion that is given must hold. `fields`: what criteria and order look at, as bits."""

    statuses: frozenset[str] = frozenset()
    phase: Phase | None = None
    gemeente: str | None = None
    inrichting: str | None = None
    bsn: str | None = None
    skn: str | None = None
    relations: frozenset[Relation] = frozenset()
    order: tuple[Ordering, ...] = ()
    fields: int = 0
    som: "SomCriteria | None" = None

    def where(self, access: Access) -> Filter:
        """The filter, within the plans that exist for this caller."""
        parts: list[Filter] = [scope_of(access, self.relations or Relation, self.fields)]
        parts.extend(self._criteria(access.today))
        return parts[0] if len(parts) == 1 else {"$and": parts}

    def _criteria(self, today: date) -> list[Filter]:
        parts: list[Filter] = []
        if self.statuses:
            parts.append({"status": {"$in": sorted(self.statuses)}})
        if self.phase is not None:
            parts.append(in_phase(self.phase, today))
        if self.gemeente is not None:
            parts.append(
                {
                    "$or": [
                        {"terugkeer.herkomstgemeente": self.gemeente},
                        {"terugkeer.vestigingsgemeente": self.gemeente},
                    ]
                }
            )
        exact = {
            "detentie.inrichting": self.inrichting,
            "betrokkene.burgerservicenummer": self.bsn,
            "betrokkene.sknNummer": self.skn,
        }
        parts.extend({path: value} for path, value in exact.items() if value is not None)
        if self.som is not None:
            parts.extend(self.som.where(today))
        return parts

    @property
    def sort(self) -> Sort:
        """The order, made total by the plan's id (UUIDv7: in order of registration)."""
        return [*((ordering.key.value, -1 if ordering.descending else 1) for ordering in self.order), ("_id", 1)]


# MongoDB's order between the types that a sort key can have.
_TYPES: Final = ("null", "string", "object")


def after(document: Document, order: Sequence[Ordering]) -> Filter:
    """The documents that come after this one in the given order."""
    branches: list[Filter] = []
    equal: dict[str, Any] = {}
    for ordering in order:
        path = ordering.key.value
        value = value_at(document, path)
        branches.extend({**equal, path: beyond} for beyond in _beyond(value, descending=ordering.descending))
        equal[path] = value
    branches.append({**equal, "_id": {"$gt": document["_id"]}})
    return branches[0] if len(branches) == 1 else {"$or": branches}


def _beyond(value: Any, *, descending: bool) -> list[Any]:
    """What lies beyond a value: later values of its own type, and every value of the types that sort after it."""
    here = 0 if value is None else 1 if isinstance(value, str) else 2
    types = _TYPES[:here] if descending else _TYPES[here + 1 :]
    beyond: list[Any] = [None if name == "null" else {"$type": name} for name in types]
    if here == 1:
        beyond.append({"$lt" if descending else "$gt": value})
    return beyond
