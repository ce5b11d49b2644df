from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey

from api.identity.dpop import LIFETIME, Proofs
from api.identity.token_error import TokenCode, TokenError
from tests.api.identity.forge import NOW, WITHOUT, Clock, segment
from tests.api.identity.proving import ADDRESS, KEY, OTHER_KEY, RSA_KEY, proof

TOKEN = "een.token.hier"  # noqa: S105 - no secret
HERE = [ADDRESS, "http://127.0.0.1:8000/v1/graphql"]


def _thumbprint(given: str, clock: Clock | None = None) -> str:
    return Proofs(clock=clock or Clock()).key_of(given, TOKEN, "POST", HERE)


@pytest.mark.parametrize(
    ("key", "alg"), [(KEY, "ES256"), (RSA_KEY, "RS256"), (RSA_KEY, "PS256")], ids=["ES256", "RS256", "PS256"]
)
def test_a_proof_gives_the_thumbprint_of_its_key(key: Any, alg: str) -> None:
    assert _thumbprint(proof(TOKEN, key, head={"alg": alg})) == key.thumbprint()


@pytest.mark.parametrize(
    "htu",
    [
        ADDRESS,
        f"{ADDRESS}?a=1#b",
        "HTTPS://PLAN.example:443/v1/graphql",
        "http://127.0.0.1:8000/v1/graphql",
    ],
)
def test_an_address_may_be_spelt_in_more_than_one_way(htu: str) -> None:
    assert _thumbprint(proof(TOKEN, htu=htu))


def _with_secret() -> str:
    secret = OctKey.generate_key(256)
    return proof(TOKEN, head={"alg": "HS256", "jwk": secret.as_dict(private=True)}, key=secret)  # type: ignore[arg-type] # what no client should do


def _with_head(**changes: object) -> str:
    head = {"typ": "dpop+jwt", "alg": "ES256"} | changes
    return ".".join([segment(head), *proof(TOKEN).split(".")[1:]])


def _unsigned() -> str:
    head, payload, _ = proof(TOKEN).split(".")
    return f"{head}.{payload}."


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(proof(TOKEN, htm="GET"), id="another method"),
        pytest.param(proof(TOKEN, htm=WITHOUT), id="no method"),
        pytest.param(proof(TOKEN, htu="https://elders.example/v1/graphql"), id="another host"),
        pytest.param(proof(TOKEN, htu=f"{ADDRESS}/"), id="another path"),
        pytest.param(proof(TOKEN, htu="http://plan.example/v1/graphql"), id="another scheme"),
        pytest.param(proof(TOKEN, htu=7), id="address is a number"),
        pytest.param(proof(TOKEN, htu="http://[:::"), id="no address"),
        pytest.param(proof("een.ander.token"), id="another token"),
        pytest.param(proof(TOKEN, ath=WITHOUT), id="no token"),
        pytest.param(proof(TOKEN, iat=NOW - LIFETIME - 1), id="old"),
        pytest.param(proof(TOKEN, iat=NOW + LIFETIME + 1), id="of the future"),
        pytest.param(proof(TOKEN, iat="nu"), id="no moment"),
        pytest.param(proof(TOKEN, jti=WITHOUT), id="no jti"),
        pytest.param(proof(TOKEN, jti="a" * 129), id="long jti"),
        pytest.param(proof(TOKEN, head={"typ": "JWT"}), id="another typ"),
        pytest.param(proof(TOKEN, head={"crit": ["b64"], "b64": True}), id="critical extension"),
        pytest.param(proof(TOKEN, head={"jwk": OTHER_KEY.as_dict(private=False)}), id="signed with another key"),
        pytest.param(proof(TOKEN, head={"jwk": KEY.as_dict(private=True)}), id="private key shown"),
        pytest.param(proof(TOKEN, head={"jwk": WITHOUT}), id="no key"),
        pytest.param(_with_head(jwk="sleutel"), id="key is text"),
        pytest.param(proof(TOKEN, ECKey.generate_key("P-384"), head={"alg": "ES384"}), id="ES384"),
        pytest.param(_with_secret(), id="HS256"),
        pytest.param(_unsigned(), id="signature removed"),
        pytest.param(f"{segment({'alg': 'none', 'typ': 'dpop+jwt'})}.{segment({})}.", id="alg none"),
        pytest.param("onzin", id="garbage"),
        pytest.param("é", id="not ASCII"),
        pytest.param(proof(TOKEN, x="y" * 9_000), id="too large"),
    ],
)
def test_what_does_not_prove_it_is_refused(bad: str) -> None:
    with pytest.raises(TokenError) as refused:
        _thumbprint(bad)
    assert (refused.value.code, refused.value.status) == (TokenCode.BEWIJS_ONGELDIG, 401)


def test_a_proof_is_used_once_for_as_long_as_it_is_good() -> None:
    clock = Clock()
    proofs = Proofs(clock=clock)
    once = proof(TOKEN, iat=NOW + LIFETIME)
    assert proofs.key_of(once, TOKEN, "POST", HERE)
    for later in (NOW, NOW + 2 * LIFETIME - 1, NOW + 2 * LIFETIME, NOW + 2 * LIFETIME + 1):
        clock.now = later
        with pytest.raises(TokenError):
            proofs.key_of(once, TOKEN, "POST", HERE)


def test_another_client_may_have_made_up_the_same_number() -> None:
    proofs = Proofs(clock=Clock())
    first = proofs.key_of(proof(TOKEN, jti="een"), TOKEN, "POST", HERE)
    assert proofs.key_of(proof(TOKEN, OTHER_KEY, jti="een"), TOKEN, "POST", HERE) != first


def test_a_refused_proof_does_not_use_up_its_number() -> None:
    proofs = Proofs(clock=Clock())
    with pytest.raises(TokenError):
        proofs.key_of(proof(TOKEN, jti="een", htm="GET"), TOKEN, "POST", HERE)
    assert proofs.key_of(proof(TOKEN, jti="een"), TOKEN, "POST", HERE)
