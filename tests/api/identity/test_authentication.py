"""Tokens that are bound: to the certificate of a connection, to a key, or to nothing."""

from typing import Any, Final

import pytest

from api.identity.authentication import Authenticator
from api.identity.certificates import HEADER, ClientCertificates, networks
from api.identity.dpop import Proofs
from api.identity.token_error import TokenCode, TokenError
from tests.api.identity.certified import certificate
from tests.api.identity.connections import STRANGER, request
from tests.api.identity.forge import CASEMANAGER_OIN, Clock, token, verifier
from tests.api.identity.proving import KEY, OTHER_KEY, proof

BROKER_OIN: Final = "00000099900000001000"
OWN: Final = certificate(CASEMANAGER_OIN)
BROKER: Final = certificate(BROKER_OIN)
NAMELESS: Final = certificate(None)
BOUND_TO_KEY: Final = token(cnf={"jkt": KEY.thumbprint()})


def _bound(shown: Any, **changes: object) -> str:
    return token(cnf={"x5t#S256": shown.thumbprint}, **changes)


def _authenticator(*, bound_only: bool = False) -> Authenticator:
    clock = Clock()
    return Authenticator(
        verifier(clock),
        Proofs(clock=clock),
        ClientCertificates(networks(["10.0.0.0/24"])),
        "https://plan.example",
        "https://plan.example/.well-known/oauth-protected-resource/v1",
        bound_only=bound_only,
        development=False,
    )


def _bearer(given: str, *headers: tuple[str, str], **more: str) -> Any:
    return request(("Authorization", f"Bearer {given}"), *headers, **more)


def _dpop(given: str, *headers: tuple[str, str], **more: str) -> Any:
    return request(("Authorization", f"DPoP {given}"), *headers, **more)


@pytest.mark.parametrize(
    "good",
    [
        pytest.param(_bearer(token()), id="bound to nothing"),
        pytest.param(_bearer(token(), (HEADER, BROKER.header)), id="bound to nothing, with a certificate"),
        pytest.param(_bearer(_bound(OWN), (HEADER, OWN.header)), id="own certificate"),
        pytest.param(_bearer(_bound(NAMELESS), (HEADER, NAMELESS.header)), id="certificate without an OIN"),
        pytest.param(
            _bearer(_bound(BROKER, act={"sub": "tussenpersoon", "oin": BROKER_OIN}), (HEADER, BROKER.header)),
            id="certificate of who acts for it",
        ),
        pytest.param(_dpop(BOUND_TO_KEY, ("DPoP", proof(BOUND_TO_KEY))), id="own key"),
    ],
)
async def test_who_shows_what_the_token_asks_is_the_caller(good: Any) -> None:
    caller = await _authenticator().caller(good)
    assert caller.organisation.oin == CASEMANAGER_OIN


