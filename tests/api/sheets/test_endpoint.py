"""Sheets over HTTP: the answer to a question, under its own rights, laid out."""

from typing import Any, Final

import pytest

from api.sheets.endpoint import KINDS
from tests.api.client import Api, detention
from tests.api.graphql.conftest import World
from tests.api.graphql.refusals import assert_fixed_headers, assert_refused
from tests.api.leaks.operations import ABSENT
from tests.api.sheets.asking import sheet
from tests.api.sheets.pages import accessible, assert_tagged, words_of

NAMES: Final = [kind.name for kind in KINDS]
PDF: Final = "application/pdf"
LOGGED: Final = "query ($id: ID!) { verwerkingen(planId: $id, first: 100) { activiteit gelezen { velden } } }"


@pytest.mark.parametrize("name", NAMES)
async def test_a_sheet_is_an_accessible_page_and_a_tagged_pdf_that_nobody_keeps(world: World, name: str) -> None:
    response = await sheet(world.api, "casemanager-arnhem", world.plan.id, name)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["vary"] == "Accept, Authorization"
    assert "default-src 'none'; style-src 'sha256-" in response.headers["content-security-policy"]
    assert_fixed_headers(response)
    page = accessible(response.text)
    response = await sheet(world.api, "casemanager-arnhem", world.plan.id, name, PDF)
    assert response.headers["content-type"] == PDF
    assert response.headers["content-disposition"] == f'inline; filename="{name}.pdf"'
    assert_fixed_headers(response)
    assert_tagged(response.content, page.findtext("head/title") or "")


@pytest.mark.parametrize("name", NAMES)
async def test_without_a_token_or_a_doel_there_is_none(world: World, name: str) -> None:
    address = f"/v1/plannen/{world.plan.id}/{name}"
    assert (await world.api.http.get(address)).status_code == 401
    header = {"X-Doelbinding": "ORGANISEREN_ZORG"}
    refused = await sheet(world.api, "gemeente-arnhem", world.plan.id, name, headers=header)
    assert refused.status_code == 403
    assert refused.headers["content-type"] == "application/problem+json"
    assert_refused(await world.api.http.post(address), 405, "methodeNietToegestaan")


@pytest.mark.parametrize("name", NAMES)
async def test_a_plan_that_is_not_his_is_one_that_does_not_exist(world: World, name: str) -> None:
    found = [await sheet(world.api, "gemeente-utrecht", plan_id, name) for plan_id in (world.plan.id, ABSENT, "x")]
    assert {response.text for response in found} == {found[0].text}
    for response in found:
        assert_refused(response, 404, "nietGevonden")


@pytest.mark.parametrize("name", NAMES)
async def test_another_form_is_refused_with_those_there_are(world: World, name: str) -> None:
    (error,) = assert_refused(
        await sheet(world.api, "gemeente-arnhem", world.plan.id, name, "application/json"), 406, "nietAcceptabel"
    )
    assert error["extensions"]["verwacht"] == "text/html, application/pdf"


async def test_the_informatieblad_shows_words_and_says_what_is_withheld(world: World) -> None:
    words = words_of(accessible((await sheet(world.api, "gemeente-arnhem", world.plan.id, "informatieblad")).text))
    assert "Hulpvraag tekst van schulden.hulpvraag" in words
    assert "Einddatum 1 juni 2099 (verwacht)" in words
    assert "Terugkeeradres tekst van terugkeer.terugkeeradres (automatisch afgeleid)" in words
    assert "Zorg U mag dit deel niet zien." in words
    assert "tekst van zorg." not in words
    assert "Er staat geen contactpersoon van de casemanager. DJI" in words


async def test_it_says_of_an_empty_plan_what_is_missing_and_of_whom(api: Api) -> None:
    plan_id = await api.register(detention(schulden={"hulpvraagStatus": "GEEN_HULPVRAAG"}))
    words = words_of(accessible((await sheet(api, "gemeente-arnhem", plan_id, "informatieblad")).text))
    assert "Er staat niemand bij dit plan." in words
    assert "Hulpvraag Geen hulpvraag" in words
    assert "Er staat geen contactpersoon van de gemeente. Gemeente" in words
    assert "De einddatum van de detentie is niet bekend. DJI" in words


async def test_a_sheet_is_in_the_logs_as_its_question_is(api: Api) -> None:
    plan_id = await api.register()
    await sheet(api, "gemeente-arnhem", plan_id, "informatieblad", PDF)
    records: list[Any] = (await api.data("fg", LOGGED, id=plan_id))["verwerkingen"]
    (record,) = [entry for entry in records if ":informatieblad:" in entry["activiteit"]]
    assert "schulden.hulpvraag" in record["gelezen"][0]["velden"]


async def test_betrokkene_reads_his_own_plan_in_plain_words_without_the_names_of_others(world: World) -> None:
    words = words_of(accessible((await sheet(world.api, "betrokkene", world.plan.id, "leesplan")).text))
    assert "U zit nu in PI Arnhem." in words
    assert "Dit heeft u verteld: tekst van stemBetrokkene.wensen" in words
    assert "Straks woont u in uw eigen huis." in words
    assert "Hier kunt u de gemeente bellen." in words
    assert "Nazorg Arnhem" not in words
    assert "026-" not in words


async def test_who_sits_beside_him_reads_what_he_himself_may_see(world: World) -> None:
    words = words_of(accessible((await sheet(world.api, "gemeente-arnhem", world.plan.id, "leesplan")).text))
    assert "Nazorg Arnhem" in words
    assert "Zorg Dit deel is nu niet voor u te zien." in words
    assert "tekst van zorg." not in words
    mentor = words_of(accessible((await sheet(world.api, "mentor-arnhem", world.plan.id, "leesplan")).text))
    assert "Schulden Dit deel is nu niet voor u te zien." in mentor


@pytest.mark.parametrize("persona", ["betrokkene", "casemanager-arnhem", "mentor-arnhem", "gemeente-arnhem"])
async def test_a_leesplan_is_a_tagged_pdf_for_each_of_them(world: World, persona: str) -> None:
    assert_tagged((await sheet(world.api, persona, world.plan.id, "leesplan", PDF)).content, "Uw plan")


async def test_what_somebody_wrote_is_never_markup(api: Api) -> None:
    hostile = '<script>alert(1)</script> #eval("1") {{ 7 * 7 }} 😀'
    plan_id = await api.register(detention(schulden={"hulpvraag": hostile}))
    assert hostile in words_of(accessible((await sheet(api, "gemeente-arnhem", plan_id, "informatieblad")).text))
    assert (await sheet(api, "gemeente-arnhem", plan_id, "informatieblad", PDF)).status_code == 200
