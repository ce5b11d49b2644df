"""An operation, read once: what it is, and which plan fields it selects under each root field.

The same text is asked thousands of times with other variables, so what was worked out is kept, bounded, by text and
operation name; nothing of a person is in it, since variables are not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final

from cachetools import LRUCache
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    parse,
)

from api.errors import Code, Fault, RequestRefused
from api.graphql.digest import digest_of
from api.graphql.selections import Selections
from api.graphql.validation import validated
from plan_schema.values import PROVENANCE


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a question may be: checked before it is validated, which takes time that grows with the square of some."""

    tokens: int = 15_000
    depth: int = 15
    root_fields: int = 10
    fields: int = 2_500
    fragment_spreads: int = 60
    repeats: int = 5
    variables: int = 100


@dataclass(frozen=True, slots=True)
class Operation:
    """A parsed, validated operation.

    `requested` gives per root field (by its response name) the plan fields as bits; `provenance` says whether it asks anywhere who
    wrote them; `digest` identifies it without its values.
    """

    document: DocumentNode
    definition: OperationDefinitionNode
    requested: Mapping[str, int]
    provenance: bool
    roots: tuple[FieldNode, ...]
    digest: str

    @property
    def name(self) -> str | None:
        """Its own name, where it has one."""
        return self.definition.name.value if self.definition.name else None

    @property
    def names(self) -> dict[str, str]:
        """The root field behind each name in the answer; what GraphQL itself answers (`__typename`) is none."""
        named = ((node.alias or node.name).value for node in self.roots)
        return {
            name: node.name.value
            for name, node in zip(named, self.roots, strict=True)
            if not node.name.value.startswith("__")
        }

    @property
    def is_subscription(self) -> bool:
        """Whether it is answered by a stream."""
        return self.definition.operation is OperationType.SUBSCRIPTION

    @property
    def all_requested(self) -> int:
        """Every plan field that the operation selects anywhere."""
        bits = 0
        for requested in self.requested.values():
            bits |= requested
        return bits


MOST_CHARACTERS: Final = 2_000_000
"""Of all texts that are kept: four hundred of 150 fields. What is made of a text takes some fifty times its length."""


class OperationReader:
    """Reads operations against one schema. Safe to use from several threads."""

    def __init__(self, schema: GraphQLSchema, limits: Limits, most_characters: int = MOST_CHARACTERS) -> None:
        self._schema = schema
        self._limits = limits
        self._known: LRUCache[tuple[str, str | None], tuple[Operation, int]] = LRUCache(
            most_characters, getsizeof=lambda read: read[1]
        )
        self._lock = Lock()

    def parsed(self, text: str) -> DocumentNode:
        """The document, within its limits; RequestRefused (400) for a syntax error or a question that is too large."""
        try:
            document = parse(text, max_tokens=self._limits.tokens)
            self._within_limits(document)
        except GraphQLSyntaxError as error:
            raise RequestRefused(400, [_syntax(error)]) from None
        except RecursionError:
            raise _too_heavy("te diep genest") from None
        return document

    def read(self, text: str, name: str | None, document: DocumentNode | None = None) -> Operation:
        """The operation with this name in a text, parsed already or not; RequestRefused (400) when it does not fit the schema."""
        known = self.known(text, name)
        if known is not None:
            return known
        document = document or self.parsed(text)
        validated(self._schema, document)
        operation = self._operation(document, name)
        with self._lock:
            if len(text) <= self._known.maxsize:
                self._known[text, name] = (operation, len(text))
        return operation

    def known(self, text: str, name: str | None) -> Operation | None:
        """The operation, if it was read before."""
        with self._lock:
            found = self._known.get((text, name))
        return found[0] if found else None

    @property
    def kept(self) -> int:
        """The characters of all texts that are kept."""
        return int(self._known.currsize)

    def _operation(self, document: DocumentNode, name: str | None) -> Operation:
        definitions = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
        chosen = [node for node in definitions if name is None or (node.name and node.name.value == name)]
        if len(chosen) != 1:
            raise RequestRefused(
                400,
                [
                    Fault(
                        Code.ONBEKENDE_BEWERKING,
                        "Noem in operationName één bewerking uit de vraag.",
                        "operationName",
                        f"de naam van een van de {len(definitions)} bewerkingen in de vraag" if definitions else None,
                    )
                ],
            )
        definition = chosen[0]
        selections = Selections(self._schema, document)
        requested, roots = self._requested(selections, definition)
        if definition.operation is OperationType.MUTATION and len(roots) != 1:
            raise RequestRefused(
                400,
                [
                    Fault(
                        Code.VRAAG_TE_ZWAAR,
                        "Vraag één wijziging per bewerking: elke wijziging slaagt of faalt als geheel.",
                        expected="één wijziging",
                    )
                ],
            )
        if len(roots) > self._limits.root_fields:
            raise _too_heavy(f"meer dan {self._limits.root_fields} hoofdvelden")
        asks_provenance = selections.names(PROVENANCE)
        return Operation(document, definition, requested, asks_provenance, roots, digest_of(document))

    def _requested(
        self, selections: Selections, definition: OperationDefinitionNode
    ) -> tuple[dict[str, int], tuple[FieldNode, ...]]:
        root_type = self._schema.get_root_type(definition.operation)
        assert root_type is not None  # noqa: S101 - validated against the schema
        roots = selections.fields(definition.selection_set)
        requested: dict[str, int] = {}
        for node in roots:
            name = node.alias.value if node.alias else node.name.value
            requested[name] = requested.get(name, 0) | selections.bits(node, root_type)
        return requested, tuple(roots)

    def _within_limits(self, document: DocumentNode) -> None:
        selections = Selections(self._schema, document)
        size, limits = selections.size(), self._limits
        exceeded = (
            (selections.depth() > limits.depth, f"dieper genest dan {limits.depth}"),
            (size.fields > limits.fields, f"meer dan {limits.fields} velden"),
            (size.spreads > limits.fragment_spreads, f"meer dan {limits.fragment_spreads} fragmentverwijzingen"),
            (size.repeats > limits.repeats, f"hetzelfde veld meer dan {limits.repeats} keer in één selectie"),
            (size.variables > limits.variables, f"meer dan {limits.variables} variabelen"),
        )
        for too_much, reason in exceeded:
            if too_much:
                raise _too_heavy(reason)


def _too_heavy(reason: str) -> RequestRefused:
    return RequestRefused(
        400, [Fault(Code.VRAAG_TE_ZWAAR, f"De vraag is te zwaar: {reason}. Splits haar in kleinere vragen.")]
    )


def _syntax(error: GraphQLSyntaxError) -> Fault:
    if "Document contains more than" in error.message:
        return Fault(Code.VRAAG_TE_ZWAAR, "De vraag is te lang. Splits haar in kleinere vragen.")
    where = error.locations[0] if error.locations else None
    place = f" op regel {where.line}, positie {where.column}" if where else ""
    return Fault(Code.SYNTAXFOUT, f"De vraag is geen geldige GraphQL: fout{place}.", expected="een GraphQL-document")
