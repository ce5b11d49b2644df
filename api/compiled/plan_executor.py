"""An executor of graphql-core for which a plan is one value: what stands around it is resolved, the plan itself is rendered."""

from typing import Any

from graphql import Executor, GraphQLObjectType, GraphQLResolveInfo
from graphql.execution.collect_fields import FieldDetailsList
from graphql.pyutils import AwaitableOrValue, Path

from api.compiled.rendering import Workshop
from api.graphql.operation import Operation
from api.view.plan_view import PlanView
from api.view.shape import Shape


class PlanExecutor(Executor[None]):
    """Executes one operation: what was `asked`, of which the plans are rendered in a workshop."""

    def __init__(self, *given: Any, workshop: Workshop, asked: Operation, **named: Any) -> None:
        super().__init__(*given, **named)
        self._rendering = workshop.rendering(asked, self.variable_values.coerced)
        # By identity, as graphql-core knows a selection during one execution; the list is kept with it, so that it stays itself.
        self._shapes: dict[int, tuple[FieldDetailsList, Shape | None]] = {}

    def complete_object_value(
        self,
        return_type: GraphQLObjectType,
        field_details_list: FieldDetailsList,
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: Any,
        position_context: None,
    ) -> AwaitableOrValue[dict[str, Any]]:
        """A plan rendered, anything else by executing its selection."""
        if isinstance(result, PlanView):
            shape = self._shape(return_type, field_details_list, path)
            if shape is not None:
                return self._rendering.rendered(result, shape)
            result = result.shown
        return super().complete_object_value(return_type, field_details_list, info, path, result, position_context)

    def _shape(self, kind: GraphQLObjectType, nodes: FieldDetailsList, path: Path) -> Shape | None:
        known = self._shapes.get(id(nodes))
        if known is None:
            names = tuple(part for part in path.as_list() if isinstance(part, str))
            known = self._shapes[id(nodes)] = (nodes, self._rendering.shape(names, kind, nodes, self.collect_subfields))
        return known[1]
