"""What can stand in the way of any answer, whoever asks: the refusal that tells the client so, without the message of what it was."""

import logging
from typing import Final

from api.errors import Code, Fault, RequestRefused
from api.store.current_schema import NewerSchema
from api.store.driver import Busy, DatabaseError
from api.store.receipts import KeyReused

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
_LOG: Final = logging.getLogger("reintegratieplan")


def foreseen(cause: BaseException | None) -> RequestRefused | None:
    """The refusal for a failure that was foreseen; None for any other."""
    if isinstance(cause, KeyReused):
        return RequestRefused(422, [_KEY_REUSED])
    if isinstance(cause, NewerSchema):
        return RequestRefused(503, [_NEWER])
    if isinstance(cause, Busy):
        return RequestRefused(503, [_BUSY])
    if isinstance(cause, DatabaseError):
        _LOG.error("database_unreachable", extra={"cause": type(cause).__name__})
        return RequestRefused(503, [_DATABASE_AWAY])
    return None
