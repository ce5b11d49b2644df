"""From a question to an answer: the order of checks of design §4, then execution."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import DocumentNode, ExecutionResult, GraphQLError, GraphQLObjectType, GraphQLSchema, execute
from graphql.execution import get_argument_values, get_variable_values

from api.access.access import Access
from api.access.refusal import explain
from api.errors import Code, Fault, RequestRefused
from api.graphql.context import RequestContext, Store, refuse
from api.graphql.operation import Operation, OperationReader
from api.graphql.plan_list import refused_parameters
from api.graphql.variables import check_variables
from api.logs import place_of
from api.store.current_schema import NewerSchema
from api.store.driver import Busy, DatabaseError
from api.store.receipts import KeyReused
from plan_schema.plan import PATHS
from policies.context import Action

_NULL_VARIABLE: Final = Fault(
    Code.ONGELDIGE_WAARDE,
    "Een variabele is null op een plaats waar dat niet kan.",
    expected="een waarde, of geen variabele",
)
_BUSY: Final = Fault(
    Code.TE_DRUK,
    "Er wordt te veel tegelijk in dit plan geschreven; er is niets gewijzigd. Probeer het over enkele seconden opnieuw.",
)
_KEY_REUSED: Final = Fault(
    Code.IDEMPOTENTIESLEUTEL_HERGEBRUIKT,
    "Deze Idempotency-Key kwam eerder met een andere aanvraag; er is niets gewijzigd.",
    "Idempotency-Key",
    "een nieuwe sleutel voor elke nieuwe aanvraag",
)
_NEWER: Final = Fault(
    Code.PLANNEN_NIEUWER,
    "Dit is vastgelegd door een nieuwere uitgave van deze dienst dan die nu antwoordt; er is niets gelezen of gewijzigd. Probeer het over enkele minuten opnieuw.",
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
    """The body of an answer that was not refused."""

    body: dict[str, Any]
    lenient: bool


class Executor:
    """Answers questions against one schema and one store."""

    def __init__(self, schema: GraphQLSchema, reader: OperationReader, store: Store) -> None:
        self._schema = schema
        self._reader = reader
        self._store = store

    def parsed(self, question: Question) -> DocumentNode | None:
        """The document of a question that was not read before; refused when it is no GraphQL, or too large.

        This comes before anybody looks at who asks.
        """
        return None if self._reader.knows(question.text, question.name) else self._reader.parsed(question.text)

    async def answer(self, question: Question, document: DocumentNode | None, access: Access) -> Answer:
        """The answer to a question, given what `parsed` made of it; RequestRefused when it is refused as a whole."""
        operation = self._reader.read(question.text, question.name, document)
        check_variables(self._schema, operation.definition, question.variables)
        self._decide_statically(operation, question, access)
        context = RequestContext(access, self._store, operation.requested, question.lenient, question.idempotency_key)
        result = execute(
            self._schema,
            operation.document,
            context_value=context,
            variable_values=dict(question.variables),
            operation_name=question.name,
            hide_suggestions=True,
        )
        if not isinstance(result, ExecutionResult):
            result = await result
        if result.errors:
            raise _refusal(result.errors)
        body: dict[str, Any] = {"data": result.data}
        if question.lenient:
            body["extensions"] = {"afgeschermd": context.withheld}
        return Answer(body, question.lenient)

    def _decide_statically(self, operation: Operation, question: Question, access: Access) -> None:
        """Refuse what this caller may do with no plan at all: costs no look at any plan, so it tells nothing of one."""
        faults = [fault for node in operation.roots for fault in self._parameters(operation, node, question, access)]
        if faults:
            raise RequestRefused(403, dict.fromkeys(faults))
        if not question.lenient:
            denied = operation.all_requested & ~access.best.best_read
            refuse([explain(access, node, Action.LEZEN) for node in PATHS.nodes_of(denied)])

    def _parameters(self, operation: Operation, node: Any, question: Question, access: Access) -> list[Fault]:
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
            raise RequestRefused(400, [_NULL_VARIABLE]) from None
        return list(refused_parameters(access, given))


def _refusal(errors: list[GraphQLError]) -> RequestRefused:
    """What the errors of an execution come down to: refusals as they are, anything else as our own failure."""
    refusals = [error.original_error for error in errors if isinstance(error.original_error, RequestRefused)]
    if refusals:
        return RequestRefused(
            max(refusal.status for refusal in refusals),
            dict.fromkeys(fault for refusal in refusals for fault in refusal.faults),
        )
    if all(error.original_error is None or isinstance(error.original_error, GraphQLError) for error in errors):
        # What is left for graphql-core to find while executing: a variable with a default that was given as null.
        return RequestRefused(400, [_NULL_VARIABLE])
    for error in errors:
        cause = error.original_error
        if isinstance(cause, KeyReused):
            return RequestRefused(422, [_KEY_REUSED])
        if isinstance(cause, NewerSchema):
            return RequestRefused(503, [_NEWER])
        if isinstance(cause, Busy):
            return RequestRefused(503, [_BUSY])
        if isinstance(cause, DatabaseError):
            _LOG.error("database_unreachable", extra={"cause": type(cause).__name__})
            return RequestRefused(
                503,
                [
                    Fault(
                        Code.DATABASE_NIET_BEREIKBAAR,
                        "De database is nu niet bereikbaar; er is geen antwoord gegeven. Probeer het over enkele seconden opnieuw.",
                    )
                ],
            )
        # The message of an unforeseen error may quote a value of a person: only its kind and place are kept.
        _LOG.error(
            "unforeseen_error",
            extra={"cause": type(cause or error).__name__, "place": place_of(cause), "field": error.path},
        )
    return RequestRefused(
        500, [Fault(Code.INTERNE_FOUT, "Er ging iets mis aan onze kant; er is geen antwoord gegeven.")]
    )
