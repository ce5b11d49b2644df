"""`Idempotency-Key`: a change that is sent again gives the first answer and makes no second version."""

import asyncio
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from tests.api.client import CHANGE, REGISTER, Api, detention, running
from tests.api.graphql.refusals import assert_refused
from tests.api.graphql.rich_plan import CASEMANAGER

GEMEENTE: Final = "gemeente-arnhem"
KEY: Final = "8e03978e-40d5-43dd-bc93-6894a57f9324"


async def send(api: Api, query: str, persona: str = CASEMANAGER, key: str = KEY, **given: Any) -> httpx.Response:
    return await api.ask(persona, query, headers={"Idempotency-Key": key}, input=given)


async def change(api: Api, plan_id: str, text: str, version: int = 1, **more: Any) -> httpx.Response:
    patch = {"onderdak": {"toelichting": text}}
    return await send(api, CHANGE, planId=plan_id, verwachteVersie=version, wijziging=patch, **more)


async def version_of(api: Api, plan_id: str) -> int:
    return int(
        (await api.data(CASEMANAGER, "query ($id: ID!) { plan(id: $id) { versie } }", id=plan_id))["plan"]["versie"]
    )


async def test_a_repeated_change_gives_the_first_answer_also_after_others_wrote(api: Api) -> None:
    plan_id = await api.register()
    await api.change(GEMEENTE, plan_id, 1, {"onderdak": {"hulpvraag": "huis"}})
    first = await change(api, plan_id, "een")
    assert first.json()["data"]["wijzigPlan"]["plan"]["versie"] == 3
    assert [entry["pad"] for entry in first.json()["data"]["wijzigPlan"]["samengevoegd"]] == ["onderdak.hulpvraag"]
    await api.change(CASEMANAGER, plan_id, 3, {"onderdak": {"toelichting": "twee", "hulpvraag": "flat"}})
    assert (await change(api, plan_id, "een")).json() == first.json()
    assert await version_of(api, plan_id) == 4


async def test_a_repeat_of_what_changed_nothing_gives_the_first_answer(api: Api) -> None:
    plan_id = await api.register(detention(onderdak={"toelichting": "een"}))
    first = await change(api, plan_id, "een")
    await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"toelichting": "twee"}})
    assert (await change(api, plan_id, "een")).json() == first.json()
    assert first.json()["data"]["wijzigPlan"]["plan"]["versie"] == 1


async def test_a_repeated_registration_gives_the_first_plan(api: Api) -> None:
    first = await send(api, REGISTER, gegevens=detention())
    plan_id = first.json()["data"]["registreerDetentie"]["plan"]["id"]
    await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"toelichting": "een"}})
    again = await send(api, REGISTER, gegevens=detention())
    assert again.json() == first.json()
    other = await send(api, REGISTER, key="another-key", gegevens=detention())
    assert other.json()["data"]["registreerDetentie"]["__typename"] == "PlanBestaatAl"


async def test_sent_many_times_at_once_makes_one_version(api: Api) -> None:
    plan_id = await api.register()
    answers = await asyncio.gather(*(change(api, plan_id, "een") for _ in range(10)))
    assert len({answer.text for answer in answers}) == 1
    assert await version_of(api, plan_id) == 2


async def test_a_repeat_survives_the_process(mongodb_uri: str, tmp_path: Path) -> None:
    async with running(mongodb_uri, "test_idempotent_restart", tmp_path) as api:
        plan_id = await api.register()
        first = await change(api, plan_id, "een")
    async with running(mongodb_uri, "test_idempotent_restart", tmp_path) as api:
        assert (await change(api, plan_id, "een")).json() == first.json()
        assert await version_of(api, plan_id) == 2


async def test_the_same_key_with_another_request_is_refused(api: Api) -> None:
    plan_id = await api.register()
    await change(api, plan_id, "een")
    for response in (
        await change(api, plan_id, "twee"),
        await change(api, plan_id, "een", 2),
        await change(api, plan_id, "een", toelichting="anders"),
        await send(api, REGISTER, gegevens=detention("7654321")),
    ):
        assert_refused(response, 422, "idempotentiesleutelHergebruikt")
    assert await version_of(api, plan_id) == 2


async def test_a_key_belongs_to_its_sender(api: Api) -> None:
    plan_id = await api.register()
    await change(api, plan_id, "een")
    patch = {"onderdak": {"hulpvraag": "huis"}}
    other = await send(api, CHANGE, GEMEENTE, planId=plan_id, verwachteVersie=1, wijziging=patch)
    assert other.json()["data"]["wijzigPlan"]["plan"]["versie"] == 3


async def test_a_conflict_is_not_kept(api: Api) -> None:
    plan_id = await api.register()
    await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"toelichting": "twee"}})
    assert (await change(api, plan_id, "een")).json()["data"]["wijzigPlan"]["__typename"] == "VersieConflict"
    assert (await change(api, plan_id, "een", 2)).json()["data"]["wijzigPlan"]["__typename"] == "PlanGewijzigd"


@pytest.mark.parametrize("key", ["", "kort", "x" * 129, "met spatie erin", '"half'])
async def test_what_cannot_be_a_key_is_refused(api: Api, key: str) -> None:
    plan_id = await api.register()
    patch = {"onderdak": {"toelichting": "een"}}
    given: dict[str, Any] = {"planId": plan_id, "verwachteVersie": 1, "wijziging": patch}
    response = await api.ask(CASEMANAGER, CHANGE, headers={"Idempotency-Key": key}, input=given)
    assert response.status_code == 400
    assert "Idempotency-Key" in response.text
    assert await version_of(api, plan_id) == 1


async def test_a_quoted_key_is_the_same_key(api: Api) -> None:
    plan_id = await api.register()
    given: dict[str, Any] = {"planId": plan_id, "verwachteVersie": 1, "wijziging": {"onderdak": {"toelichting": "een"}}}
    first = await send(api, CHANGE, key=KEY, **given)
    assert (await send(api, CHANGE, key=f'"{KEY}"', **given)).json() == first.json()
    assert await version_of(api, plan_id) == 2


async def test_rights_are_those_of_now(api: Api) -> None:
    plan_id = await api.register(detention(onderdak={"toelichting": "een"}))
    given: dict[str, Any] = {"planId": plan_id, "verwachteVersie": 1, "wijziging": {"onderdak": {"hulpvraag": "huis"}}}
    first = await send(api, CHANGE, GEMEENTE, **given)
    assert first.json()["data"]["wijzigPlan"]["__typename"] == "PlanGewijzigd"
    elsewhere = {"terugkeer": {"herkomstgemeente": "0344", "vestigingsgemeente": "0344"}}
    await api.change(CASEMANAGER, plan_id, 2, elsewhere)
    again = await send(api, CHANGE, GEMEENTE, **given)
    assert again.json()["data"]["wijzigPlan"]["__typename"] == "PlanNietGevonden"
