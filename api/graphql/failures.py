"""What stands in the way of an answer, as the refusal that tells the client so; what it was is logged without its message."""

import logging
from typing import Final

from graphql import FieldNode, GraphQLError

from api.errors import Code, Fault, RequestRefused
from api.logs import place_of
from api.store.current_schema import NewerSchema
from api.store.driver import Busy, DatabaseError
from api.store.receipts import KeyReused

NULL_VARIABLE: Final = Fault(
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
OURS: Final = Fault(Code.INTERNE_FOUT, "Er ging iets mis aan onze kant; er is geen antwoord gegeven.")
LOG_AWAY: Final = Fault(
    Code.LOGBOEK_NIET_BESCHIKBAAR,
    "Het logboek is nu niet beschikbaar, en zonder vastlegging is er geen antwoord. Probeer het over enkele seconden opnieuw.",
)
LOG_AWAY_AFTER_CHANGE: Final = Fault(
    Code.LOGBOEK_NIET_BESCHIKBAAR,
    "Het logboek is nu niet beschikbaar. De wijziging kan al zijn vastgelegd; herhaal de aanvraag over enkele seconden met dezelfde Idempotency-Key: dat geeft geen tweede versie.",
)
_DATABASE_AWAY: Final = Fault(
    Code.DATABASE_NIET_BEREIKBAAR,
    "De database is nu niet bereikbaar; er is geen antwoord gegeven. Probeer het over enkele seconden opnieuw.",
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
        if isinstance(cause, KeyReused):
            return RequestRefused(422, [_KEY_REUSED])
        if isinstance(cause, NewerSchema):
            return RequestRefused(503, [_NEWER])
        if isinstance(cause, Busy):
            return RequestRefused(503, [_BUSY])
        if isinstance(cause, DatabaseError):
            _LOG.error("database_unreachable", extra={"cause": type(cause).__name__})
            return RequestRefused(503, [_DATABASE_AWAY])
        # The message of an unforeseen error may quote a value of a person: only its kind and place are kept.
        _LOG.error(
            "unforeseen_error",
            extra={"cause": type(cause or error).__name__, "place": place_of(cause), "field": _field(error)},
        )
    return RequestRefused(500, [OURS])
