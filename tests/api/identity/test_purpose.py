from datetime import UTC, datetime

import pytest

from api.identity.caller import Caller
from api.identity.organisations import OrganisationTable
from api.identity.purpose import HEADER, MAX_LENGTH, PurposeError, purposes_of
from policies.context import Purpose, Role


def _caller(*purposes: Purpose) -> Caller:
    organisation = OrganisationTable.load().get("00000099300000202000")
    assert organisation is not None
    return Caller(
        organisation, Role.NAZORGCOORDINATOR, frozenset(purposes), "pseudoniem", "jti", datetime(2026, 1, 1, tzinfo=UTC)
    )


CALLER = _caller(Purpose.ESSENTIELE_VOORWAARDEN, Purpose.ORGANISEREN_ZORG)


@pytest.mark.parametrize(
    ("header", "purposes"),
    [
        (None, {Purpose.ESSENTIELE_VOORWAARDEN, Purpose.ORGANISEREN_ZORG}),
        ("ORGANISEREN_ZORG", {Purpose.ORGANISEREN_ZORG}),
        ("ORGANISEREN_ZORG ESSENTIELE_VOORWAARDEN", CALLER.purposes),
        (" ORGANISEREN_ZORG ,\tESSENTIELE_VOORWAARDEN,, ", CALLER.purposes),
        ("ORGANISEREN_ZORG,ORGANISEREN_ZORG", {Purpose.ORGANISEREN_ZORG}),
        ("ORGANISEREN_ZORG".ljust(MAX_LENGTH), {Purpose.ORGANISEREN_ZORG}),
    ],
)
def test_the_header_narrows_to_what_it_names(header: str | None, purposes: set[Purpose]) -> None:
    acting = purposes_of(header, CALLER)
    assert acting.purposes == purposes
    assert (acting.organisation, acting.role, acting.user) == (CALLER.organisation, CALLER.role, CALLER.user)


@pytest.mark.parametrize(
    "header", ["", " , ", "BEHEER", "ORGANISEREN_ZORG BEHEER", "organiseren_zorg", "BRPACT-Totaal"]
)
def test_a_doel_that_the_token_does_not_allow_is_refused_and_the_allowed_ones_are_named(header: str) -> None:
    with pytest.raises(PurposeError) as refused:
        purposes_of(header, CALLER)
    error = refused.value
    assert (error.code, error.status) == ("doelbindingOntbreekt", 403)
    assert HEADER in error.message
    assert "ESSENTIELE_VOORWAARDEN, ORGANISEREN_ZORG" in error.message
    assert not [name for name in ("BEHEER", "organiseren", "BRPACT") if name in error.message]


@pytest.mark.parametrize("header", [None, "", "BEHEER"])
def test_a_token_without_doelen_can_do_nothing(header: str | None) -> None:
    with pytest.raises(PurposeError) as refused:
        purposes_of(header, _caller())
    assert (refused.value.code, refused.value.status) == ("doelbindingOntbreekt", 403)


def test_243_characters_are_too_many() -> None:
    with pytest.raises(PurposeError) as refused:
        purposes_of("ORGANISEREN_ZORG".ljust(MAX_LENGTH + 1), CALLER)
    assert (refused.value.code, refused.value.status) == ("doelbindingOngeldig", 400)
    assert "242" in refused.value.message


def test_a_caller_never_widens() -> None:
    with pytest.raises(ValueError, match="does not allow"):
        CALLER.acting_for({Purpose.BEHEER})
