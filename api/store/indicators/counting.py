"""Counting in the database: one pass over the plans for each reference date, and only counts come out.

What a plan adds is worked out by the expressions beside this module; the plain functions of `plan_schema.process.indicators` say
the same, and the tests hold one against the other.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from api.store.collections import PLANS, VERSIONS
from api.store.current_schema import NOT_APART
from api.store.driver import Database, Document, Filter
from api.store.indicators.cooperation import cooperation
from api.store.indicators.expressions import Expression, day_number, given, is_, or_null
from api.store.indicators.facts import RELEASED, STARTED, STAY, facts
from api.store.indicators.samen_starten import samen_starten
from plan_schema.migrations.catalogue import MIGRATIONS
from plan_schema.process.indicators.catalogue import (
    INDICATORS,
    Measure,
    Measurement,
    Origin,
    Reference,
)
from plan_schema.process.indicators.counting import Count, Tally
from plan_schema.process.indicators.dimensions import (
    G4,
    G40,
    LONG,
    LONG_DAYS,
    MIDDLE,
    NO,
    NONE,
    SEVERAL,
    SHORT,
    SHORT_DAYS,
    UNKNOWN_VALUE,
    YES,
    Dimension,
)
from plan_schema.process.indicators.surroundings import Surroundings

_EARLIER: Final = [{"schemaVersie": {"$ne": len(MIGRATIONS) + 1}}, NOT_APART]
_ALL: Final = "-"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be counted: measures, dimensions beside the whole, days of reference, and within which inrichtingen (None: all)."""

    measures: tuple[Measure, ...]
    dimensions: tuple[Dimension, ...]
    first: date
    last: date
    inrichtingen: frozenset[str] | None = None


class NotMigrated(Exception):
    """Some plans are stored in an earlier schema, which the expressions do not know; `migreer` brings them to that of now."""


