import json
import random
import string
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwe
from joserfc.jwk import OctKey, RSAKey

from api.identity.issuers import KeySource
from api.identity.tokens import TokenCode, TokenError
from policies.context import OrganisationKind, Purpose, Role
from tests.api.identity.forge import (
    AUDIENCE,
    CASEMANAGER_OIN,
    KEY,
    NOW,
    OTHER_KEY,
    WITHOUT,
    Clock,
    claims,
    header,
    segment,
    signed,
    token,
    verifier,
)


def _unsigned() -> str:
    return f"{segment(header(alg='none'))}.{segment(claims())}."


def _public_key_as_secret() -> str:
    secret = OctKey.import_key(KEY.as_pem(private=False).replace(b"-----BEGIN PUBLIC KEY-----", b""))
    return signed(header(alg="HS256"), claims(), secret)


def _encrypted() -> str:
    return jwe.encrypt_compact({"alg": "RSA-OAEP", "enc": "A256GCM", "kid": "sleutel-een"}, json.dumps(claims()), KEY)


def _with_payload(**changes: object) -> str:
    head, _, signature = token().split(".")
    return f"{head}.{segment(claims(**changes))}.{signature}"


def _with_signature_of_another_token() -> str:
    return ".".join([*token().split(".")[:2], token(jti="andere").split(".")[2]])


def _raw(head: object, payload: object = None) -> str:
    return f"{segment(head)}.{segment(claims() if payload is None else payload)}.AAAA"


def _chain(length: int) -> dict[str, Any] | None:
    return {"sub": "tussenpersoon", "act": _chain(length - 1)} if length else None


_NESTED = "[" * 5_000

