"""From a request to its caller: the token is genuine, and whoever sends it is whom it was given to.

Sources: NL GOV Assurance profile for OAuth 2.0 (sender-constrained tokens); RFC 8705 (certificate), RFC 9449 (key), RFC 7800 (`cnf`).
"""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection

from api.identity import dpop
from api.identity.bearer import BEARER, DPOP, Presented, presented_token, www_authenticate
from api.identity.caller import Binding, Caller
from api.identity.certificates import ClientCertificates
from api.identity.dpop import Proofs
from api.identity.token_error import TokenCode, TokenError
from api.identity.tokens import TokenVerifier

_WEBSOCKET_SCHEMES: Final = {"ws": "http", "wss": "https"}


class Authenticator:
    """Finds out who asks.

    `base_url`: where clients reach this API. `bound_only`: whether a token that anybody could use who got hold of it is refused.
    `metadata`: the address of the metadata that refusals point to.
    """

    def __init__(
        self,
        verifier: TokenVerifier,
        proofs: Proofs,
        client_certificates: ClientCertificates,
        base_url: str,
        metadata: str,
        *,
        bound_only: bool,
        development: bool,
    ) -> None:
        self._verifier = verifier
        self._proofs = proofs
        self._certificates = client_certificates
        self._base_url = base_url
        self._metadata = metadata
        self._bound_only = bound_only
        self._development = development

    async def caller(self, connection: HTTPConnection, given: Mapping[str, str] | None = None) -> Caller:
        """Whom this request speaks for; TokenError says why it speaks for nobody.

        `given`: in place of headers, where a client cannot set those (`connection_init` of a websocket).
        """
        headers = connection.headers if given is None else Headers(given)
        presented = presented_token(headers, connection.query_params)
        caller = await self._verifier.verify_in_background(presented.token)
        if caller.binding is not None:
            self._check_certificate(caller.binding, caller, connection)
            self._check_key(caller.binding, presented, headers, connection)
        elif self._bound_only:
            raise TokenError(
                TokenCode.NIET_GEBONDEN,
                'Het token is aan niets gebonden; vraag een token aan dat met "cnf" aan uw certificaat of sleutel is gebonden.',
            )
        else:
            _check_scheme(presented)
        return caller

    def challenge(self, error: TokenError) -> dict[str, str]:
        """The header that goes with this refusal."""
        return {"WWW-Authenticate": www_authenticate(error, self._metadata)}

    def _check_certificate(self, binding: Binding, caller: Caller, connection: HTTPConnection) -> None:
        if binding.certificate is None:
            return
        shown = self._certificates.of(connection)
        if shown is None:
            raise TokenError(
                TokenCode.CERTIFICAAT_ONTBREEKT,
                "Het token is aan een clientcertificaat gebonden; maak verbinding met dat certificaat (mTLS).",
            )
        if shown.thumbprint != binding.certificate:
            raise TokenError(
                TokenCode.CERTIFICAAT_ANDERS,
                "Het token is aan een ander clientcertificaat gebonden; vraag een token aan met het certificaat waarmee u verbindt.",
            )
        # The certificate is that of who asks: the organisation itself, or one that acts for it.
        known = {caller.organisation.oin, *(actor.oin for actor in caller.actors)}
        if shown.oin is not None and shown.oin not in known:
            raise TokenError(
                TokenCode.CERTIFICAAT_ANDERE_ORGANISATIE,
                'Het clientcertificaat is van een andere organisatie dan het token; handelt u namens een ander, dan noemt "act" u.',
            )

    def _check_key(self, binding: Binding, presented: Presented, headers: Headers, connection: HTTPConnection) -> None:
        if binding.key is None:
            _check_scheme(presented)
            return
        proofs = headers.getlist(dpop.HEADER)
        # With the scheme Bearer a stolen token would be as good as any (RFC 9449 §7.1).
        if presented.scheme != DPOP or len(proofs) != 1:
            raise TokenError(
                TokenCode.BEWIJS_ONTBREEKT,
                f"Het token is aan een sleutel gebonden; stuur het met Authorization: {DPOP} <token> en één bewijs in de header {dpop.HEADER}.",
            )
        method = connection.scope.get("method", "GET")
        key = self._proofs.key_of(proofs[0], presented.token, method, self._addresses(connection))
        if key != binding.key:
            raise TokenError(
                TokenCode.BEWIJS_ONGELDIG,
                "Het DPoP-bewijs is met een andere sleutel ondertekend dan waaraan het token is gebonden.",
            )

    def _addresses(self, connection: HTTPConnection) -> list[str]:
        """What a client may call this address: behind a proxy only the configuration knows."""
        path = connection.url.path
        found = [f"{self._base_url}{path}"]
        if self._development:
            scheme = _WEBSOCKET_SCHEMES.get(connection.url.scheme, connection.url.scheme)
            found.append(f"{scheme}://{connection.url.netloc}{path}")
        return [*found, *(f"ws{address.removeprefix('http')}" for address in found)]


def _check_scheme(presented: Presented) -> None:
    if presented.scheme != BEARER:
        raise TokenError(
            TokenCode.NIET_GEBONDEN, 'Dit token is aan geen sleutel gebonden; stuur het met "Authorization: Bearer".'
        )
