"""`reintegratieplan audit`: what the functionaris gegevensbescherming asks the logs. What is read is logged before it is shown."""

import asyncio
import hashlib
import re
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from api.access.access import Access
from api.app import now
from api.identity.caller import Caller, Organisation
from api.identity.organisations import OrganisationTable
from api.logbook.difference import difference
from api.logbook.field_sets import FieldSets
from api.logbook.pseudonyms import pseudonyms
from api.logbook.reading import Logbook, Period
from api.logbook.records import AUDIT, BESLISSING, Ended, Record, Secretary
from api.logbook.replay import replay
from api.logbook.trace import Trace
from api.logbook.trail import Asked, Trail
from api.logbook.wiring import log_database, log_reading_database, retention_of
from api.settings import PREFIX, Settings
from api.startup_error import StartupError
from api.store.driver import DatabaseError
from api.store.logbook import LogStore
from api.store.server_check import check_server
from plan_schema import identifiers
from plan_schema.plan import PATHS, PLAN
from policies.context import OrganisationKind, Purpose, Role
from policies.policy import Policy
from policies.table import TABLES

_PSEUDONYM: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@-]{2,63}")
_TRACE: Final = re.compile(r"[0-9a-f]{32}")
_NINE: Final = re.compile(r"(?<![0-9])[0-9]{9}(?![0-9])")
_LONGEST: Final = 200

Row: TypeAlias = dict[str, Any]


class AuditRefused(StartupError):
    """What was asked cannot be answered; the message (Dutch) says why."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who reads the logs, as a pseudonym, and why. AuditRefused when it names a person."""

    user: str
    reason: str

    def __post_init__(self) -> None:
        if not _PSEUDONYM.fullmatch(self.user) or _holds_bsn(self.user):
            raise AuditRefused(
                "--gebruiker: verwacht een pseudoniem van 3 tot 64 letters, cijfers of . _ : @ -, geen naam of nummer van een persoon."
            )
        if not 3 <= len(self.reason.strip()) <= _LONGEST or _holds_bsn(self.reason):
            raise AuditRefused(
                f"--reden: verwacht een reden van 3 tot {_LONGEST} tekens, zonder gegevens van een persoon."
            )


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day that are asked; None: no bound."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class _Found:
    """The answer, and the plans that it is about."""

    rows: list[Row]
    plans: Sequence[str]


_Read: TypeAlias = Callable[[Logbook], Awaitable[_Found]]


