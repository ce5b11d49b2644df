"""What stands in the way of an answer, as the refusal that tells the client so; what it was is logged without its message."""

import logging
from typing import Final

from graphql import FieldNode, GraphQLError

from api.errors import Code, Fault, RequestRefused
from api.failures import OURS, foreseen
from api.logs import place_of

NULL_VARIABLE: Final = Fault(
    Code.ONGELDIGE_WAARDE,
    "Een variabele is null op een plaats waar dat niet kan.",
    expected="een waarde, of geen variabele",
)
_LOG: Final = logging.getLogger("reintegratieplan.graphql")


def _field(error: GraphQLError) -> str | None:
    """The field that failed, by its name in the schema: the name in the answer is the client's, and may be anybody's."""
    node = error.nodes[0] if error.nodes else None
    return node.name.value if isinstance(node, FieldNode) else None


def refusal_of(errors: list[GraphQLError]) -> RequestRefused:
    """What the errors of an execution come down to: refusals as they are, anything else as our own failure."""
    refusals = [error.original_error for error in errors if isinstance(error.original_error, RequestRefused)]
    if refusals:
        return RequestRefused(
            max(refusal.status for refusal in refusals),
            dict.fromkeys(fault for refusal in refusals for fault in refusal.faults),
        )
    if all(error.original_error is None or isinstance(error.original_error, GraphQLError) for error in errors):
        # What is left for graphql-core to find while executing: a variable with a default that was given as null.
        return RequestRefused(400, [NULL_VARIABLE])
    for error in errors:
        cause = error.original_error
        known = foreseen(cause)
        if known is not None:
            return known
        # The message of an unforeseen error may quote a value of a person: only its kind and place are kept.
        _LOG.error(
            "unforeseen_error",
            extra={"cause": type(cause or error).__name__, "place": place_of(cause), "field": _field(error)},
        )
    return RequestRefused(500, [OURS])
