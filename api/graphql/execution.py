"""From a question to an answer: the order of checks of design §4, then execution."""

import logging
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, Final

import orjson
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationType,
    create_source_event_stream,
    execute,
)
from graphql import Executor as CoreExecutor
from graphql.execution import get_argument_values, get_variable_values

from api.access.access import Access
from api.access.refusal import explain
from api.compiled.execution import CompiledExecution
from api.errors import Code, Fault, RequestRefused
from api.failures import LOG_AWAY, OURS
from api.graphql.allowance import Allowance
from api.graphql.change_types import told
from api.graphql.context import RequestContext, Store, refuse
from api.graphql.failures import NULL_VARIABLE, refusal_of
from api.graphql.operation import Operation, OperationReader
from api.graphql.plan_list import criteria_of, refused_parameters
from api.graphql.scalars import plain
from api.graphql.variables import check_variables
from api.graphql.workbench import NOBODY, Workbench, asker
from api.identity.caller import Caller
from api.identity.purpose import PurposeError
from api.logbook.recorder import Recorder
from api.logbook.trace import Trace
from api.logbook.trail import Asked, Trail
from api.logbook.writer import LogUnavailable
from api.recording import record, record_refusal
from api.store.happenings import Happening
from api.telemetry.observer import SILENT, Observer
from api.telemetry.operations import apart, note_operation, observed
from plan_schema.plan import PATHS
from policies.context import Action

_AS_STREAM: Final = Fault(
    Code.ABONNEMENT_VRAAGT_STROOM,
    "Een abonnement loopt over een websocket (graphql-transport-ws), of over POST met Accept: text/event-stream.",
    "Accept",
    "text/event-stream",
)
_LOG: Final = logging.getLogger("reintegratieplan.graphql")


