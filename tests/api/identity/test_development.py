import stat
from pathlib import Path

import pytest

from api.identity.development import (
    ISSUER_URL,
    KEY_FILE,
    DevelopmentIssuer,
    DevelopmentIssuerError,
    assert_development,
)
from api.identity.organisations import OrganisationTable
from api.identity.personas import PERSONAS, PersonaError
from api.identity.tokens import TokenError, TokenVerifier
from policies.context import ROLES_OF, OrganisationKind, Purpose, Role
from tests.api.identity.forge import AUDIENCE, NOW, Clock, verifier

THREE_RO = {Purpose.ESSENTIELE_VOORWAARDEN, Purpose.OVERLEG_INZET, Purpose.SAMEN_STARTEN}


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> DevelopmentIssuer:
    return DevelopmentIssuer(tmp_path_factory.mktemp("data"), AUDIENCE, (), clock=Clock())


def _verifier(issuer: DevelopmentIssuer) -> TokenVerifier:
    return TokenVerifier([issuer.issuer()], AUDIENCE, OrganisationTable.load(), clock=Clock())


@pytest.mark.parametrize("name", PERSONAS)
def test_every_persona_gets_a_token_that_the_verifier_accepts(issuer: DevelopmentIssuer, name: str) -> None:
    persona = PERSONAS[name]
    caller = _verifier(issuer).verify(issuer.issue(name))
    assert (caller.organisation.oin, caller.role, caller.purposes) == (persona.oin, persona.role, persona.purposes)
    assert caller.person == persona.person
    assert (caller.person is not None) is (caller.role is Role.BETROKKENE)
    assert caller.expires_at.timestamp() == NOW + 3600
    everything = _verifier(issuer).verify(issuer.issue(name, persona.allowed))
    assert everything.purposes == persona.allowed


@pytest.mark.parametrize(
    ("kind", "role", "purposes"),
    [
        (OrganisationKind.DJI, Role.CASEMANAGER, {Purpose.PLAN_UITVOEREN}),
        (OrganisationKind.DJI, Role.BACKOFFICE, {Purpose.PLAN_UITVOEREN}),
        (OrganisationKind.DJI, Role.MENTOR, {Purpose.PLAN_UITVOEREN}),
        (OrganisationKind.DJI, Role.HOOFD_DENR, {Purpose.PLAN_UITVOEREN}),
        (OrganisationKind.DJI, Role.FUNCTIONARIS_GEGEVENSBESCHERMING, {Purpose.BEHEER}),
        (OrganisationKind.RECLASSERING, Role.RECLASSERINGSWERKER, THREE_RO),
        (OrganisationKind.RECLASSERING, Role.TOEZICHTHOUDER, THREE_RO | {Purpose.UITVOERING_TOEZICHT}),
        (OrganisationKind.GEMEENTE, Role.NAZORGCOORDINATOR, {Purpose.ESSENTIELE_VOORWAARDEN}),
        (OrganisationKind.GEMEENTE, Role.SYSTEEM, {Purpose.ESSENTIELE_VOORWAARDEN}),
        (OrganisationKind.INSPECTIE, Role.INSPECTEUR, {Purpose.TOEZICHT_INSPECTIE}),
        (OrganisationKind.BETROKKENE, Role.BETROKKENE, {Purpose.INZAGE_BETROKKENE}),
    ],
)
def test_the_personas_carry_the_doelen_of_the_access_matrix(
    kind: OrganisationKind, role: Role, purposes: set[Purpose]
) -> None:
    table = OrganisationTable.load()
    found = []
    for persona in PERSONAS.values():
        organisation = table.get(persona.oin)
        assert organisation is not None
        if (organisation.kind, persona.role) == (kind, role):
            found.append(persona.purposes)
    assert found
    assert all(carried == purposes for carried in found)


