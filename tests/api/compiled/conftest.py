"""Two executors over one database, of which only one compiles; what they record is kept beside what they answer."""

import random
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

import orjson
import pytest
from pymongo import MongoClient

from api.access.access import Access
from api.access.policy_holder import PolicyHolder
from api.app import build_store, now
from api.compiled.execution import CompiledExecution
from api.errors import RequestRefused
from api.graphql.execution import Executor, Question
from api.graphql.operation import Limits, OperationReader
from api.graphql.schema import executable_schema
from api.graphql.workbench import Workbench
from api.identity.caller import Caller
from api.identity.organisations import OrganisationTable
from api.identity.tokens import TokenVerifier
from api.identity.wiring import trusted_issuers
from api.logbook.recorder import Recorder
from api.logbook.records import Ended
from api.logbook.trace import Trace
from api.logbook.trail import Trail
from api.logbook.wiring import log_database, recorder_for
from api.signing_keys import signing_keys
from api.store.driver import Database
from api.store.listing import PlanQuery
from api.store.logbook import LogStore
from api.store.plans import Page, PlanReader
from api.store.projection import Wanted
from api.view.plan_view import PlanView
from plan_schema.plan import PATHS, PLAN
from policies.context import Purpose
from tests.api.access.callers import AFTERCARE_MONTHS
from tests.api.client import running
from tests.api.leaks.cases import TODAY
from tests.api.leaks.operations import Operation
from tests.api.leaks.planted import Planted, plant

SHIELDED: Final = (
    "onderdak",
    "screening.risc.gedeeld",
    "contacten[].organisatie",
    "zorg",
    "doelen[]",
    "screening.saprof",
)
_PASSING: Final = ("_id", "span_id", "parent_span_id", "start_time", "end_time", "timestamp", "bewarenTot")


@dataclass(frozen=True, slots=True)
class Kept(Recorder):
    """A recorder whose records can be read as soon as they are made."""

    records: list[dict[str, Any]] = field(default_factory=list)

    async def close(self, trail: Trail, status: int, codes: Sequence[str] = ()) -> None:
        """Keep what would be written."""
        made = self.secretary.records(trail, Ended(status, tuple(dict.fromkeys(codes)), 0)).records
        self.records.extend({name: value for name, value in record.items() if name not in _PASSING} for record in made)


class WholePlans(PlanReader):
    """Reads plans whole, whatever is asked of them."""

    async def plan(self, plan_id: str, access: Access, wanted: Wanted | None = None) -> PlanView | None:
        """The plan."""
        return await super().plan(plan_id, access)

    async def plans(
        self, query: PlanQuery, access: Access, first: int, cursor: str | None, wanted: Wanted | None = None
    ) -> Page:
        """The page."""
        return await super().plans(query, access, first, cursor)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a question: the answer in bytes, or the status and faults of a refusal; and what was recorded."""

    status: int
    content: bytes
    records: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Pair:
    """The two executors, `fast` and `slow`, over the planted plans."""

    planted: Planted
    fast: Executor
    slow: Executor
    recorders: Mapping[Executor, Kept]
    policies: PolicyHolder
    caller: Any

    async def ask(self, executor: Executor, operation: Operation, trace: Trace, key: str | None = None) -> Outcome:
        """Put a question to one of the two."""
        caller: Caller = self.caller(operation.asker.persona, operation.asker.token)
        if operation.asker.header is not None:
            caller = caller.acting_for({Purpose(name) for name in operation.asker.header})
        access = Access(caller, self.policies.on(TODAY), TODAY, AFTERCARE_MONTHS, judged=[])
        question = Question(operation.text, None, operation.variables, operation.lenient, key)
        records = self.recorders[executor].records
        records.clear()
        try:
            answer = await executor.answer(question, await executor.parsed(question, caller), access, trace)
        except RequestRefused as refusal:
            told = orjson.dumps({"errors": [fault.formatted() for fault in refusal.faults]})
            return Outcome(refusal.status, told, list(records))
        return Outcome(200, answer.body, list(records))


@pytest.fixture(scope="module")
async def pair(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Pair]:
    """Plans full of markers; in some of them parts are shielded, missing, or not known."""
    name = f"test_{uuid.uuid4().hex}"
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        async with running(mongodb_uri, name, tmp_path_factory.mktemp("pair")) as api:
            rng = random.Random(20261122)  # noqa: S311 - a fixed seed
            planted = await plant(api, client, tmp_path_factory.mktemp("alles"), rng)
            _vary(planted, rng)
            async with _pair(planted) as made:
                yield made
        client.drop_database(name)
        client.drop_database(f"{name}_logboek")


@asynccontextmanager
async def _pair(planted: Planted) -> AsyncIterator[Pair]:
    api = planted.api
    schema, settings = executable_schema(), api.settings
    reader = OperationReader(schema, Limits())
    database = Database(settings.mongodb_uri or "", settings.database, library=settings.mongo_driver)
    logs = log_database(settings)
    own = build_store(database, logs, signing_keys(settings), now, 24)
    executors = {}
    bench = Workbench()
    for compiled, store in (
        (CompiledExecution(schema, bench), own),
        (None, replace(own, reader=WholePlans(database, PATHS))),
    ):
        recorder = recorder_for(settings, LogStore(logs))
        kept = Kept(recorder.secretary, recorder.writer)
        executors[Executor(schema, reader, store, kept, bench, compiled)] = kept
    fast, slow = executors
    verifier = TokenVerifier(trusted_issuers(settings), settings.audience, OrganisationTable.load(), 3_600)

    @cache
    def caller(persona: str, doelen: tuple[str, ...]) -> Caller:
        return verifier.verify(api.issuer.issue(persona, doelen))

    yield Pair(planted, fast, slow, executors, PolicyHolder(PLAN), caller)
    for connection in (database, logs):
        await connection.close()


def _vary(planted: Planted, rng: random.Random) -> None:
    """Every second plan gets parts that are shielded, unknown or gone."""
    plans = planted.database["plannen"]
    for plan_id in list(planted.oracle.plans)[::2]:
        paths = rng.sample(SHIELDED, 2)
        shieldings = [{"id": str(uuid.UUID(int=rng.getrandbits(128))), "pad": path} for path in paths]
        gone = rng.sample(["schulden", "screening.risc", "overleggen.mdo", "stemBetrokkene", "som"], 2)
        unknown = [path for path in _UNKNOWN if path.partition(".")[0] not in gone and rng.random() < 0.5]
        change = {
            "$set": {"afschermingen": shieldings} | {path: {"onbekend": True} for path in unknown},
            "$unset": dict.fromkeys(gone, ""),
        }
        plans.update_one({"_id": plan_id}, change)


_UNKNOWN: Final = ("onderdak.hulpvraag", "betrokkene.geboorteplaats", "schulden.toelichting", "betrokkene.voornamen")