@pytest.mark.parametrize(
    ("bad", "code", "status"),
    [
        pytest.param(_bearer(_bound(OWN)), TokenCode.CERTIFICAAT_ONTBREEKT, 401, id="no certificate"),
        pytest.param(
            _bearer(_bound(OWN), (HEADER, OWN.header), peer=STRANGER),
            TokenCode.CERTIFICAAT_ONTBREEKT,
            401,
            id="certificate that somebody else than a proxy names",
        ),
        pytest.param(
            _bearer(_bound(OWN), (HEADER, OWN.header), ("X-Forwarded-For", "10.0.0.7"), peer=STRANGER),
            TokenCode.CERTIFICAAT_ONTBREEKT,
            401,
            id="somebody who says that he is a proxy",
        ),
        pytest.param(
            _bearer(_bound(OWN), (HEADER, NAMELESS.header)), TokenCode.CERTIFICAAT_ANDERS, 401, id="another certificate"
        ),
        pytest.param(
            _bearer(_bound(BROKER), (HEADER, BROKER.header)),
            TokenCode.CERTIFICAAT_ANDERE_ORGANISATIE,
            403,
            id="certificate of another organisation",
        ),
        pytest.param(
            _bearer(_bound(BROKER, act={"sub": "tussenpersoon"}), (HEADER, BROKER.header)),
            TokenCode.CERTIFICAAT_ANDERE_ORGANISATIE,
            403,
            id="actor that does not name the organisation of the certificate",
        ),
        pytest.param(_bearer(BOUND_TO_KEY), TokenCode.BEWIJS_ONTBREEKT, 401, id="no proof"),
        pytest.param(
            _bearer(BOUND_TO_KEY, ("DPoP", proof(BOUND_TO_KEY))),
            TokenCode.BEWIJS_ONTBREEKT,
            401,
            id="proof with Bearer",
        ),
        pytest.param(_dpop(BOUND_TO_KEY), TokenCode.BEWIJS_ONTBREEKT, 401, id="DPoP without a proof"),
        pytest.param(
            _dpop(BOUND_TO_KEY, ("DPoP", proof(BOUND_TO_KEY)), ("DPoP", proof(BOUND_TO_KEY))),
            TokenCode.BEWIJS_ONTBREEKT,
            401,
            id="two proofs",
        ),
        pytest.param(
            _dpop(BOUND_TO_KEY, ("DPoP", proof(BOUND_TO_KEY, OTHER_KEY))),
            TokenCode.BEWIJS_ONGELDIG,
            401,
            id="another key",
        ),
        pytest.param(
            _dpop(BOUND_TO_KEY, ("DPoP", proof(token()))), TokenCode.BEWIJS_ONGELDIG, 401, id="proof for another token"
        ),
        pytest.param(
            _dpop(token(), ("DPoP", proof(token()))), TokenCode.NIET_GEBONDEN, 401, id="proof without a binding"
        ),
        pytest.param(
            _dpop(_bound(OWN), (HEADER, OWN.header)),
            TokenCode.NIET_GEBONDEN,
            401,
            id="certificate with the scheme DPoP",
        ),
    ],
)
async def test_who_does_not_is_nobody(bad: Any, code: TokenCode, status: int) -> None:
    with pytest.raises(TokenError) as refused:
        await _authenticator().caller(bad)
    assert (refused.value.code, refused.value.status) == (code, status)


async def test_a_token_bound_to_both_needs_both() -> None:
    both = token(cnf={"x5t#S256": OWN.thumbprint, "jkt": KEY.thumbprint()})
    authenticator = _authenticator()
    assert await authenticator.caller(_dpop(both, (HEADER, OWN.header), ("DPoP", proof(both))))
    for missing in (_dpop(both, ("DPoP", proof(both))), _bearer(both, (HEADER, OWN.header))):
        with pytest.raises(TokenError):
            await authenticator.caller(missing)


async def test_where_only_bound_tokens_count_others_are_refused() -> None:
    strict = _authenticator(bound_only=True)
    with pytest.raises(TokenError) as refused:
        await strict.caller(_bearer(token()))
    assert refused.value.code is TokenCode.NIET_GEBONDEN
    assert await strict.caller(_bearer(_bound(OWN), (HEADER, OWN.header)))


async def test_a_proof_is_asked_for_every_request_also_with_a_token_that_is_known() -> None:
    authenticator = _authenticator()
    once = proof(BOUND_TO_KEY)
    await authenticator.caller(_dpop(BOUND_TO_KEY, ("DPoP", once)))
    with pytest.raises(TokenError) as refused:
        await authenticator.caller(_dpop(BOUND_TO_KEY, ("DPoP", once)))
    assert refused.value.code is TokenCode.BEWIJS_ONGELDIG


async def test_a_client_that_cannot_set_headers_gives_the_same_otherwise() -> None:
    given = {
        "authorization": f"DPoP {BOUND_TO_KEY}",
        "dpop": proof(BOUND_TO_KEY, htm="GET", htu="wss://plan.example/v1/graphql"),
    }
    caller = await _authenticator().caller(request(method="GET"), given)
    assert caller.organisation.oin == CASEMANAGER_OIN


def test_a_refusal_points_to_the_metadata() -> None:
    challenge = _authenticator().challenge(TokenError(TokenCode.VERLOPEN, "x"))["WWW-Authenticate"]
    assert 'resource_metadata="https://plan.example/.well-known/oauth-protected-resource/v1"' in challenge