BAD_TOKENS: list[Any] = [
    pytest.param(_unsigned(), "tokenAlgoritmeNietToegestaan", 401, id="alg none"),
    pytest.param(_public_key_as_secret(), "tokenAlgoritmeNietToegestaan", 401, id="HS256 with the public key"),
    pytest.param(signed(header(alg="RS512"), claims()), "tokenAlgoritmeNietToegestaan", 401, id="RS512"),
    pytest.param(_raw(header(alg=["RS256"])), "tokenAlgoritmeNietToegestaan", 401, id="alg is a list"),
    pytest.param(token(iss="https://elders.example"), "tokenIssuerOnbekend", 401, id="other issuer"),
    pytest.param(token(iss=["https://elders.example"]), "tokenIssuerOnbekend", 401, id="issuer is a list"),
    pytest.param(token(iss=WITHOUT), "tokenIssuerOnbekend", 401, id="no issuer"),
    pytest.param(token(aud="https://elders.example"), "tokenDoelgroepOnjuist", 401, id="other audience"),
    pytest.param(token(aud=["https://elders.example"]), "tokenDoelgroepOnjuist", 401, id="list without our audience"),
    pytest.param(token(aud=AUDIENCE + "/"), "tokenDoelgroepOnjuist", 401, id="audience almost equal"),
    pytest.param(token(aud={AUDIENCE: 1}), "tokenDoelgroepOnjuist", 401, id="audience is an object"),
    pytest.param(token(aud=WITHOUT), "tokenOnvolledig", 401, id="no audience"),
    pytest.param(token(iat=NOW - 900, nbf=NOW - 900, exp=NOW - 30), "tokenVerlopen", 401, id="expired"),
    pytest.param(token(exp=WITHOUT), "tokenOnvolledig", 401, id="no exp"),
    pytest.param(token(exp=str(NOW + 900)), "tokenOnvolledig", 401, id="exp is text"),
    pytest.param(signed(header(), json.dumps(claims(exp=float("nan")))), "tokenOnvolledig", 401, id="exp is NaN"),
    pytest.param(token(nbf=NOW + 31), "tokenNogNietGeldig", 401, id="nbf in the future"),
    pytest.param(token(nbf="nu"), "tokenOnvolledig", 401, id="nbf is text"),
    pytest.param(token(iat=NOW + 31), "tokenNogNietGeldig", 401, id="iat in the future"),
    pytest.param(token(iat=WITHOUT), "tokenOnvolledig", 401, id="no iat"),
    pytest.param(token(exp=NOW + 3601), "tokenTeLangGeldig", 401, id="lives too long"),
    pytest.param(token(exp=10**400), "tokenTeLangGeldig", 401, id="lives for ever"),
    pytest.param(token(iat=-(10**400), exp=NOW + 0.5), "tokenTeLangGeldig", 401, id="issued before time"),
    pytest.param(signed(header(kid=WITHOUT), claims()), "tokenSleutelOnbekend", 401, id="no kid"),
    pytest.param(signed(header(kid="sleutel-twee"), claims()), "tokenSleutelOnbekend", 401, id="unknown kid"),
    pytest.param(_raw(header(kid={"a": 1})), "tokenSleutelOnbekend", 401, id="kid is an object"),
    pytest.param(token(azp=WITHOUT), "tokenOnvolledig", 401, id="no azp"),
    pytest.param(token(azp=7), "tokenOnvolledig", 401, id="azp is a number"),
    pytest.param(token(sub=WITHOUT), "tokenOnvolledig", 401, id="no sub"),
    pytest.param(token(sub=""), "tokenOnvolledig", 401, id="empty sub"),
    pytest.param(token(sub="a" * 256), "tokenOnvolledig", 401, id="sub too long"),
    pytest.param(token(sub="a\nb"), "tokenOnvolledig", 401, id="sub breaks the line"),
    pytest.param(token(sub="999990342"), "tokenOngeldig", 401, id="sub is a BSN"),
    pytest.param(token(jti=WITHOUT), "tokenOnvolledig", 401, id="no jti"),
    pytest.param(token(jti=5), "tokenOnvolledig", 401, id="jti is a number"),
    pytest.param(token(oin=WITHOUT), "tokenOnvolledig", 401, id="no oin"),
    pytest.param(token(oin=[1]), "tokenOnvolledig", 401, id="oin is a list"),
    pytest.param(token(rol=WITHOUT), "tokenOnvolledig", 401, id="no rol"),
    pytest.param(token(amr="wachtwoord"), "tokenOnvolledig", 401, id="amr is no list"),
    pytest.param(token(oin="00000099999999999000"), "organisatieOnbekend", 403, id="unknown oin"),
    pytest.param(token(rol="RECLASSERINGSWERKER"), "rolOnbekend", 403, id="role of another kind"),
    pytest.param(token(rol="DIRECTEUR"), "rolOnbekend", 403, id="unknown role"),
    pytest.param(token(doel=["PLAN_UITVOEREN", "ANDERS"]), "doelOnbekend", 403, id="unknown doel"),
    pytest.param(token(doel="PLAN_UITVOEREN,BEHEER"), "doelOnbekend", 403, id="doelen with a comma"),
    pytest.param(token(doel={"PLAN_UITVOEREN": True}), "doelOnbekend", 403, id="doel is an object"),
    pytest.param(token(doel=[["PLAN_UITVOEREN"]]), "doelOnbekend", 403, id="doel is a nested list"),
    pytest.param(signed(header(typ="JWT"), claims()), "tokenOngeldig", 401, id="an identity token's typ"),
    pytest.param(_raw(header(typ=7)), "tokenOngeldig", 401, id="typ is a number"),
    pytest.param(signed(header(crit=["kid"]), claims()), "tokenOngeldig", 401, id="critical extension"),
    pytest.param(_raw(header(crit=7)), "tokenOngeldig", 401, id="crit is a number"),
    pytest.param(_raw(header(crit=["b64"], b64=False)), "tokenOngeldig", 401, id="unencoded payload"),
    pytest.param(_encrypted(), "tokenOngeldig", 401, id="JWE"),
    pytest.param(_with_payload(rol="HOOFD_DENR"), "tokenOngeldig", 401, id="payload changed"),
    pytest.param(_with_signature_of_another_token(), "tokenOngeldig", 401, id="signature of another token"),
    pytest.param(signed(header(), claims(), OTHER_KEY), "tokenOngeldig", 401, id="another key with our kid"),
    pytest.param(
        signed(header(jwk=OTHER_KEY.as_dict(private=False)), claims(), OTHER_KEY),
        "tokenOngeldig",
        401,
        id="brings its own key",
    ),
    pytest.param(token().rsplit(".", 1)[0] + ".", "tokenOngeldig", 401, id="signature removed"),
    pytest.param(token() + ".AAAA", "tokenOngeldig", 401, id="four parts"),
    pytest.param(signed(header(), ["geen", "object"]), "tokenOngeldig", 401, id="payload is a list"),
    pytest.param(signed(header(), "geen json"), "tokenOngeldig", 401, id="payload is not JSON"),
    pytest.param(signed(header(), _NESTED), "tokenOngeldig", 401, id="payload nested deeply"),
    pytest.param(_raw(["alg"]), "tokenOngeldig", 401, id="header is a list"),
    pytest.param(_raw(7), "tokenOngeldig", 401, id="header is a number"),
    pytest.param(token(doel="x" * 20_000), "tokenOngeldig", 401, id="too large"),
    pytest.param(
        signed(header(x="y" * 5_000), claims(doel="x" * 8_000)), "tokenOngeldig", 401, id="too large as a whole"
    ),
    pytest.param(token(act="tussenpersoon"), "tokenOnvolledig", 401, id="act is text"),
    pytest.param(token(act={"oin": CASEMANAGER_OIN}), "tokenOnvolledig", 401, id="act without sub"),
    pytest.param(token(act={"sub": "a", "act": {"sub": 7}}), "tokenOnvolledig", 401, id="act nested wrong"),
    pytest.param(token(act=_chain(5)), "tokenOnvolledig", 401, id="act too long"),
    pytest.param(token(act={"sub": "999990342"}), "tokenOngeldig", 401, id="act names a BSN"),
    pytest.param(token(cnf="sleutel"), "tokenOnvolledig", 401, id="cnf is text"),
    pytest.param(token(cnf={}), "tokenOnvolledig", 401, id="cnf is empty"),
    pytest.param(token(cnf={"jkt": "kort"}), "tokenOnvolledig", 401, id="cnf too short"),
    pytest.param(token(cnf={"jwk": {}, "jkt": "a" * 43}), "tokenOnvolledig", 401, id="cnf of another kind"),
    pytest.param("geen.jwt.maar-tekst", "tokenOngeldig", 401, id="garbage"),
    pytest.param("é" * 40, "tokenOngeldig", 401, id="not ASCII"),
    pytest.param("\ud800" * 40, "tokenOngeldig", 401, id="half a character"),
    pytest.param("", "tokenOntbreekt", 401, id="empty"),
]


