"""The words of which the expressions of MongoDB are made: dates as day numbers, what is unknown as null.

An expression gives null wherever the plain functions of `plan_schema.process.indicators` give None. MongoDB orders null before every
number, so a comparison always asks first whether there is something to compare.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, TypeAlias

from plan_schema.process.indicators.case import TIME_ZONE

Expression: TypeAlias = Any
"""An aggregation expression of MongoDB."""

_ZERO: Final = date(1970, 1, 1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def day_number(day: date) -> int:
    """The number under which the expressions know a day."""
    return (day - _ZERO).days


def known(value: Expression) -> Expression:
    """A value; null where nothing is recorded, or that it is unknown."""
    return {
        "$cond": [{"$or": [{"$eq": [value, "ONBEKEND"]}, {"$eq": [{"$type": value}, "object"]}]}, None, or_null(value)]
    }


def or_null(value: Expression) -> Expression:
    """A value; null where there is none."""
    return {"$ifNull": [value, None]}


def given(value: Expression) -> Expression:
    """Whether there is a value."""
    return {"$ne": [or_null(value), None]}


def day(value: Expression) -> Expression:
    """The day number of a stored date (text) or moment; null where there is neither."""
    return {
        "$switch": {
            "branches": [
                {
                    "case": {"$eq": [{"$type": value}, "string"]},
                    "then": _days({"$dateFromString": {"dateString": value, "onError": None}}),
                },
                {"case": {"$eq": [{"$type": value}, "date"]}, "then": _days(value)},
            ],
            "default": None,
        }
    }


def _days(moment: Expression) -> Expression:
    # Counting midnights in the zone gives the day on its calendar; a date alone is midnight UTC, by then the same day there.
    return {"$dateDiff": {"startDate": _EPOCH, "endDate": moment, "unit": "day", "timezone": TIME_ZONE}}


def minus(later: Expression, earlier: Expression) -> Expression:
    """The difference of two numbers; null when either is."""
    return {"$subtract": [later, earlier]}


def at_most(value: Expression, limit: Expression) -> Expression:
    """Whether a number is there and no greater than another that is there."""
    return {"$and": [given(value), given(limit), {"$lte": [value, limit]}]}


def at_least(value: Expression, limit: Expression) -> Expression:
    """Whether a number is there and no less than another that is there."""
    return {"$and": [given(value), given(limit), {"$gte": [value, limit]}]}


def when(condition: Expression, value: Expression) -> Expression:
    """A value under a condition, else null."""
    return {"$cond": [condition, value, None]}


def both(*conditions: Expression) -> Expression:
    """Whether all of these hold."""
    return {"$and": list(conditions)}


def either(*conditions: Expression) -> Expression:
    """Whether one of these holds."""
    return {"$or": list(conditions)}


def no(condition: Expression) -> Expression:
    """Whether this does not hold."""
    return {"$not": [condition]}


def among(value: Expression, values: Sequence[str]) -> Expression:
    """Whether a value is one of these."""
    return {"$in": [or_null(value), list(values)]}


def is_(value: Expression, expected: Any) -> Expression:
    """Whether a value is this one."""
    return {"$eq": [value, expected]}


def items(path: Expression) -> Expression:
    """The items of a list; none where there is no list."""
    return {"$cond": [{"$isArray": [path]}, path, []]}


def filtered(these: Expression, condition: Expression) -> Expression:
    """The items (`$$one`) that fulfil a condition."""
    return {"$filter": {"input": these, "as": "one", "cond": condition}}


def mapped(these: Expression, value: Expression) -> Expression:
    """What each item (`$$one`) gives."""
    return {"$map": {"input": these, "as": "one", "in": value}}


def there(these: Expression) -> Expression:
    """Whether a list has anything in it."""
    return {"$gt": [{"$size": these}, 0]}


def anyone(these: Expression, condition: Expression) -> Expression:
    """Whether an item (`$$one`) fulfils a condition."""
    return {"$anyElementTrue": [mapped(these, condition)]}


def everyone(these: Expression, condition: Expression) -> Expression:
    """Whether every item (`$$one`) fulfils a condition."""
    return {"$allElementsTrue": [mapped(these, condition)]}


def least(numbers: Expression) -> Expression:
    """The least of a list of numbers, nulls left out; null when none is left."""
    return or_null({"$min": numbers})


def most(numbers: Expression) -> Expression:
    """The greatest of a list of numbers, nulls left out; null when none is left."""
    return or_null({"$max": numbers})


def written_on(provenance: str, name: str) -> Expression:
    """The day number on which a field of a group or item was last written; `provenance`: where it is stored who wrote what of it."""
    records = {
        "$filter": {
            "input": items(f"{provenance}.herkomst"),
            "as": "record",
            "cond": {"$in": [name, "$$record.velden"]},
        }
    }
    first = {"$arrayElemAt": [records, 0]}
    return {"$let": {"vars": {"found": first}, "in": day("$$found.geregistreerdOp")}}
