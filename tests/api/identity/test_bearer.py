import pytest
from starlette.datastructures import Headers, QueryParams

from api.identity.bearer import BEARER, DPOP, Presented, presented_token, step_up, www_authenticate
from api.identity.token_error import TokenCode, TokenError
from tests.api.identity.forge import token

NO_QUERY = QueryParams("")


def _headers(*authorization: str) -> Headers:
    return Headers(raw=[(b"authorization", value.encode()) for value in authorization])


@pytest.mark.parametrize("value", ["Bearer abc.def.ghi", "bearer abc.def.ghi", "  BEARER   abc.def.ghi "])
def test_the_token_is_taken_from_the_header(value: str) -> None:
    assert presented_token(_headers(value), NO_QUERY) == Presented(BEARER, "abc.def.ghi")


def test_a_token_with_a_proof_has_a_scheme_of_its_own() -> None:
    assert presented_token(_headers("dpop abc.def.ghi"), NO_QUERY) == Presented(DPOP, "abc.def.ghi")


@pytest.mark.parametrize("value", [None, "", "Bearer", "Bearer  ", "Basic Z2VoZWlt", "abc.def.ghi", "DPoP"])
def test_without_a_presented_token_nothing_is_guessed(value: str | None) -> None:
    with pytest.raises(TokenError) as refused:
        presented_token(_headers() if value is None else _headers(value), NO_QUERY)
    assert (refused.value.code, refused.value.status) == (TokenCode.ONTBREEKT, 401)


def test_two_headers_are_refused() -> None:
    with pytest.raises(TokenError) as refused:
        presented_token(_headers("Bearer abc.def.ghi", "Bearer jkl.mno.pqr"), NO_QUERY)
    assert refused.value.code is TokenCode.ONGELDIG


@pytest.mark.parametrize("query", ["access_token=abc", "Token=abc", "jwt=", "a=1&authorization=x", f"q={token()}"])
def test_a_token_in_the_url_is_refused_even_beside_a_good_header(query: str) -> None:
    with pytest.raises(TokenError) as refused:
        presented_token(_headers("Bearer abc.def.ghi"), QueryParams(query))
    assert (refused.value.code, refused.value.status) == (TokenCode.IN_URL, 400)
    assert token()[:20] not in refused.value.message


def test_other_query_parameters_are_nobodys_business_here() -> None:
    found = presented_token(_headers("Bearer abc.def.ghi"), QueryParams("operationName=Plan&na=eyJhIjoxfQ"))
    assert found.token == "abc.def.ghi"  # noqa: S105 - no secret


@pytest.mark.parametrize(
    ("code", "rest"),
    [
        (TokenCode.ONTBREEKT, ""),
        (TokenCode.VERLOPEN, ', error="invalid_token", error_description="tokenVerlopen"'),
        (TokenCode.ROL_ONBEKEND, ', error="insufficient_scope", error_description="rolOnbekend"'),
        (TokenCode.IN_URL, ', error="invalid_request", error_description="tokenInUrl"'),
    ],
)
def test_the_challenge_names_the_scheme_and_the_stable_code(code: TokenCode, rest: str) -> None:
    assert www_authenticate(TokenError(code, "é")) == f'Bearer realm="re-integratieplan"{rest}'


def test_the_challenge_says_where_the_metadata_stand() -> None:
    found = www_authenticate(TokenError(TokenCode.ONTBREEKT, "x"), "https://plan.example/.well-known/x")
    assert found == 'Bearer realm="re-integratieplan", resource_metadata="https://plan.example/.well-known/x"'


def test_a_bad_proof_is_answered_in_its_own_scheme() -> None:
    found = www_authenticate(TokenError(TokenCode.BEWIJS_ONGELDIG, "x"))
    assert found.startswith('DPoP realm="re-integratieplan", algs="ES256 PS256 RS256", error="invalid_dpop_proof"')


def test_who_must_log_in_more_surely_is_told_how() -> None:
    found = step_up({"http://eidas.europa.eu/LoA/substantial"})
    assert 'error="insufficient_user_authentication"' in found
    assert 'acr_values="http://eidas.europa.eu/LoA/substantial"' in found
