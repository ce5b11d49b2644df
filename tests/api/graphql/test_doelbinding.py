"""Doelbinding: the header narrows what the token allows, and never widens it."""

from typing import Final

import httpx
import pytest

from tests.api.client import Api
from tests.api.graphql.conftest import World
from tests.api.graphql.refusals import assert_refused, paths_of

_ALL: Final = ["ESSENTIELE_VOORWAARDEN", "OVERLEG_INZET", "ORGANISEREN_ZORG"]
_THREE: Final = """query ($id: ID!) { plan(id: $id) {
    onderdak { toelichting } overleg { motivatie } zorg { toelichting } } }"""


async def _ask(api: Api, plan_id: str, header: str | None, doelen: list[str]) -> httpx.Response:
    headers = {"Prefer": "handling=lenient"} | ({} if header is None else {"X-Doelbinding": header})
    return await api.ask("gemeente-arnhem", _THREE, doelen=doelen, headers=headers, id=plan_id)


@pytest.mark.parametrize(
    ("header", "seen"),
    [
        (None, {"onderdak", "overleg", "zorg"}),
        ("ESSENTIELE_VOORWAARDEN", {"onderdak"}),
        ("OVERLEG_INZET", {"overleg"}),
        ("ORGANISEREN_ZORG, OVERLEG_INZET", {"overleg", "zorg"}),
        ("ORGANISEREN_ZORG OVERLEG_INZET ESSENTIELE_VOORWAARDEN", {"onderdak", "overleg", "zorg"}),
    ],
)
async def test_the_header_narrows(world: World, header: str | None, seen: set[str]) -> None:
    plan = (await _ask(world.api, world.plan.id, header, _ALL)).json()["data"]["plan"]
    assert {name for name, group in plan.items() if group is not None} == seen


@pytest.mark.parametrize("header", ["ORGANISEREN_ZORG", "PLAN_UITVOEREN", "BESTAAT_NIET", "", " , "])
async def test_the_header_never_widens(world: World, header: str) -> None:
    world.api.commands.names.clear()
    response = await _ask(world.api, world.plan.id, header, ["ESSENTIELE_VOORWAARDEN"])
    assert paths_of(assert_refused(response, 403, "doelbindingOntbreekt")) == {"X-Doelbinding"}
    assert world.api.commands.names == []


async def test_one_doel_too_many_refuses_all(world: World) -> None:
    response = await _ask(
        world.api, world.plan.id, "ESSENTIELE_VOORWAARDEN ORGANISEREN_ZORG", ["ESSENTIELE_VOORWAARDEN"]
    )
    assert_refused(response, 403, "doelbindingOntbreekt")


async def test_a_token_without_doel_is_refused_with_and_without_header(world: World) -> None:
    for header in (None, "ESSENTIELE_VOORWAARDEN"):
        assert_refused(await _ask(world.api, world.plan.id, header, []), 403, "doelbindingOntbreekt")


async def test_a_header_that_is_too_long_is_refused(world: World) -> None:
    assert_refused(await _ask(world.api, world.plan.id, "ORGANISEREN_ZORG " * 20, _ALL), 400, "doelbindingOngeldig")


async def test_the_doel_decides_on_writing_too(world: World) -> None:
    query = """mutation ($id: ID!, $v: Int!) { wijzigPlan(input: {planId: $id, verwachteVersie: $v,
        wijziging: {onderdak: {toelichting: "anders"}}}) { __typename ... on VeldenNietToegestaan { velden { pad reden } } } }"""
    before = world.stored()
    response = await world.api.ask(
        "gemeente-arnhem",
        query,
        doelen=_ALL,
        headers={"X-Doelbinding": "OVERLEG_INZET"},
        id=world.plan.id,
        v=world.plan.version,
    )
    assert response.json()["data"]["wijzigPlan"] == {
        "__typename": "VeldenNietToegestaan",
        "velden": [{"pad": "onderdak.toelichting", "reden": "ANDER_DOEL"}],
    }
    assert world.stored() == before
