"""From the claims of a verified signature to a caller.

The registered claims are judged by Authlib's RFC 9068 claims (`iss`, `aud`, `exp`, `nbf`, `iat`, `sub`, `jti`, `typ`);
this module adds what the NL GOV profile and this API ask on top: a maximum lifetime, `azp`, `oin`, `rol` and `doel`, and of an
organisation that acts for betrokkenen:

`betrokkene_skn`: the SKN (7 to 10 digits) of the one who logged in, who sees the plans about himself and no other. It is the number
that the chain establishes his identity under (art. 27b Sv) and that every registration has. A BSN would not do: it may be
unknown, and it is typed. No log and no error shows it, so it may not stand in a claim that is logged either. From any other
organisation it is ignored.

`acr` says how surely a person is logged in (eIDAS, OIDC NL GOV); a value that is not known here counts as none. `act` (RFC 8693) is who
acts for the organisation: the organisation's rights decide, the chain is logged. `cnf` (RFC 7800) binds the token to a certificate
(`x5t#S256`, RFC 8705) or a key (`jkt`, RFC 9449); `possession` checks it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from authlib.oauth2.rfc9068.claims import JWTAccessTokenClaims
from joserfc.errors import ClaimError, ExpiredTokenError, InvalidClaimError, MissingClaimError

from api.identity.caller import Actor, Binding, Caller, Organisation
from api.identity.organisations import Organisations
from api.identity.token_error import TokenCode, TokenError
from plan_schema import identifiers
from plan_schema.kinds import Skn, kind_of
from policies.context import ROLES_OF, AssuranceLevel, OrganisationKind, Purpose, Role

PERSON_CLAIM: Final = "betrokkene_skn"
_MAX_IDENTIFIER: Final = 255
_PURPOSES: Final = frozenset(Purpose)
_IDENTIFIERS: Final = ("sub", "jti", "oin", "rol")
_LOGGED: Final = ("sub", "jti", "azp", "client_id", "act")
_LONGEST_CHAIN: Final = 4
_THUMBPRINT: Final = re.compile(r"[A-Za-z0-9_-]{43}")
"""SHA-256 in base64url."""
ACR: Final = {
    AssuranceLevel.LAAG: "http://eidas.europa.eu/LoA/low",
    AssuranceLevel.SUBSTANTIEEL: "http://eidas.europa.eu/LoA/substantial",
    AssuranceLevel.HOOG: "http://eidas.europa.eu/LoA/high",
}
"""The values of `acr` for each level (OIDC NL GOV)."""
_LEVELS: Final = {uri: level for level, uri in ACR.items()}
_ESSENTIAL: Final = ("iss", "aud", "exp", "iat", *_IDENTIFIERS)


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """What the claims of an access token must satisfy; `max_lifetime` and `leeway` in seconds."""

    audience: str
    max_lifetime: int
    leeway: int

    def caller(
        self, claims: Mapping[str, Any], header: Mapping[str, Any], organisations: Organisations, now: float
    ) -> Caller:
        """Return who these claims speak for at `now` (seconds since 1970); TokenError when a rule is not met.

        The signature, and that the key belongs to the issuer in `iss`, have been verified before.
        """
        self._check_registered(claims, header, now)
        # Sums, not differences: a whole number too large for a float must not raise.
        if claims["exp"] > claims["iat"] + self.max_lifetime:
            raise TokenError(
                TokenCode.TE_LANG_GELDIG,
                f"Het token is langer geldig dan toegestaan; vraag een token aan dat ten hoogste {self.max_lifetime} "
                "seconden geldig is (exp min iat).",
            )
        _check_identifiers(claims)
        organisation = _organisation(claims["oin"], organisations)
        return Caller(
            organisation=organisation,
            role=_role(claims["rol"], organisation),
            purposes=_purposes(claims.get("doel")),
            user=claims["sub"],
            token_id=claims["jti"],
            expires_at=datetime.fromtimestamp(claims["exp"], UTC),
            person=_person(claims) if organisation.kind is OrganisationKind.BETROKKENE else None,
            client=_client(claims),
            level=_LEVELS.get(str(claims.get("acr"))),
            actors=_actors(claims.get("act")),
            binding=_binding(claims.get("cnf")),
        )

    def _check_registered(self, claims: Mapping[str, Any], header: Mapping[str, Any], now: float) -> None:
        options: dict[str, dict[str, object]] = {name: {"essential": True} for name in _ESSENTIAL}
        options["aud"]["value"] = self.audience
        try:
            JWTAccessTokenClaims(claims, header, options).validate(now=int(now), leeway=self.leeway)
        except ClaimError as error:
            raise self._refusal(error, claims) from None

    def _refusal(self, error: ClaimError, claims: Mapping[str, Any]) -> TokenError:
        # `error.claim` is a name from our own list or from Authlib's, never one that the token chose.
        match error:
            case ExpiredTokenError():
                return TokenError(
                    TokenCode.VERLOPEN, "Het token is verlopen; vraag een nieuw token aan bij uw uitgever."
                )
            case MissingClaimError():
                return _incomplete(error.claim.replace(",", ", "))
            case InvalidClaimError(claim="aud"):
                return TokenError(
                    TokenCode.DOELGROEP_ONJUIST,
                    f'Het token is niet voor deze API bedoeld; vraag een token aan met {self.audience} in "aud".',
                )
            case InvalidClaimError(claim="typ"):
                return TokenError(
                    TokenCode.ONGELDIG,
                    'Dit is geen access-token; stuur een access-token met "typ": "at+jwt" in de header (RFC 9068).',
                )
            case InvalidClaimError(claim="nbf" | "iat") if isinstance(claims[error.claim], int | float):
                return TokenError(
                    TokenCode.NOG_NIET_GELDIG,
                    "Het token is nog niet geldig; wacht tot het moment in nbf en iat, of controleer de klok van de "
                    "uitgever.",
                )
            case _:
                return _incomplete(error.claim)


def _incomplete(names: str) -> TokenError:
    return TokenError(
        TokenCode.ONVOLLEDIG,
        f"In het token ontbreekt een verplichte claim of heeft die niet de verwachte vorm: {names}. "
        "Verplicht zijn iss, aud, exp, iat, jti, sub, azp (of client_id), oin en rol, en voor een betrokkene "
        f"{PERSON_CLAIM}.",
    )


def _check_identifiers(claims: Mapping[str, Any]) -> None:
    """Names that end up in log records are short, printable text."""
    wrong = [name for name in _IDENTIFIERS if not _is_identifier(claims[name])]
    if wrong or not _is_identifier(_client(claims)):
        raise _incomplete(", ".join(wrong or ["azp"]))
    if _is_bsn(claims["sub"]):
        # OIDC NL GOV: the BSN is not a subject. The subject is logged with every request, a BSN never.
        raise TokenError(
            TokenCode.ONGELDIG,
            'De claim "sub" heeft de vorm van een burgerservicenummer; laat de uitgever een pseudoniem gebruiken.',
        )


def _client(claims: Mapping[str, Any]) -> Any:
    return claims.get("azp", claims.get("client_id"))


def _actors(act: object) -> tuple[Actor, ...]:
    """Who acts for the organisation, the one who asks first; every link of the chain must be readable, or none counts."""
    chain: list[Actor] = []
    while act is not None:
        if not isinstance(act, dict) or len(chain) == _LONGEST_CHAIN:
            raise _incomplete("act")
        user, oin = act.get("sub"), act.get("oin")
        if not _is_identifier(user) or not (oin is None or _is_identifier(oin)):
            raise _incomplete("act")
        if _is_bsn(str(user)):
            raise TokenError(
                TokenCode.ONGELDIG,
                'Een "sub" in de claim "act" heeft de vorm van een burgerservicenummer; laat de uitgever een pseudoniem gebruiken.',
            )
        chain.append(Actor(str(user), oin))
        act = act.get("act")
    return tuple(chain)


def _binding(cnf: object) -> Binding | None:
    """What the bearer must show; a confirmation that is not understood here cannot be checked, so it is refused (RFC 7800)."""
    if cnf is None:
        return None
    known = {"x5t#S256", "jkt"}
    if not isinstance(cnf, dict) or not cnf or cnf.keys() - known or not all(map(_is_thumbprint, cnf.values())):
        raise _incomplete("cnf")
    return Binding(cnf.get("x5t#S256"), cnf.get("jkt"))


def _is_thumbprint(value: object) -> bool:
    return isinstance(value, str) and _THUMBPRINT.fullmatch(value) is not None


def _is_identifier(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _MAX_IDENTIFIER and value.isprintable()


def _is_bsn(value: str) -> bool:
    try:
        identifiers.bsn(value)
    except ValueError:
        return False
    return True


def _organisation(oin: str, organisations: Organisations) -> Organisation:
    organisation = organisations.get(oin)
    if organisation is None:
        raise TokenError(
            TokenCode.ORGANISATIE_ONBEKEND,
            'De organisatie in de claim "oin" is hier niet aangesloten; controleer de OIN (20 posities) of vraag de '
            "beheerder om aansluiting.",
        )
    return organisation


def _role(value: str, organisation: Organisation) -> Role:
    allowed = ROLES_OF[organisation.kind]
    if value not in allowed:
        names = ", ".join(sorted(allowed))
        raise TokenError(
            TokenCode.ROL_ONBEKEND, f'De claim "rol" past niet bij deze organisatie; toegestaan zijn {names}.'
        )
    return Role(value)


def _person(claims: Mapping[str, Any]) -> str:
    try:
        skn = str(kind_of(Skn).parse(claims.get(PERSON_CLAIM)))
    except ValueError:
        raise _incomplete(PERSON_CLAIM) from None
    # What is logged with every request names nobody.
    if any(skn in str(claims.get(name)) for name in _LOGGED):
        raise TokenError(
            TokenCode.ONGELDIG,
            f"De waarde van de claim {PERSON_CLAIM} staat ook in {', '.join(_LOGGED)}; laat de uitgever daar een pseudoniem "
            "gebruiken.",
        )
    return skn


def _purposes(value: object) -> frozenset[Purpose]:
    names = value.split() if isinstance(value, str) else [] if value is None else value
    if not isinstance(names, list) or not all(isinstance(name, str) and name in _PURPOSES for name in names):
        raise TokenError(
            TokenCode.DOEL_ONBEKEND,
            f'De claim "doel" noemt een onbekend doel; kies één of meer uit {", ".join(Purpose)}.',
        )
    return frozenset(Purpose(name) for name in names)
