"""Execution with plans rendered in one pass; what is answered is what graphql-core would answer without it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any

from graphql import (
    ExecutionResult,
    Executor,
    FieldNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationType,
)
from graphql.execution import VariableValues, get_argument_values, get_variable_values
from graphql.execution.collect_fields import CollectedFields, FieldDetails, FieldDetailsList

from api.compiled.known_shapes import KnownShapes
from api.compiled.plan_executor import PlanExecutor
from api.compiled.rendering import Rendering, Workshop
from api.graphql.context import RequestContext
from api.graphql.operation import Operation
from api.graphql.query import found_plan
from api.graphql.workbench import Workbench, asker
from api.view.plan_view import PlanView
from api.view.renderers import Renderers
from api.view.shape import Shape


@dataclass(frozen=True, slots=True)
class _Asked:
    """One plan that is asked: its name in the answer, where the question says so, and the shape of the answer."""

    key: str
    node: FieldNode
    shape: Shape


class CompiledExecution:
    """Executes operations; keeps what their answers came down to."""

    def __init__(self, schema: GraphQLSchema, bench: Workbench) -> None:
        self._schema = schema
        self._bench = bench
        self._workshop = Workshop(KnownShapes(), Renderers())
        plan = schema.get_type("Plan")
        assert isinstance(plan, GraphQLObjectType)  # noqa: S101 - so it is defined
        assert schema.query_type is not None  # noqa: S101 - likewise
        self._plan = plan
        self._field = schema.query_type.fields["plan"]

    @staticmethod
    def form(view: PlanView) -> PlanView:
        """What a plan is given to this execution as: the view itself, since the execution renders it."""
        return view

    async def execute(
        self, operation: Operation, given: Mapping[str, Any], context: RequestContext, event: Any = None
    ) -> ExecutionResult:
        """The result of an operation that was validated, given variables that were checked; `event`: what it is told of."""
        nodes = _plans_only(operation)
        if nodes is not None:
            variables = get_variable_values(self._schema, operation.definition.variable_definitions or (), dict(given))
            if isinstance(variables, list):
                return ExecutionResult(None, variables)
            rendering = self._workshop.rendering(operation, variables.coerced)
            asked = await self._asked(nodes, operation, given, context, rendering)
            if asked is not None:
                return await self._answers(asked, variables, context, rendering)
        built = PlanExecutor.build(
            self._schema,
            operation.document,
            event,
            context,
            dict(given),
            operation.name,
            hide_suggestions=True,
            workshop=self._workshop,
            asked=operation,
        )
        if isinstance(built, list):
            return ExecutionResult(None, built)
        result = built.execute_operation()
        found = await result if isawaitable(result) else result
        assert isinstance(found, ExecutionResult)  # noqa: S101 - only graphql-core's incremental executor, which this is not, gives anything else
        return found

    async def _asked(
        self,
        nodes: Mapping[str, FieldNode],
        operation: Operation,
        given: Mapping[str, Any],
        context: RequestContext,
        rendering: Rendering,
    ) -> list[_Asked] | None:
        """What is asked, with its shapes; None where one would be too large."""

        def collect(kind: GraphQLObjectType, found: FieldDetailsList) -> CollectedFields:
            built = Executor.build(
                self._schema, operation.document, raw_variable_values=dict(given), operation_name=operation.name
            )
            assert isinstance(built, Executor)  # noqa: S101 - operation and variables were checked
            return built.collect_subfields(kind, found)

        def shaped() -> list[_Asked] | None:
            asked = []
            for key, node in nodes.items():
                shape = rendering.shape((key,), self._plan, [FieldDetails(node, None)], collect)
                if shape is None:
                    return None
                asked.append(_Asked(key, node, shape))
            return asked

        if all(rendering.knows((key,)) for key in nodes):
            return shaped()
        return await self._bench.do(asker(context.access.caller), shaped)

    async def _answers(
        self, asked: list[_Asked], variables: VariableValues, context: RequestContext, rendering: Rendering
    ) -> ExecutionResult:
        answering = [self._answer(one, variables, context, rendering) for one in asked]
        # As graphql-core does: what is asked together is read together, and what goes wrong in one leaves the others be.
        found = [await answering[0]] if len(answering) == 1 else await asyncio.gather(*answering)
        errors = [error for error in found if isinstance(error, GraphQLError)]
        if errors:
            return ExecutionResult(None, errors)
        return ExecutionResult({one.key: plan for one, plan in zip(asked, found, strict=True)}, None)

    async def _answer(
        self, asked: _Asked, variables: VariableValues, context: RequestContext, rendering: Rendering
    ) -> dict[str, Any] | GraphQLError | None:
        """A plan, None when there is none, or what went wrong."""
        try:
            given = get_argument_values(self._field, asked.node, variables)
            view = await found_plan(context, asked.key, given["id"], given.get("versie"), given.get("bekendOp"))
            if view is None:
                return None
            context.answer(view, asked.key)
            renderers = rendering.workshop.renderers
            if not renderers.knows(asked.shape, view.rights):
                await self._bench.do(asker(context.access.caller), renderers.of, asked.shape, view.rights)
            return rendering.rendered(view, asked.shape)
        except GraphQLError as error:
            return error
        except Exception as error:  # noqa: BLE001 - it is told and recorded as graphql-core's own would be
            return GraphQLError("", asked.node, path=[asked.key], original_error=error)


def _plans_only(operation: Operation) -> Mapping[str, FieldNode] | None:
    """The plans that a question asks, by their names in the answer, if it asks nothing else: then it needs no executor around it."""
    definition = operation.definition
    nodes = definition.selection_set.selections
    keys = {(node.alias or node.name).value: node for node in nodes if isinstance(node, FieldNode) and _is_plan(node)}
    return keys if definition.operation is OperationType.QUERY and len(keys) == len(nodes) else None


def _is_plan(node: FieldNode) -> bool:
    """Whether this asks one plan, whatever the variables say."""
    return node.name.value == "plan" and not node.directives