class IndicatorCounter:
    """Counts plans."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self, wanted: Wanted, around: Surroundings) -> Count:
        """What the plans add to every measure, per month and value of a dimension; NotMigrated."""
        scope = _scope(wanted, around)
        if await self._database.find_one(PLANS, {**scope, "$or": _EARLIER}, fields={"_id": 1}):
            raise NotMigrated
        found = Count()
        for reference in Reference:
            measures = [found for found in wanted.measures if INDICATORS[found.indicator].reference is reference]
            if measures:
                async for document in self._groups(scope, measures, reference, wanted, around):
                    _read(document, measures, found)
        return found

    def _groups(
        self,
        scope: Filter,
        measures: Sequence[Measure],
        reference: Reference,
        wanted: Wanted,
        around: Surroundings,
    ) -> AsyncIterator[Document]:
        day = STARTED if reference is Reference.AANVANG else RELEASED
        bounds = {"$and": [{"$gte": [day, day_number(wanted.first)]}, {"$lte": [day, day_number(wanted.last)]}]}
        expressions = samen_starten(around) | cooperation(around)
        stages: list[Document] = [
            {"$match": scope},
            *facts(around),
            {"$match": {"$expr": {"$and": [given(day), bounds]}}},
        ]
        if any(INDICATORS[measure.indicator].origin is Origin.VERSIES for measure in measures):
            stages += _written()
        places = [{"k": _ALL, "v": ""}, *({"k": each, "v": _VALUES[each]} for each in wanted.dimensions)]
        month = "datumAanvang" if reference is Reference.AANVANG else "datumInvrijheidstelling"
        stages += [
            {
                "$project": {
                    "_id": 0,
                    "month": {"$substrBytes": [f"$detentie.{month}", 0, 7]},
                    "place": places,
                    "m": [expressions[str(measure)] for measure in measures],
                }
            },
            # Each outcome under a name of its own: an accumulator that looks into an array would look it up once for every group.
            {"$set": {f"m{number}": {"$arrayElemAt": ["$m", number]} for number in range(len(measures))}},
            {"$unset": "m"},
            {"$unwind": "$place"},
            {"$group": {"_id": {"month": "$month", "place": "$place"}, **_accumulators(measures)}},
        ]
        return self._database.aggregate(PLANS, stages)


def _scope(wanted: Wanted, around: Surroundings) -> Filter:
    """The plans that may be counted: not while any part of one is shielded, and not those of another inrichting."""
    today = around.today.isoformat()
    in_force = {"ingangsdatum": {"$not": {"$gt": today}}, "einddatum": {"$not": {"$lt": today}}}
    scope: Document = {"afschermingen": {"$not": {"$elemMatch": in_force}}}
    if wanted.inrichtingen is not None:
        scope["detentie.inrichting"] = {"$in": sorted(wanted.inrichtingen)}
    return scope


def _written() -> list[Document]:
    """The stages that say, per kind of organisation, the moment of its first version and how many it made."""
    summed = [
        {"$match": {"$expr": {"$eq": ["$planId", "$$plan"]}}},
        {
            "$group": {
                "_id": "$auteur.organisatieSoort",
                "eerste": {"$min": "$tijdstip"},
                "aantal": {"$sum": 1},
            }
        },
        {"$project": {"_id": 0, "k": "$_id", "v": {"eerste": "$eerste", "aantal": "$aantal"}}},
    ]
    return [
        {"$lookup": {"from": VERSIONS, "let": {"plan": "$_id"}, "pipeline": summed, "as": "written"}},
        {"$set": {"written": {"$arrayToObject": "$written"}}},
    ]


def _accumulators(measures: Sequence[Measure]) -> Document:
    found: Document = {}
    for number, measure in enumerate(measures):
        outcome = f"$m{number}"
        if INDICATORS[measure.indicator].measurement is Measurement.MEDIAAN:
            found[f"v{number}"] = {"$push": {"$ifNull": [outcome, "$$REMOVE"]}}
        else:
            found[f"n{number}"] = {"$sum": {"$cond": [is_(outcome, True), 1, 0]}}
            found[f"d{number}"] = {"$sum": {"$cond": [{"$ne": [or_null(outcome), None]}, 1, 0]}}
    return found


def _read(document: Document, measures: Sequence[Measure], found: Count) -> None:
    place = document["_id"]["place"]
    dimension = None if place["k"] == _ALL else Dimension(place["k"])
    for number, measure in enumerate(measures):
        values = [int(value) for value in document.get(f"v{number}", ())]
        tally = Tally(document.get(f"n{number}", 0), document.get(f"d{number}", len(values)), values)
        if tally.denominator:
            found[measure, document["_id"]["month"], dimension, place["v"]] = tally


def _text(path: Expression) -> Expression:
    return {"$cond": [is_({"$type": path}, "string"), path, UNKNOWN_VALUE]}


def _one_of(codes: Collection[str], value: Expression) -> Expression:
    return {"$in": [value, sorted(codes)]}


_ASSIGNED: Final = "$samenStarten.toewijzing.organisaties"
_GEMEENTE: Final = {
    "$cond": [
        is_({"$type": "$terugkeer.vestigingsgemeente"}, "string"),
        "$terugkeer.vestigingsgemeente",
        _text("$terugkeer.herkomstgemeente"),
    ]
}
_VALUES: Final[dict[Dimension, Expression]] = {
    Dimension.INRICHTING: _text("$detentie.inrichting"),
    Dimension.GEMEENTE: _GEMEENTE,
    Dimension.GEMEENTEKLASSE: {
        "$switch": {
            "branches": [
                {"case": is_(_GEMEENTE, UNKNOWN_VALUE), "then": UNKNOWN_VALUE},
                {"case": _one_of(G4, _GEMEENTE), "then": "G4"},
                {"case": _one_of(G40, _GEMEENTE), "then": "G40"},
            ],
            "default": "OVERIGE_GEMEENTEN",
        }
    },
    Dimension.RECLASSERINGSORGANISATIE: {
        "$switch": {
            "branches": [
                {"case": {"$not": [{"$isArray": _ASSIGNED}]}, "then": NONE},
                {"case": {"$eq": [{"$size": _ASSIGNED}, 0]}, "then": NONE},
                {"case": {"$gt": [{"$size": _ASSIGNED}, 1]}, "then": SEVERAL},
            ],
            "default": {"$arrayElemAt": [_ASSIGNED, 0]},
        }
    },
    Dimension.JURIDISCHE_STATUS: _text("$detentie.statusGedetineerde"),
    Dimension.DUURKLASSE: {
        "$switch": {
            "branches": [
                {"case": {"$not": [given(STAY)]}, "then": UNKNOWN_VALUE},
                {"case": {"$lt": [STAY, SHORT_DAYS]}, "then": SHORT},
                {"case": {"$lt": [STAY, LONG_DAYS]}, "then": MIDDLE},
            ],
            "default": LONG,
        }
    },
    Dimension.COMMUNICATIEBEHOEFTE: {"$cond": [is_({"$type": "$screening.communicatiebehoefte"}, "string"), YES, NO]},
}
