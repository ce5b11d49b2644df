"""Reading the logs: who received what of a plan, and what was decided. For these alone the logs are kept (art. 26e Wjsg)."""

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from api.logbook.pseudonyms import GONE_TYPE, Pseudonym
from api.logbook.records import AUDIT, BESLISSING, VERWERKING, Record
from api.store.driver import Database
from api.store.logbook import FIELD_SETS, RECORDS, SUBJECT, SUBJECT_TYPE
from plan_schema.values import schema_path

_REFERENCES: Final = frozenset({"velden", "zoekvelden", "gevraagd", "teSchrijven", "geweigerd", "afgeschermd"})
"""Where a record refers to a field set."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """An organisation that received a field of a plan, when and for which doelen, in which versions of the plan."""

    organisation: str
    moment: datetime
    purposes: tuple[str, ...]
    trace_id: str
    versions: tuple[int, ...]

    def within(self, first: int, last: int) -> "Recipient | None":
        """What of it lies in these versions; None when nothing does."""
        versions = tuple(version for version in self.versions if first <= version <= last)
        return replace(self, versions=versions) if versions else None


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment (included) to another (not included); None: no bound."""

    first: datetime | None = None
    end: datetime | None = None

    def condition(self) -> dict[str, Any]:
        """What it asks of a record; nothing without any bound."""
        bounds = {"$gte": self.first, "$lt": self.end}
        given = {name: int(moment.timestamp() * 1000) for name, moment in bounds.items() if moment is not None}
        return {"end_time": given} if given else {}


ALWAYS: Final = Period()


class Logbook:
    """The logs, for those who may read them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def recipients(
        self, plan_id: str, path: str, version: int | None = None, period: Period = ALWAYS
    ) -> list[Recipient]:
        """Who received a field of a plan, or any field of a group, in this version or in any; oldest first.

        `path` with or without ids of items.
        """
        wanted = schema_path(path)
        named: dict[str, Any] = {"$or": [{"paden": wanted}, {"paden": {"$regex": f"^{re.escape(wanted)}\\."}}]}
        holding = await self._database.find(FIELD_SETS, named, fields={"_id": 1}, limit=0)
        sets = {entry["_id"] for entry in holding}
        where = {"planId": plan_id, "soort": VERWERKING, **period.condition()}
        found = []
        for record in await self._database.find(RECORDS, where, sort=[("end_time", 1), ("_id", 1)], limit=0):
            versions = tuple(
                entry["versie"]
                for entry in record["gelezen"]
                if entry["velden"] in sets and version in (None, entry["versie"])
            )
            if versions and record["status"] == "Ok":
                found.append(_recipient(record, tuple(sorted(versions))))
        return found

    async def of_plan(
        self,
        plan_id: str,
        *,
        by: str | None = None,
        after: datetime | None = None,
        period: Period = ALWAYS,
        first: int = 0,
    ) -> list[Record]:
        """Every `verwerking` of a plan, oldest first, with its fields spelled out.

        Of one organisation, after a moment, in a period, the first so many: each if given.
        """
        where: dict[str, Any] = {"planId": plan_id, "soort": VERWERKING, **period.condition()}
        if by is not None:
            where["ontvanger"] = by
        if after is not None:
            where["end_time"] = where.get("end_time", {}) | {"$gt": int(after.timestamp() * 1000)}
        return await self._spelled_out(
            await self._database.find(RECORDS, where, sort=[("end_time", 1), ("_id", 1)], limit=first)
        )

    async def of_subject(self, known_as: Collection[Pseudonym]) -> list[Record]:
        """Every `verwerking` of a person, under any of the pseudonyms he was ever logged by."""
        where = {SUBJECT: {"$in": [pseudonym.value for pseudonym in known_as]}, "soort": VERWERKING}
        return await self._spelled_out(
            await self._database.find(RECORDS, where, sort=[("end_time", 1), ("_id", 1)], limit=0)
        )

    async def decision(self, trace_id: str) -> list[Record]:
        """Every `beslissing` in a trace, with its fields spelled out: what `replay` takes."""
        return await self._spelled_out(await self._of_trace(trace_id, BESLISSING))

    async def audit(self, trace_id: str) -> list[Record]:
        """Who was behind a trace: every `audit` in it."""
        return await self._of_trace(trace_id, AUDIT)

    async def forget(self, plan_id: str, known_as: Collection[Pseudonym] = ()) -> int:
        """Take every reference to a destroyed plan out of the logs; how many records had one.

        What happened stays countable: id and person become a token that is thrown away. `known_as`: pseudonyms of the
        person, when this was the last of his plans.
        """
        token = secrets.token_hex(16)
        gone = {SUBJECT: token, SUBJECT_TYPE: GONE_TYPE}
        subjects = [pseudonym.value for pseudonym in known_as]
        of_person = {SUBJECT: {"$in": subjects}}
        counts = [
            await self._database.update_all(
                RECORDS, {"planId": plan_id, "soort": VERWERKING}, {"$set": {"planId": token, **gone}}
            ),
            await self._database.update_all(RECORDS, of_person, {"$set": gone}) if subjects else 0,
            await self._database.update_all(
                RECORDS,
                {"planId": plan_id, "soort": BESLISSING},
                {
                    "$set": {
                        "planId.$[id]": token,
                        "nietGevonden.$[id]": token,
                        "contexten.$[].plannen.$[plan].id": token,
                    }
                },
                array_filters=[{"id": plan_id}, {"plan.id": plan_id}],
            ),
        ]
        return sum(counts)

    async def _of_trace(self, trace_id: str, kind: str) -> list[Record]:
        # Ids begin with the trace: '.' is the character after '-'.
        where = {"_id": {"$gte": f"{trace_id}-", "$lt": f"{trace_id}."}, "soort": kind}
        return await self._database.find(RECORDS, where, sort=[("_id", 1)], limit=0)

    async def _spelled_out(self, records: Sequence[Record]) -> list[Record]:
        wanted = {reference for record in records for reference in _references(record)}
        found = await self._database.find(FIELD_SETS, {"_id": {"$in": sorted(wanted)}}, limit=0)
        paths = {entry["_id"]: entry["paden"] for entry in found}
        return [_with_paths(record, paths) for record in records]


def _recipient(record: Record, versions: tuple[int, ...]) -> Recipient:
    return Recipient(
        record["ontvanger"],
        datetime.fromtimestamp(record["end_time"] / 1000, UTC),
        tuple(record["doelen"]),
        record["trace_id"],
        versions,
    )


def _references(node: Any) -> set[str]:
    if isinstance(node, list):
        return {reference for entry in node for reference in _references(entry)}
    if not isinstance(node, Mapping):
        return set()
    own = {value for key, value in node.items() if key in _REFERENCES and isinstance(value, str)}
    return own | {reference for value in node.values() for reference in _references(value)}


def _with_paths(node: Any, paths: Mapping[str, list[str]]) -> Any:
    if isinstance(node, list):
        return [_with_paths(entry, paths) for entry in node]
    if not isinstance(node, Mapping):
        return node
    return {
        key: paths[value] if key in _REFERENCES and isinstance(value, str) else _with_paths(value, paths)
        for key, value in node.items()
    }