class Auditor:
    """Answers questions from the logs of these settings, with the database at `uri` where they name none."""

    def __init__(self, settings: Settings, uri: str, asker: Asker) -> None:
        self._settings = settings.model_copy(update={"mongodb_uri": uri})
        self._asker = asker
        self._zone = ZoneInfo(settings.time_zone)
        self._organisations = OrganisationTable.load(settings.organisations)
        self._own = self._organisation(settings.oin)

    def recipients(self, plan_id: str, path: str, version: int | None, days: Days) -> list[Row]:
        """Who received a field, or any field of a group, in a version or in any; oldest first. AuditRefused."""
        plan = _plan_id(plan_id)
        if PATHS.named(path) is None:
            raise AuditRefused("VELD: dit pad noemt geen veld of onderdeel van een plan.")

        async def read(logbook: Logbook) -> _Found:
            found = await logbook.recipients(plan, path, version, self._period(days))
            rows = [
                {
                    "tijdstip": self._shown(receipt.moment),
                    "organisatie": receipt.organisation,
                    "naam": self._name(receipt.organisation),
                    "doelen": list(receipt.purposes),
                    "versies": list(receipt.versions),
                    "spoor": receipt.trace_id,
                }
                for receipt in found
            ]
            return _Found(rows, [plan] if rows else [])

        return self._answered("ontvangers", read)

    def processings(self, plan_id: str, days: Days) -> list[Row]:
        """What was done with a plan, oldest first. AuditRefused."""
        plan = _plan_id(plan_id)

        async def read(logbook: Logbook) -> _Found:
            found = await logbook.of_plan(plan, period=self._period(days))
            return _Found([self._processing(record) for record in found], [plan] if found else [])

        return self._answered("verwerkingen", read)

    def decisions(self, trace_id: str) -> list[Row]:
        """The decisions of a trace, each taken again by the policy in force. AuditRefused when there are none."""
        if not _TRACE.fullmatch(trace_id):
            raise AuditRefused("SPOOR: verwacht een W3C trace id van 32 hexadecimale cijfers.")

        async def read(logbook: Logbook) -> _Found:
            found = await logbook.decision(trace_id)
            if not found:
                raise AuditRefused("Er is geen beslissing met dit spoor; misschien is haar bewaartermijn voorbij.")
            plans = {plan for record in found for plan in record.get("planId", ())}
            return _Found([self._decision(record) for record in found], sorted(plans))

        return self._answered("besluit", read)

    def _answered(self, question: str, read: _Read) -> list[Row]:
        return asyncio.run(self._logged(question, read))

    async def _logged(self, question: str, read: _Read) -> list[Row]:
        reading, writing = log_reading_database(self._settings), log_database(self._settings)
        try:
            await check_server(reading)
            found = await read(Logbook(reading))
            records, field_sets = self._records(question, found.plans)
            await LogStore(writing).append(records, field_sets)
        except DatabaseError:
            raise AuditRefused(
                "Het logboek is niet te lezen of te schrijven; zonder vastlegging van deze inzage is er geen antwoord."
            ) from None
        finally:
            await reading.close()
            await writing.close()
        return found.rows

    def _records(self, question: str, plans: Sequence[str]) -> tuple[list[Record], list[Any]]:
        """That these plans were looked at in the logs, and by whom: as when the FG asks over GraphQL."""
        policy, moment = self._policy(), now()
        who = Caller(
            organisation=self._own,
            role=Role.FUNCTIONARIS_GEGEVENSBESCHERMING,
            purposes=frozenset({Purpose.BEHEER}),
            user=self._asker.user,
            token_id="",
            expires_at=moment,
            client="reintegratieplan audit",
        )
        access = Access(who, policy, moment.astimezone(self._zone).date(), self._settings.aftercare_months)
        digest = hashlib.sha256(f"audit {question}".encode()).hexdigest()
        trail = Trail(Trace.of({}), Asked(digest, "opdracht", {"audit": "audit"}, 0, lenient=False), access)
        for plan in plans:
            trail.of_id("audit", plan)
        ended = Ended(200, (), int(moment.timestamp() * 1000))
        secretary = Secretary(FieldSets(PATHS), pseudonyms(self._settings), retention_of(self._settings))
        batch = secretary.records(trail, ended)
        # No policy decided on this.
        records = [record for record in batch.records if record["soort"] != BESLISSING]
        for record in records:
            if record["soort"] == AUDIT:
                record |= {"vraag": question, "reden": self._asker.reason.strip()}
        return records, [found.document() for found in batch.field_sets.values()]

    def _processing(self, record: Record) -> Row:
        written = record.get("geschreven")
        return {
            "tijdstip": self._shown(datetime.fromtimestamp(record["end_time"] / 1000, UTC)),
            "handeling": record["handeling"],
            "vraag": record["name"],
            "organisatie": record["ontvanger"],
            "naam": self._name(record["ontvanger"]),
            "doelen": record["doelen"],
            "gelezen": {str(entry["versie"]): entry["velden"] or [] for entry in record["gelezen"]},
            "geschreven": {str(written["versie"]): written["velden"] or []} if written else {},
            "status": record["status"],
            "spoor": record["trace_id"],
        }

    def _decision(self, record: Record) -> Row:
        policy = self._policy()
        row: Row = {
            "tijdstip": self._shown(datetime.fromtimestamp(record["timestamp"] / 1000, UTC)),
            "vragen": record["bewerking"]["velden"],
            "organisatieSoort": record["organisatieSoort"],
            "rol": record["rol"],
            "doelen": record["doelen"],
            "toegestaan": record["toegestaan"],
            "codes": record["codes"],
            "revisie": record["beleidsrevisie"],
            "revisieNu": policy.revision,
        }
        try:
            found = difference(record, replay(record, policy, FieldSets(PATHS)))
        except (KeyError, ValueError):
            # Made by a definition that had fields, roles or doelen that there are no more.
            return row | {"zelfdeOordeel": None, "nuGeweigerd": [], "nuToegestaan": []}
        return row | {
            "zelfdeOordeel": found.same,
            "nuGeweigerd": list(found.refused),
            "nuToegestaan": list(found.allowed),
        }

    def _policy(self) -> Policy:
        return Policy.load(PLAN, now().astimezone(self._zone).date(), self._settings.policies or TABLES)

    def _period(self, days: Days) -> Period:
        """From the start of the first day to the end of the last, where the plans are kept."""
        if days.first is not None and days.last is not None and days.last < days.first:
            raise AuditRefused("--tot ligt vóór --van.")
        begin = None if days.first is None else datetime.combine(days.first, time.min, self._zone)
        end = None if days.last is None else datetime.combine(days.last + timedelta(days=1), time.min, self._zone)
        return Period(begin, end)

    def _shown(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).isoformat(timespec="milliseconds")

    def _name(self, oin: str) -> str | None:
        found = self._organisations.get(oin)
        return found.name if found else None

    def _organisation(self, oin: str | None) -> Organisation:
        found = None if oin is None else self._organisations.get(oin)
        if found is None or found.kind is not OrganisationKind.DJI:
            raise AuditRefused(
                f"De logboeken leest de functionaris gegevensbescherming van DJI, die de plannen houdt: noem in {PREFIX}OIN een OIN van DJI uit de organisatietabel."
            )
        return found


def _plan_id(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise AuditRefused("PLAN: verwacht het id van een plan.") from None


def _holds_bsn(text: str) -> bool:
    for number in _NINE.findall(text):
        try:
            identifiers.bsn(number)
        except ValueError:
            continue
        return True
    return False