@dataclass(frozen=True, slots=True)
class Question:
    """A request as it was sent."""

    text: str
    name: str | None
    variables: Mapping[str, Any]
    lenient: bool
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer that was not refused, as JSON: while it waits for its records, it takes a tenth of the memory."""

    body: bytes
    lenient: bool


class Executor:
    """Answers questions against one schema and one store; with `compiled`, the same answers faster."""

    def __init__(
        self,
        schema: GraphQLSchema,
        reader: OperationReader,
        store: Store,
        recorder: Recorder,
        bench: Workbench,
        compiled: CompiledExecution | None = None,
        observer: Observer = SILENT,
        allowance: Allowance | None = None,
    ) -> None:
        self._schema = schema
        self._reader = reader
        self._store = store
        self._recorder = recorder
        self._bench = bench
        self._compiled = compiled
        self._observer = observer
        self._allowance = allowance

    async def parsed(self, question: Question, caller: Caller | None) -> DocumentNode | None:
        """The document of a question that was not read before; refused when it is no GraphQL, too large, or one new one too many.

        That comes before a token is refused; `caller` tells only whose turn it takes. None also when a question without a
        valid token is not looked at: it will be refused for that.
        """
        if self._reader.known(question.text, question.name) is not None:
            return None
        who = asker(caller) if caller else NOBODY
        if self._allowance is not None:
            if caller is None and not self._allowance.has(who, question.text):
                return None
            await self._allowance.take(who, question.text)
        return await self._bench.do(who, self._reader.parsed, question.text)

    async def answer(self, question: Question, document: DocumentNode | None, access: Access, trace: Trace) -> Answer:
        """The answer to a question, given what `parsed` made of it; RequestRefused when it is refused as a whole.

        Whatever was decided is in the logs before this returns, and before it raises.
        """
        operation = await self.operation(question, document, access.caller)
        if operation.is_subscription:
            raise RequestRefused(400, [_AS_STREAM])
        return await self._answered(operation, question, access, trace)

    async def operation(self, question: Question, document: DocumentNode | None, caller: Caller) -> Operation:
        """The operation of a question, given what `parsed` made of it; RequestRefused when it or its variables do not fit."""
        operation = await self._read(question, document, caller)
        check_variables(self._schema, operation.definition, question.variables)
        return operation

    async def _read(self, question: Question, document: DocumentNode | None, caller: Caller) -> Operation:
        known = self._reader.known(question.text, question.name)
        if known is not None:
            return known
        return await self._bench.do(asker(caller), self._reader.read, question.text, question.name, document)

    async def admit(self, operation: Operation, question: Question, access: Access, trace: Trace) -> None:
        """Decide whether a subscription may begin, as far as that needs no plan, and record it; RequestRefused."""
        trail = _trail(operation, question, access, trace)
        note_operation(trail)
        try:
            self._decide_statically(operation, question, trail)
        except RequestRefused as refusal:
            await record_refusal(self._recorder, trail, refusal)
            raise
        await record(self._recorder, trail, 200)

    async def source(self, operation: Operation, question: Question, context: Any) -> AsyncGenerator[Any, None]:
        """What the resolver of a subscription yields, in this context of its own."""
        built = CoreExecutor.build(
            self._schema,
            operation.document,
            context_value=context,
            raw_variable_values=dict(question.variables),
            operation_name=question.name,
        )
        if isinstance(built, list):
            raise refusal_of(built)
        found = create_source_event_stream(built)
        source = await found if isawaitable(found) else found
        if isinstance(source, ExecutionResult):
            raise refusal_of(source.errors or [])
        assert isinstance(source, AsyncGenerator)  # noqa: S101 - the resolver is one
        return source

    async def deliver(self, operation: Operation, question: Question, access: Access, happening: Happening) -> Answer:
        """What a subscription answers to one event (ExecuteSubscriptionEvent); decided and recorded as `answer` does."""
        trace = Trace.of({})
        with apart(trace):
            return await self._answered(operation, question, access, trace, happening)

    async def _answered(
        self,
        operation: Operation,
        question: Question,
        access: Access,
        trace: Trace,
        happening: Happening | None = None,
    ) -> Answer:
        trail = _trail(operation, question, access, trace)
        note_operation(trail)
        with observed(trail, self._observer):
            try:
                answer = await self._decided(operation, question, trail, happening)
            except RequestRefused as refusal:
                await record_refusal(self._recorder, trail, refusal)
                raise
            await record(self._recorder, trail, 200)
        return answer

    async def refuse(
        self, question: Question, document: DocumentNode | None, access: Access, trace: Trace, error: PurposeError
    ) -> None:
        """Record that a question was refused for its doel; one that could not have been decided on is no decision."""
        try:
            operation = await self._read(question, document, access.caller)
        except RequestRefused:
            return
        await record(self._recorder, _trail(operation, question, access, trace), error.status, [error.code])

    async def _decided(
        self, operation: Operation, question: Question, trail: Trail, happening: Happening | None
    ) -> Answer:
        """The answer, which may not leave before its trail is recorded."""
        access = trail.access
        self._decide_statically(operation, question, trail)
        if operation.definition.operation is OperationType.MUTATION:
            await self._check_log()
        context = RequestContext(
            access,
            self._store,
            operation.requested,
            operation.provenance,
            question.lenient,
            trail,
            question.idempotency_key,
        )
        if self._compiled is not None:
            context.form = self._compiled.form
        event = None
        if happening is not None:
            # A subscription has one root field, and the event is its value.
            event = told(context, next(iter(operation.names)), [happening.seen_by(access)])[0]
        result = await self._executed(operation, question, context, event)
        if result.errors:
            raise refusal_of(result.errors)
        _check_accounted(trail, result)
        body: dict[str, Any] = {"data": result.data}
        if question.lenient:
            body["extensions"] = {"afgeschermd": context.withheld}
        return Answer(orjson.dumps(body, default=plain), question.lenient)

    async def _executed(
        self, operation: Operation, question: Question, context: RequestContext, event: Any
    ) -> ExecutionResult:
        if self._compiled is not None:
            return await self._compiled.execute(operation, question.variables, context, event)
        result = execute(
            self._schema,
            operation.document,
            root_value=event,
            context_value=context,
            variable_values=dict(question.variables),
            operation_name=question.name,
            hide_suggestions=True,
        )
        return result if isinstance(result, ExecutionResult) else await result

    async def _check_log(self) -> None:
        try:
            await self._recorder.ready()
        except LogUnavailable:
            raise RequestRefused(503, [LOG_AWAY]) from None

    def _decide_statically(self, operation: Operation, question: Question, trail: Trail) -> None:
        """Refuse what this caller may do with no plan at all: costs no look at any plan, so it tells nothing of one."""
        access = trail.access
        faults = [fault for node in operation.roots for fault in self._parameters(operation, node, question, trail)]
        if faults:
            raise RequestRefused(403, dict.fromkeys(faults))
        if not question.lenient:
            denied = operation.all_requested & ~access.best.best_read
            refuse([explain(access, node, Action.LEZEN) for node in PATHS.nodes_of(denied)])

    def _parameters(self, operation: Operation, node: Any, question: Question, trail: Trail) -> list[Fault]:
        root_type = self._schema.get_root_type(operation.definition.operation)
        assert isinstance(root_type, GraphQLObjectType)  # noqa: S101 - the operation was validated
        if node.name.value != "plannen":
            return []
        values = get_variable_values(
            self._schema, operation.definition.variable_definitions or (), dict(question.variables)
        )
        assert not isinstance(values, list)  # noqa: S101 - the variables were checked
        try:
            given = get_argument_values(root_type.fields["plannen"], node, values)
        except GraphQLError:
            raise RequestRefused(400, [NULL_VARIABLE]) from None
        for _, path in criteria_of(given):
            trail.criteria |= PATHS.bit(path)
        return list(refused_parameters(trail.access, given))


def _trail(operation: Operation, question: Question, access: Access, trace: Trace) -> Trail:
    kind = operation.definition.operation.value
    asked = Asked(operation.digest, kind, operation.names, operation.all_requested, question.lenient)
    return Trail(trace, asked, access)


def _check_accounted(trail: Trail, result: ExecutionResult) -> None:
    """An answer of which nobody said what is in it does not leave."""
    data = result.data or {}
    answered = [name for name in trail.asked.roots if data.get(name) is not None]
    forgotten = trail.unaccounted(answered)
    if forgotten:
        _LOG.error("answer_without_account", extra={"field": sorted(trail.asked.roots[name] for name in forgotten)})
        raise RequestRefused(500, [OURS])
