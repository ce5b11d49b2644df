"""Who is logged in too lightly misses what weighs more, on every road, and is told how to get it."""

from typing import Any, Final

import httpx
import pytest

from api.identity.claims import ACR
from policies.context import AssuranceLevel
from tests.api.client import CHANGE, REGISTER, Api, detention
from tests.api.graphql.conftest import World
from tests.api.graphql.refusals import assert_refused
from tests.api.identity.forge import WITHOUT
from tests.api.identity.minted import minted

SUBSTANTIAL: Final = ACR[AssuranceLevel.SUBSTANTIEEL]
LIGHT: Final = [
    pytest.param(WITHOUT, id="no acr"),
    pytest.param(ACR[AssuranceLevel.LAAG], id="low"),
    pytest.param("urn:elders:zeker", id="unknown"),
    pytest.param(["http://eidas.europa.eu/LoA/high"], id="a list"),
]
CARE: Final = "query ($id: ID!) { plan(id: $id) { onderdak { hulpvraag } zorg { zorgaanbieder } } }"


async def _ask(
    api: Api, acr: object, query: str, headers: dict[str, str] | None = None, **variables: Any
) -> httpx.Response:
    token = minted(api, "casemanager-arnhem", acr=acr)
    return await api.http.post(
        "/v1/graphql",
        json={"query": query, "variables": variables},
        headers={"Authorization": f"Bearer {token}", **(headers or {})},
    )


@pytest.mark.parametrize("acr", LIGHT)
async def test_health_is_refused_with_what_to_do(world: World, acr: object) -> None:
    response = await _ask(world.api, acr, CARE, id=world.plan.id)
    [error] = assert_refused(response, 403, "unauthorizedField")
    extensions = error["extensions"]
    assert (extensions["pad"], extensions["reden"]) == ("zorg.zorgaanbieder", "BETROUWBAARHEIDSNIVEAU")
    assert extensions["verwacht"] == SUBSTANTIAL
    challenge = response.headers["WWW-Authenticate"]
    assert 'error="insufficient_user_authentication"' in challenge
    assert f'acr_values="{SUBSTANTIAL}"' in challenge


@pytest.mark.parametrize("level", [AssuranceLevel.SUBSTANTIEEL, AssuranceLevel.HOOG])
async def test_who_is_logged_in_surely_enough_reads_it(world: World, level: AssuranceLevel) -> None:
    response = await _ask(world.api, ACR[level], CARE, id=world.plan.id)
    assert response.status_code == 200, response.text


async def test_a_refusal_for_another_reason_asks_for_no_other_login(world: World) -> None:
    response = await world.api.ask(
        "gemeente-arnhem", "query ($id: ID!) { plan(id: $id) { som { uitkomst } } }", id=world.plan.id
    )
    assert response.status_code in {400, 403}
    assert "WWW-Authenticate" not in response.headers


async def test_leniently_it_is_withheld_with_the_reason(world: World) -> None:
    response = await _ask(world.api, WITHOUT, CARE, {"Prefer": "handling=lenient"}, id=world.plan.id)
    body = response.json()
    assert body["data"]["plan"]["onderdak"] is not None
    assert body["data"]["plan"]["zorg"] is None or body["data"]["plan"]["zorg"]["zorgaanbieder"] is None
    assert {(entry["pad"], entry["reden"]) for entry in body["extensions"]["afgeschermd"]} == {
        ("zorg.zorgaanbieder", "BETROUWBAARHEIDSNIVEAU")
    }


async def test_history_and_difference_hold_nothing_of_it(world: World) -> None:
    query = """query ($id: ID!) {
        historie(planId: $id, first: 100) { nodes { wijzigingen { pad } } }
        verschil(planId: $id, van: 1) { pad } }"""
    full = (await _ask(world.api, SUBSTANTIAL, query, id=world.plan.id)).json()["data"]
    light = (await _ask(world.api, WITHOUT, query, id=world.plan.id)).json()["data"]

    def paths(data: Any) -> set[str]:
        changes = [change for node in data["historie"]["nodes"] for change in node["wijzigingen"]]
        return {change["pad"] for change in [*changes, *data["verschil"]]}

    hidden = {path for path in paths(full) if path.startswith(("zorg.", "zorg["))}
    assert hidden
    assert paths(light) == paths(full) - hidden


async def test_nothing_is_written(world: World) -> None:
    before = world.stored()
    change = {"planId": world.plan.id, "verwachteVersie": 1, "wijziging": {"onderdak": {"hulpvraag": "x"}}}
    outcome = (await _ask(world.api, WITHOUT, CHANGE, input=change)).json()["data"]["wijzigPlan"]
    assert outcome["__typename"] == "VeldenNietToegestaan"
    assert {field["reden"] for field in outcome["velden"]} == {"BETROUWBAARHEIDSNIVEAU"}
    registered = await _ask(world.api, WITHOUT, REGISTER, input={"gegevens": detention("7777777")})
    assert registered.json()["data"]["registreerDetentie"]["__typename"] == "VeldenNietToegestaan"
    assert world.stored() == before


async def test_rights_and_reasons_are_those_of_this_login(world: World) -> None:
    query = """query ($id: ID!) {
        mijnRechten(planId: $id) { pad lezen schrijven }
        waarom(planId: $id, pad: "zorg.zorgaanbieder", actie: LEZEN) { toegestaan reden } }"""
    data = (await _ask(world.api, WITHOUT, query, id=world.plan.id)).json()["data"]
    assert not any(right["schrijven"] for right in data["mijnRechten"])
    assert not any(right["lezen"] for right in data["mijnRechten"] if right["pad"].startswith("zorg."))
    assert any(right["lezen"] for right in data["mijnRechten"])
    assert data["waarom"] == {"toegestaan": False, "reden": "BETROUWBAARHEIDSNIVEAU"}


async def test_a_system_has_no_login_to_judge(world: World) -> None:
    token = minted(world.api, "integrator-arnhem", acr=WITHOUT)
    response = await world.api.http.post(
        "/v1/graphql",
        json={
            "query": "query ($id: ID!) { plan(id: $id) { onderdak { hulpvraag } } }",
            "variables": {"id": world.plan.id},
        },
        headers={"Authorization": f"Bearer {token}"},
    )
    assert response.status_code == 200, response.text
