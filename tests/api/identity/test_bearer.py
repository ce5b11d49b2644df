import pytest
from starlette.datastructures import Headers, QueryParams

from api.identity.bearer import bearer_token, www_authenticate
from api.identity.token_error import TokenCode, TokenError
from tests.api.identity.forge import token

NO_QUERY = QueryParams("")


def _headers(*authorization: str) -> Headers:
    return Headers(raw=[(b"authorization", value.encode()) for value in authorization])


@pytest.mark.parametrize("value", ["Bearer abc.def.ghi", "bearer abc.def.ghi", "  BEARER   abc.def.ghi "])
def test_the_token_is_taken_from_the_header(value: str) -> None:
    assert bearer_token(_headers(value), NO_QUERY) == "abc.def.ghi"


@pytest.mark.parametrize("value", [None, "", "Bearer", "Bearer  ", "Basic Z2VoZWlt", "abc.def.ghi", "DPoP abc.def.ghi"])
def test_without_a_bearer_token_nothing_is_guessed(value: str | None) -> None:
    with pytest.raises(TokenError) as refused:
        bearer_token(_headers() if value is None else _headers(value), NO_QUERY)
    assert (refused.value.code, refused.value.status) == (TokenCode.ONTBREEKT, 401)


def test_two_headers_are_refused() -> None:
    with pytest.raises(TokenError) as refused:
        bearer_token(_headers("Bearer abc.def.ghi", "Bearer jkl.mno.pqr"), NO_QUERY)
    assert refused.value.code is TokenCode.ONGELDIG


@pytest.mark.parametrize("query", ["access_token=abc", "Token=abc", "jwt=", "a=1&authorization=x", f"q={token()}"])
def test_a_token_in_the_url_is_refused_even_beside_a_good_header(query: str) -> None:
    with pytest.raises(TokenError) as refused:
        bearer_token(_headers("Bearer abc.def.ghi"), QueryParams(query))
    assert (refused.value.code, refused.value.status) == (TokenCode.IN_URL, 400)
    assert token()[:20] not in refused.value.message


def test_other_query_parameters_are_nobodys_business_here() -> None:
    assert (
        bearer_token(_headers("Bearer abc.def.ghi"), QueryParams("operationName=Plan&na=eyJhIjoxfQ")) == "abc.def.ghi"
    )


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
