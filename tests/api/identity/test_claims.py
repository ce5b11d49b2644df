"""The claim that says whose plan a betrokkene looks at: needed, checked, and shown nowhere."""

from typing import Any, Final

import pytest

from api.identity.tokens import TokenError
from policies.context import OrganisationKind, Purpose, Role
from tests.api.identity.forge import WITHOUT, Clock, token, verifier

SKN: Final = "7654321"
BETROKKENE: Final[dict[str, Any]] = {"oin": "00000099500000001000", "rol": "BETROKKENE", "betrokkene_skn": SKN}


def _token(**changes: object) -> str:
    return token(**(BETROKKENE | changes))


@pytest.mark.parametrize(
    ("bad", "code", "status"),
    [
        pytest.param(_token(betrokkene_skn=WITHOUT), "tokenOnvolledig", 401, id="none"),
        pytest.param(_token(betrokkene_skn=""), "tokenOnvolledig", 401, id="empty"),
        pytest.param(_token(betrokkene_skn="123456"), "tokenOnvolledig", 401, id="too short"),
        pytest.param(_token(betrokkene_skn="987654321 "), "tokenOnvolledig", 401, id="with a space"),
        pytest.param(_token(betrokkene_skn=7654321), "tokenOnvolledig", 401, id="a number"),
        pytest.param(_token(betrokkene_skn=[SKN]), "tokenOnvolledig", 401, id="a list"),
        pytest.param(_token(sub=SKN), "tokenOngeldig", 401, id="also sub"),
        pytest.param(_token(jti=f"jti-{SKN}"), "tokenOngeldig", 401, id="also within jti"),
        pytest.param(_token(azp=f"balie-{SKN}"), "tokenOngeldig", 401, id="also within azp"),
        pytest.param(_token(act={"sub": SKN}), "tokenOngeldig", 401, id="also the actor"),
        pytest.param(_token(rol="CASEMANAGER"), "rolOnbekend", 403, id="a betrokkene as casemanager"),
        pytest.param(token(rol="BETROKKENE", betrokkene_skn=SKN), "rolOnbekend", 403, id="a betrokkene of a PI"),
    ],
)
def test_a_token_that_does_not_say_whose_plan_or_says_it_too_often_is_refused(bad: str, code: str, status: int) -> None:
    with pytest.raises(TokenError) as refused:
        verifier(Clock()).verify(bad)
    error = refused.value
    assert (error.code, error.status) == (code, status)
    assert error.__suppress_context__ or error.__context__ is None
    assert not [value for value in (SKN, "123456", "987654321") if value in f"{error} {error.message} {error!r}"]


def test_an_incomplete_token_is_told_which_claim_it_lacks() -> None:
    with pytest.raises(TokenError, match="verwachte vorm: betrokkene_skn"):
        verifier(Clock()).verify(_token(betrokkene_skn=WITHOUT))


def test_the_caller_knows_the_number_and_shows_it_nowhere() -> None:
    caller = verifier(Clock()).verify(_token())
    assert (caller.organisation.kind, caller.role, caller.person) == (OrganisationKind.BETROKKENE, Role.BETROKKENE, SKN)
    assert SKN not in repr(caller)
    assert caller.acting_for([Purpose.PLAN_UITVOEREN]).person == SKN


def test_nobody_else_is_tied_to_a_person_by_a_token() -> None:
    assert verifier(Clock()).verify(token(betrokkene_skn=SKN)).person is None