def test_no_persona_may_ask_what_its_party_never_may() -> None:
    table = OrganisationTable.load()
    own_of_dji = {Purpose.PLAN_UITVOEREN, Purpose.SAMEN_STARTEN}
    for persona in PERSONAS.values():
        organisation = table.get(persona.oin)
        assert organisation is not None
        assert persona.role in ROLES_OF[organisation.kind]
        assert persona.purposes <= persona.allowed
        if organisation.kind is OrganisationKind.GEMEENTE:
            assert not persona.allowed & (own_of_dji | {Purpose.UITVOERING_TOEZICHT})
        # Control of the service is for who reads the logs, whatever his organisation.
        if persona.role is not Role.FUNCTIONARIS_GEGEVENSBESCHERMING:
            assert Purpose.BEHEER not in persona.allowed


def test_other_doelen_can_be_asked_for(issuer: DevelopmentIssuer) -> None:
    caller = _verifier(issuer).verify(issuer.issue("gemeente-arnhem", ["ORGANISEREN_ZORG"]))
    assert caller.purposes == {Purpose.ORGANISEREN_ZORG}


@pytest.mark.parametrize("doelen", [["PLAN_UITVOEREN"], ["ESSENTIELE_VOORWAARDEN", "BEHEER"], ["onzin"]])
def test_a_doel_that_a_persona_may_not_ask_is_refused(issuer: DevelopmentIssuer, doelen: list[str]) -> None:
    with pytest.raises(PersonaError, match="ESSENTIELE_VOORWAARDEN, ORGANISEREN_ZORG, OVERLEG_INZET"):
        issuer.issue("gemeente-arnhem", doelen)


def test_an_unknown_persona_is_answered_with_the_known_ones(issuer: DevelopmentIssuer) -> None:
    with pytest.raises(PersonaError, match=r"casemanager-arnhem.*inspectie"):
        issuer.issue("burgemeester")


def test_a_token_lives_as_long_as_asked(issuer: DevelopmentIssuer) -> None:
    assert _verifier(issuer).verify(issuer.issue("fg", lifetime=60)).expires_at.timestamp() == NOW + 60
    with pytest.raises(TokenError):
        _verifier(issuer).verify(issuer.issue("fg", lifetime=3601))


def test_the_key_is_kept_for_its_owner_only_and_never_published(tmp_path: Path) -> None:
    folder = tmp_path / "nieuw"
    first = DevelopmentIssuer(folder, AUDIENCE, ())
    key_file = folder / KEY_FILE
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert list(folder.iterdir()) == [key_file]
    key_file.chmod(0o644)
    second = DevelopmentIssuer(folder, AUDIENCE, ())
    assert second.jwks() == first.jwks()
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    [published] = first.jwks()["keys"]
    assert not {"d", "p", "q", "dp", "dq", "qi"} & published.keys()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"kty": "oct", "k": "Z2VoZWlt"}'])
def test_an_unreadable_key_says_how_to_mend_it(tmp_path: Path, content: str) -> None:
    (tmp_path / KEY_FILE).write_text(content)
    with pytest.raises(DevelopmentIssuerError, match="verwijder het bestand"):
        DevelopmentIssuer(tmp_path, AUDIENCE, ())


def test_a_public_key_cannot_issue(tmp_path: Path, issuer: DevelopmentIssuer) -> None:
    (tmp_path / KEY_FILE).write_text(str(issuer.jwks()["keys"][0]).replace("'", '"'))
    with pytest.raises(DevelopmentIssuerError, match="verwijder het bestand"):
        DevelopmentIssuer(tmp_path, AUDIENCE, ())


def test_it_cannot_exist_beside_production_settings(tmp_path: Path) -> None:
    with pytest.raises(DevelopmentIssuerError, match="productie-instellingen"):
        DevelopmentIssuer(tmp_path, AUDIENCE, ["https://uitgever.example"])
    assert not list(tmp_path.iterdir())
    with pytest.raises(DevelopmentIssuerError, match="productie-instellingen"):
        assert_development([ISSUER_URL])
    assert_development([])


def test_a_verifier_with_production_issuers_refuses_its_tokens(issuer: DevelopmentIssuer) -> None:
    with pytest.raises(TokenError) as refused:
        verifier(Clock()).verify(issuer.issue("casemanager-arnhem"))
    assert refused.value.code == "tokenIssuerOnbekend"
