"""Counts the SOM over stored plans; no document leaves the store, and of a plan nothing but its id."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from api.store.collections import PLANS
from api.store.current_schema import current, is_current
from api.store.driver import Database
from api.store.verifying import Range
from plan_schema.process.som.rule_sets import RuleSet
from plan_schema.process.som.survey import PATHS_OF_SURVEY, Survey

_FIELDS: Final = dict.fromkeys(
    sorted(
        {
            *(path.replace("[]", "") for path in PATHS_OF_SURVEY),
            "schemaVersie",
            "afschermingen",
            "screening.criminogeneFactoren.id",
            "screening.beschermendeFactoren.id",
        }
    ),
    1,
)


async def survey(database: Database, ids: Range, today: date, rule_sets: Sequence[RuleSet]) -> Survey:
    """The counts of the plans in a range."""
    found = Survey()
    for document in await database.find(PLANS, {"_id": ids.ids}, fields=_FIELDS, limit=0):
        # A migration needs the whole plan.
        whole = document if is_current(document) else await database.find_one(PLANS, {"_id": document["_id"]})
        if whole is not None:
            found.add(current(whole), today, rule_sets)
    return found