@pytest.mark.parametrize(("bad", "code", "status"), BAD_TOKENS)
def test_a_bad_token_is_refused_with_its_own_code_and_says_nothing_of_itself(bad: str, code: str, status: int) -> None:
    with pytest.raises(TokenError) as refused:
        verifier(Clock()).verify(bad)
    error = refused.value
    assert (error.code, error.status) == (code, status)
    assert error.__suppress_context__ or error.__context__ is None
    said = f"{error} {error.message} {error!r}"
    values = [bad[at : at + 12] for at in range(0, len(bad) - 11, 6)]
    values += ["pseudoniem-7f3a", "jti-0123", "front-end", "999990342", "elders.example", "DIRECTEUR", "sleutel-twee"]
    assert not [value for value in values if value in said]


def test_every_code_of_the_verifier_is_in_the_table() -> None:
    proven = {case.values[1] for case in BAD_TOKENS}
    # How a token is presented is not in the token: `test_bearer` and `test_authentication` prove those.
    presented = {code for code in TokenCode if code.startswith(("clientcertificaat", "dpop"))}
    assert proven == set(TokenCode) - presented - {TokenCode.IN_URL, TokenCode.NIET_GEBONDEN}


def test_a_token_with_any_one_character_changed_is_refused() -> None:
    dice = random.Random(7)  # noqa: S311 - the same tokens every run
    checked = verifier(Clock())
    good = token()
    for _ in range(300):
        at = dice.randrange(len(good))
        changed = good[:at] + dice.choice(string.printable.replace(good[at], "")) + good[at + 1 :]
        with pytest.raises(TokenError):
            checked.verify(changed)


def test_a_good_token_gives_the_caller() -> None:
    caller = verifier(Clock()).verify(token())
    assert caller.organisation.name == "DJI PI Arnhem"
    assert caller.organisation.kind is OrganisationKind.DJI
    assert caller.organisation.inrichtingen == {"PI Arnhem"}
    assert caller.role is Role.CASEMANAGER
    assert caller.purposes == {Purpose.PLAN_UITVOEREN}
    assert (caller.user, caller.token_id) == ("pseudoniem-7f3a", "jti-0123456789abcdef")
    assert caller.expires_at == datetime.fromtimestamp(NOW + 900, UTC)


