"""The one shape of an error: a Dutch message for a person, a stable code for a program, and the path it is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """Stable codes of refused requests. The `unauthorized…` codes are those of Haal Centraal, so that clients can share code."""

    AANVRAAG_TE_GROOT = "aanvraagTeGroot"
    ABONNEMENT_VRAAGT_STROOM = "abonnementVraagtStroom"
    BUNDEL_NIET_TOEGESTAAN = "bundelNietToegestaan"
    CURSOR_TE_OUD = "cursorTeOud"
    DATABASE_NIET_BEREIKBAAR = "databaseNietBereikbaar"
    DIENST_STOPT = "dienstStopt"
    IDEMPOTENTIESLEUTEL_HERGEBRUIKT = "idempotentiesleutelHergebruikt"
    INTERNE_FOUT = "interneFout"
    LOGBOEK_NIET_BESCHIKBAAR = "logboekNietBeschikbaar"
    MEDIATYPE_NIET_ONDERSTEUND = "mediatypeNietOndersteund"
    METHODE_NIET_TOEGESTAAN = "methodeNietToegestaan"
    NIET_ACCEPTABEL = "nietAcceptabel"
    NIET_GEVONDEN = "nietGevonden"
    ONBEKENDE_BEWERKING = "onbekendeBewerking"
    ONBEKENDE_CURSOR = "onbekendeCursor"
    ONBEKEND_ARGUMENT = "onbekendArgument"
    ONBEKEND_TYPE = "onbekendType"
    ONBEKEND_VELD = "onbekendVeld"
    ONGELDIGE_AANVRAAG = "ongeldigeAanvraag"
    ONGELDIGE_JSON = "ongeldigeJson"
    ONGELDIGE_VRAAG = "ongeldigeVraag"
    ONGELDIGE_WAARDE = "ongeldigeWaarde"
    ONTBREKEND_ARGUMENT = "ontbrekendArgument"
    PLANNEN_NIEUWER = "plannenNieuwer"
    PLANNEN_OUDER = "plannenOuder"
    SUBJECT_NIET_UZELF = "subjectNietUzelf"
    SYNTAXFOUT = "syntaxfout"
    TE_DRUK = "teDruk"
    TE_TRAAG = "teTraag"
    TE_VEEL_ABONNEMENTEN = "teVeelAbonnementen"
    TE_VEEL_NIEUWE_VRAGEN = "teVeelNieuweVragen"
    UNAUTHORIZED_FIELD = "unauthorizedField"
    UNAUTHORIZED_PARAMETER = "unauthorizedParameter"
    VRAAG_TE_ZWAAR = "vraagTeZwaar"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a request."""

    code: str
    message: str
    path: str | None = None
    expected: str | None = None
    extra: tuple[tuple[str, Any], ...] = ()

    def formatted(self) -> dict[str, Any]:
        """The error as it stands in a GraphQL response."""
        extensions: dict[str, Any] = {"code": self.code}
        if self.path is not None:
            extensions["pad"] = self.path
        if self.expected is not None:
            extensions["verwacht"] = self.expected
        return {"message": self.message, "extensions": extensions | dict(self.extra)}


class RequestRefused(Exception):
    """The whole request is refused: an HTTP status and everything that is wrong, at once."""

    def __init__(self, status: int, faults: Iterable[Fault]) -> None:
        self.status = status
        self.faults: Sequence[Fault] = tuple(faults)
        super().__init__(", ".join(sorted({fault.code for fault in self.faults})))
