"""Validation of a document, reported in Dutch with a stable code per rule.

graphql-core's rules judge; only what they say is ours, since their messages are English, suggest names, and quote values.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from graphql import DocumentNode, GraphQLError, GraphQLSchema, validate
from graphql.language import SKIP, ArgumentNode, Node, ValueNode, VariableDefinitionNode, VisitorAction
from graphql.utilities.validate_input_value import validate_input_literal
from graphql.validation import (
    ASTValidationRule,
    OverlappingFieldsCanBeMergedRule,
    ValidationContext,
    ValuesOfCorrectTypeRule,
    specified_rules,
)

from api.errors import Code, Fault, RequestRefused
from api.graphql.input_faults import Place, input_faults, keys_in_literal
from api.graphql.own_names import own_names, told
from api.graphql.selections import Selections

_MAX_FAULTS: Final = 100

Describe = Callable[[str, ValidationContext], str]


def _parent(context: ValidationContext) -> str:
    parent = context.get_parent_type()
    return parent.name if parent else "dit type"


_RULES: Final[Mapping[str, tuple[Code, Describe]]] = {
    "FieldsOnCorrectTypeRule": (
        Code.ONBEKEND_VELD,
        lambda name, context: f"Het veld {name} bestaat niet op {_parent(context)}.",
    ),
    "KnownArgumentNamesRule": (Code.ONBEKEND_ARGUMENT, lambda name, _: f"Het argument {name} bestaat hier niet."),
    "ProvidedRequiredArgumentsRule": (
        Code.ONTBREKEND_ARGUMENT,
        lambda name, _: f"Bij {name} ontbreekt een verplicht argument.",
    ),
    "KnownTypeNamesRule": (Code.ONBEKEND_TYPE, lambda name, _: f"Het type {name} bestaat niet."),
    "ScalarLeafsRule": (
        Code.ONGELDIGE_VRAAG,
        lambda name, _: f"Het veld {name} heeft een selectie van velden nodig, of mag die juist niet hebben.",
    ),
    "KnownFragmentNamesRule": (Code.ONGELDIGE_VRAAG, lambda name, _: f"Het fragment {name} bestaat niet."),
    "NoUndefinedVariablesRule": (Code.ONGELDIGE_VRAAG, lambda name, _: f"De variabele {name} is niet gedeclareerd."),
    "NoUnusedVariablesRule": (Code.ONGELDIGE_VRAAG, lambda name, _: f"De variabele {name} wordt nergens gebruikt."),
    "NoUnusedFragmentsRule": (Code.ONGELDIGE_VRAAG, lambda name, _: f"Het fragment {name} wordt nergens gebruikt."),
    "NoFragmentCyclesRule": (Code.ONGELDIGE_VRAAG, lambda name, _: f"Het fragment {name} verwijst naar zichzelf."),
    "VariablesInAllowedPositionRule": (
        Code.ONGELDIGE_VRAAG,
        lambda name, _: f"De variabele {name} heeft een ander type dan de plaats waar zij wordt gebruikt.",
    ),
    "OverlappingFieldsCanBeMergedRule": (
        Code.ONGELDIGE_VRAAG,
        lambda name, _: f"Het veld {name} wordt meer dan één keer gevraagd met andere argumenten; gebruik een alias.",
    ),
    "KnownDirectivesRule": (
        Code.ONGELDIGE_VRAAG,
        lambda name, _: f"De directive {name} bestaat niet, of mag hier niet staan.",
    ),
}
"""What each rule means; a rule that is not here is described by its own name."""


class _Reporting:
    """A validation context whose reports are in Dutch; everything else is the context itself.

    Some rules report through the context and not through themselves, so this is where all reports pass.
    """

    def __init__(self, context: ValidationContext, rule: str) -> None:
        self._context = context
        self._rule = rule

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def report_error(self, error: GraphQLError) -> None:
        if "fault" not in (error.extensions or {}):
            node = error.nodes[0] if error.nodes else None
            code, describe = _RULES.get(self._rule, (Code.ONGELDIGE_VRAAG, self._unnamed))
            error = _reported(Fault(code, describe(told(node, self._context.schema), self._context)), node)
        self._context.report_error(error)

    def _unnamed(self, name: str, _: ValidationContext) -> str:
        return f"De vraag klopt niet bij {name} (regel {self._rule.removesuffix('Rule')})."


def _in_dutch(rule: type[ASTValidationRule]) -> type[ASTValidationRule]:
    def start(self: ASTValidationRule, context: ValidationContext) -> None:
        rule.__init__(self, _Reporting(context, rule.__name__))  # type: ignore[arg-type] # it stands in for the context

    return type(rule.__name__, (rule,), {"__init__": start})


class _Values(ValuesOfCorrectTypeRule):
    """Literals, reported with path and expectation."""

    place = "argument"

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        """Remember which argument the literals below stand in."""
        self.place = node.name.value

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: Any) -> None:
        """Remember which variable the default value below belongs to."""
        self.place = told(node, self.context.schema).removeprefix("$")

    def is_valid_value_node(self, node: ValueNode, input_type: Any) -> VisitorAction:
        """Judge a literal as a whole."""
        if input_type:
            found: dict[tuple[str | int, ...], None] = {}
            validate_input_literal(node, input_type, lambda _, path: found.setdefault(tuple(path)))
            place = Place(self.place, own_names(self.context.schema))
            for path in found:
                for fault in input_faults(place, input_type, path, keys_in_literal(node, path)):
                    self.context.report_error(_reported(fault, node))
        return SKIP  # what stands inside has been judged with it


def _reported(fault: Fault, node: Node | None) -> GraphQLError:
    return GraphQLError(fault.message, node, extensions={"fault": fault})


_DUTCH_RULES: Final = tuple(_Values if rule is ValuesOfCorrectTypeRule else _in_dutch(rule) for rule in specified_rules)


_RULES_OF_PLAIN: Final = tuple(
    rule for rule in _DUTCH_RULES if rule.__name__ != OverlappingFieldsCanBeMergedRule.__name__
)
"""A fifth of the time goes to a rule that finds nothing where no two fields come together."""


def validated(schema: GraphQLSchema, document: DocumentNode) -> None:
    """Refuse a document that does not fit the schema: RequestRefused with everything that is wrong."""
    rules = _RULES_OF_PLAIN if Selections(schema, document).plain() else _DUTCH_RULES
    errors = validate(schema, document, rules, max_errors=_MAX_FAULTS)
    if errors:
        raise RequestRefused(400, dict.fromkeys(_fault(error) for error in errors))


def _fault(error: GraphQLError) -> Fault:
    fault = (error.extensions or {}).get("fault")
    if isinstance(fault, Fault):
        return fault
    return Fault(Code.ONGELDIGE_VRAAG, "Er klopt te veel niet aan de vraag om alles te noemen.")
