"""What one execution needs to render the plans in its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLObjectType, NamedTypeNode, NonNullTypeNode, OperationDefinitionNode
from graphql.execution.collect_fields import FieldDetailsList

from api.compiled.known_shapes import KnownShapes, Place
from api.compiled.shaping import Collect, Shaper
from api.graphql.operation import Operation
from api.view.plan_view import PlanView
from api.view.renderers import Renderers
from api.view.shape import Shape


@dataclass(frozen=True, slots=True)
class Workshop:
    """What is kept between questions: their shapes, and the renderers of those."""

    shapes: KnownShapes
    renderers: Renderers

    def rendering(self, operation: Operation, variables: Mapping[str, Any]) -> "Rendering":
        """What an operation with these coerced variables needs."""
        switches = tuple(variables.get(switch) for switch in _switches(operation.definition))
        return Rendering(self, operation.digest, operation.name, switches)


@dataclass(frozen=True, slots=True)
class Rendering:
    """Renders the plans of one answer."""

    workshop: Workshop
    digest: str
    operation: str | None
    switches: tuple[object, ...]

    def shape(
        self, path: tuple[str, ...], kind: GraphQLObjectType, nodes: FieldDetailsList, collect: Collect
    ) -> Shape | None:
        """The shape of the plans at a place in the answer; None when it would be too large."""
        place = Place(self.digest, self.operation, self.switches, path)
        return self.workshop.shapes.of(place, lambda: Shaper(collect).shape(kind, nodes))

    def knows(self, path: tuple[str, ...]) -> bool:
        """Whether the shape at a place was asked before."""
        return self.workshop.shapes.knows(Place(self.digest, self.operation, self.switches, path))

    def rendered(self, view: PlanView, shape: Shape) -> dict[str, Any]:
        """A plan in a shape."""
        return view.rendered(shape, self.workshop.renderers)


def _switches(definition: OperationDefinitionNode) -> tuple[str, ...]:
    """The Boolean variables: no others can stand in a directive."""
    return tuple(
        declared.variable.name.value
        for declared in definition.variable_definitions or ()
        if _named(declared.type) == "Boolean"
    )


def _named(kind: Any) -> str | None:
    inner = kind.type if isinstance(kind, NonNullTypeNode) else kind
    return inner.name.value if isinstance(inner, NamedTypeNode) else None
