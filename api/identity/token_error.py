"""Why a token is refused: a stable code, an HTTP status and a Dutch message that says how to mend it.

A message is made of our own words and settings only: never of the token, a claim's value or a header's value.
"""

from enum import StrEnum


class TokenCode(StrEnum):
    """The stable codes of a refusal; clients may branch on them."""

    ONTBREEKT = "tokenOntbreekt"
    IN_URL = "tokenInUrl"
    ONGELDIG = "tokenOngeldig"
    VERLOPEN = "tokenVerlopen"
    NOG_NIET_GELDIG = "tokenNogNietGeldig"
    ISSUER_ONBEKEND = "tokenIssuerOnbekend"
    DOELGROEP_ONJUIST = "tokenDoelgroepOnjuist"
    SLEUTEL_ONBEKEND = "tokenSleutelOnbekend"
    ALGORITME_NIET_TOEGESTAAN = "tokenAlgoritmeNietToegestaan"
    TE_LANG_GELDIG = "tokenTeLangGeldig"
    ONVOLLEDIG = "tokenOnvolledig"
    ORGANISATIE_ONBEKEND = "organisatieOnbekend"
    ROL_ONBEKEND = "rolOnbekend"
    DOEL_ONBEKEND = "doelOnbekend"
    NIET_GEBONDEN = "tokenNietGebonden"
    CERTIFICAAT_ONTBREEKT = "clientcertificaatOntbreekt"
    CERTIFICAAT_ANDERS = "clientcertificaatAnders"
    CERTIFICAAT_ANDERE_ORGANISATIE = "clientcertificaatAndereOrganisatie"
    BEWIJS_ONTBREEKT = "dpopBewijsOntbreekt"
    BEWIJS_ONGELDIG = "dpopBewijsOngeldig"


_STATUS = {
    TokenCode.IN_URL: 400,
    TokenCode.ORGANISATIE_ONBEKEND: 403,
    TokenCode.ROL_ONBEKEND: 403,
    TokenCode.DOEL_ONBEKEND: 403,
    TokenCode.CERTIFICAAT_ANDERE_ORGANISATIE: 403,
}


class TokenError(Exception):
    """A refused token: `code` (stable), `message` (Dutch, safe to show) and `status` (400, 401 or 403)."""

    def __init__(self, code: TokenCode, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = _STATUS.get(code, 401)