@pytest.mark.parametrize(
    "accepted",
    [
        pytest.param(token(aud=["https://elders.example", AUDIENCE]), id="list with our audience"),
        pytest.param(token(azp=WITHOUT, client_id="front-end"), id="client_id instead of azp"),
        pytest.param(token(nbf=WITHOUT), id="no nbf"),
        pytest.param(token(nbf=NOW + 30, iat=NOW + 30), id="within the leeway, early"),
        pytest.param(token(iat=NOW - 900, exp=NOW - 29), id="within the leeway, late"),
        pytest.param(token(exp=NOW + 3600), id="exactly the maximum lifetime"),
        pytest.param(signed(header(alg="PS256"), claims()), id="PS256"),
        pytest.param(signed(header(typ=WITHOUT), claims()), id="no typ"),
        pytest.param(signed(header(typ="application/at+jwt"), claims()), id="long typ"),
        pytest.param(signed(header(x="onbekend"), claims()), id="unknown header field"),
        pytest.param(token(sub="999990343"), id="nine digits that are no BSN"),
    ],
)
def test_what_the_profile_allows_is_accepted(accepted: str) -> None:
    assert verifier(Clock()).verify(accepted).role is Role.CASEMANAGER


@pytest.mark.parametrize(
    ("doel", "purposes"),
    [
        (["PLAN_UITVOEREN", "SAMEN_STARTEN"], {Purpose.PLAN_UITVOEREN, Purpose.SAMEN_STARTEN}),
        ("PLAN_UITVOEREN SAMEN_STARTEN", {Purpose.PLAN_UITVOEREN, Purpose.SAMEN_STARTEN}),
        ([], set()),
        ("", set()),
        (None, set()),
        (WITHOUT, set()),
    ],
)
def test_doel_is_a_list_or_words_or_absent(doel: object, purposes: set[Purpose]) -> None:
    assert verifier(Clock()).verify(token(doel=doel)).purposes == purposes


def test_a_shorter_maximum_lifetime_is_a_setting() -> None:
    strict = verifier(Clock(), max_lifetime=600)
    with pytest.raises(TokenError) as refused:
        strict.verify(token())
    assert refused.value.code is TokenCode.TE_LANG_GELDIG
    assert "600" in refused.value.message


def test_a_remembered_token_is_the_same_caller_until_it_expires() -> None:
    clock = Clock()
    checked = verifier(clock)
    good = token(exp=NOW + 100)
    caller = checked.verify(good)
    assert checked.verify(good) is caller
    clock.now = NOW + 129
    assert checked.verify(good) is caller
    clock.now = NOW + 130
    with pytest.raises(TokenError) as refused:
        checked.verify(good)
    assert refused.value.code is TokenCode.VERLOPEN


def test_a_remembered_token_is_checked_in_full_again_after_a_while() -> None:
    clock = Clock()
    checked = verifier(clock)
    good = token()
    caller = checked.verify(good)
    clock.now = NOW + 301
    again = checked.verify(good)
    assert again == caller
    assert again is not caller


async def test_verification_in_the_background_gives_the_same_answers() -> None:
    checked = verifier(Clock())
    caller = await checked.verify_in_background(token(jti="een"))
    assert caller.role is Role.CASEMANAGER
    good = token(jti="twee")
    assert await checked.verify_in_background(good) is await checked.verify_in_background(good)
    with pytest.raises(TokenError) as refused:
        await checked.verify_in_background("geen.jwt.maar-tekst")
    assert refused.value.code is TokenCode.ONGELDIG


def test_a_key_for_one_algorithm_verifies_no_other() -> None:
    only_pss = KeySource.static({"keys": [{**KEY.as_dict(private=False), "alg": "PS256"}]})
    checked = verifier(Clock(), only_pss)
    assert checked.verify(signed(header(alg="PS256"), claims())).role is Role.CASEMANAGER
    with pytest.raises(TokenError) as refused:
        checked.verify(token())
    assert refused.value.code is TokenCode.ALGORITME_NIET_TOEGESTAAN


def test_a_private_key_in_the_set_is_reduced_to_its_public_half() -> None:
    private = RSAKey.generate_key(2048, {"kid": "sleutel-een"})
    kept = KeySource.static({"keys": [private.as_dict(private=True)]}).key("sleutel-een")
    assert kept is not None
    assert not kept.is_private
