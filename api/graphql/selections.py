"""What an operation selects: its plan fields as bits, its root fields, its depth.

Only schema and text count: a field behind an alias, a fragment or `@include(if: false)` is a field that is asked.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
    is_composite_type,
)

from plan_schema.plan import PATHS, PLAN
from plan_schema.process.casus import case
from plan_schema.process.sheets import informatieblad
from plan_schema.process.som.agenda import AGENDA_PATHS, SOM_PATHS
from plan_schema.tree import Group, Leaf


def _bits_by_field() -> Mapping[tuple[str, str], int]:
    """Which plan bit each field of each derived type stands for.

    A group asks for the right to something in it; what the house adds to a group (`id`, `herkomst`, `onbekend`,
    `__typename`) asks for the same.
    """
    bits: dict[tuple[str, str], int] = {}
    groups: list[tuple[str, Group]] = [
        ("Plan", PLAN),
        *((node.type_name, node) for node in PLAN.walk() if isinstance(node, Group)),
    ]
    for type_name, group in groups:
        for own in ("__typename", "id", "versie", "fase", "herkomst", "onbekend"):
            bits[type_name, own] = group.bit
        for child in group.children.values():
            bits[type_name, child.name] = child.bit if isinstance(child, Leaf) else child.bit | group.bit
    # How many plans there are, and that there is a history, is as much a fact as what stands in them.
    for root in ("plannen", "historie", "verschil", "wijzigingen"):
        bits["Query", root] = PLAN.bit
    bits["Subscription", "wijzigingen"] = PLAN.bit
    # A sheet says itself what of it is withheld; without these fields it is none.
    for root, core in (("informatieblad", informatieblad.CORE), ("anoniemeCasus", case.CORE)):
        bits["Query", root] = reduce(or_, (PATHS.bit(path) for path in core), PLAN.bit)
    # A status follows from at least this: who can read it in no plan is refused before there is a look at one.
    bits["Query", "proces"] = PLAN.bit
    bits["Proces", "samenStartenStatus"] = PATHS.bit("samenStarten.signaal.afgegevenOp")
    bits["Proces", "reclasseringsbetrokkenheid"] = PATHS.bit("reclasseringsinzet[].status")
    bits["Proces", "denRPlanStatus"] = PATHS.bit("status")
    # What follows from a plan asks for what it is told on the ground of, whatever of it is selected.
    for root, paths in (("som", SOM_PATHS), ("somOverzicht", AGENDA_PATHS)):
        bits["Query", root] = reduce(or_, (PATHS.bit(path) for path in paths), PLAN.bit)
    return bits


_BITS: Final = _bits_by_field()


@dataclass(frozen=True, slots=True)
class Size:
    """How many fields, fragment spreads and variables a document holds, and how often one name stands in one selection."""

    fields: int
    spreads: int
    repeats: int
    variables: int


class Selections:
    """The selections of one document; what a fragment amounts to is worked out once, however often it is spread."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self._schema = schema
        self._operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self._fragment_bits: dict[str, int] = {}
        self._fragment_depths: dict[str, int] = {}

    def fields(self, selection: SelectionSetNode) -> list[FieldNode]:
        """The fields of a selection, fragments followed; each fragment once, since its fields are the same each time."""
        found: list[FieldNode] = []
        seen: set[str] = set()
        pending = list(selection.selections)
        while pending:
            node = pending.pop(0)
            if isinstance(node, FieldNode):
                found.append(node)
            elif isinstance(node, InlineFragmentNode):
                pending[:0] = node.selection_set.selections
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                seen.add(node.name.value)
                pending[:0] = self._fragments[node.name.value].selection_set.selections
        return found

    def bits(self, node: FieldNode, parent: GraphQLCompositeType) -> int:
        """The plan fields that a field and everything below it selects. The document must be valid."""
        name = node.name.value
        bits = _BITS.get((parent.name, name), 0)
        if (
            node.selection_set is None
            or not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType)
            or name.startswith("__")
        ):
            return bits
        inner = get_named_type(parent.fields[name].type)
        return bits | self._selection_bits(node.selection_set, inner) if is_composite_type(inner) else bits

    def depth(self) -> int:
        """How deep the deepest operation is nested; unknown fragments and cycles are left to validation."""
        return max((self._depth(node.selection_set, ()) for node in self._operations), default=0)

    def size(self) -> "Size":
        """How much the document holds, as written."""
        fields = spreads = repeats = 0
        for selections in self._sets():
            names: Counter[str] = Counter()
            for node in selections:
                if isinstance(node, FieldNode):
                    fields += 1
                    names[(node.alias or node.name).value] += 1
                spreads += isinstance(node, FragmentSpreadNode)
            repeats = max(repeats, *names.values()) if names else repeats
        variables = sum(len(node.variable_definitions or ()) for node in self._operations)
        return Size(fields, spreads, repeats, variables)

    def names(self, field: str) -> bool:
        """Whether a field of this name stands anywhere in the document."""
        return any(
            isinstance(node, FieldNode) and node.name.value == field
            for selections in self._sets()
            for node in selections
        )

    def plain(self) -> bool:
        """Whether no selection holds a fragment, or one name twice: then no two fields come together under one name."""
        for selections in self._sets():
            fields = [node for node in selections if isinstance(node, FieldNode)]
            if len({(node.alias or node.name).value for node in fields}) < len(selections):
                return False
        return True

    def _sets(self) -> Iterator[Sequence[SelectionNode]]:
        """Every selection in the document."""
        sets = [node.selection_set for node in (*self._operations, *self._fragments.values())]
        while sets:
            selections = sets.pop().selections
            yield selections
            sets.extend(inner for node in selections if (inner := getattr(node, "selection_set", None)) is not None)

    def _selection_bits(self, selection: SelectionSetNode, parent: GraphQLCompositeType) -> int:
        bits = 0
        for node in selection.selections:
            if isinstance(node, FieldNode):
                bits |= self.bits(node, parent)
            elif isinstance(node, FragmentSpreadNode):
                bits |= self._bits_of_fragment(node.name.value)
            elif isinstance(node, InlineFragmentNode):
                bits |= self._selection_bits(node.selection_set, self._condition(node) or parent)
        return bits

    def _bits_of_fragment(self, name: str) -> int:
        if name not in self._fragment_bits:
            fragment = self._fragments[name]
            condition = self._condition(fragment)
            assert condition is not None  # noqa: S101 - the document is valid
            self._fragment_bits[name] = self._selection_bits(fragment.selection_set, condition)
        return self._fragment_bits[name]

    def _condition(self, node: InlineFragmentNode | FragmentDefinitionNode) -> GraphQLCompositeType | None:
        named = node.type_condition and self._schema.get_type(node.type_condition.name.value)
        return named if is_composite_type(named) else None

    def _depth(self, selection: SelectionSetNode, within: tuple[str, ...]) -> int:
        deepest = 0
        for node in selection.selections:
            if isinstance(node, FieldNode):
                depth = 1 + (self._depth(node.selection_set, within) if node.selection_set else 0)
            elif isinstance(node, InlineFragmentNode):
                depth = self._depth(node.selection_set, within)
            elif isinstance(node, FragmentSpreadNode):
                depth = self._depth_of_fragment(node.name.value, within)
            else:
                continue
            deepest = max(deepest, depth)
        return deepest

    def _depth_of_fragment(self, name: str, within: tuple[str, ...]) -> int:
        if name in within or name not in self._fragments:
            return 0
        if name not in self._fragment_depths:
            self._fragment_depths[name] = self._depth(self._fragments[name].selection_set, (*within, name))
        return self._fragment_depths[name]
