"""The loader against the real API, over the real database."""

from datetime import date

import httpx
import pytest
from starlette.responses import PlainTextResponse

from api.demo.errors import LoadError
from api.demo.folder import demo_histories
from api.demo.generator import generate
from api.demo.informatieblad import read_informatieblad
from api.demo.loader import Loader, Report
from api.demo.signaal import read_signaal
from api.demo.step import Step
from api.identity.personas import PERSONAS
from tests.api.client import Api
from tests.api.demo.files import INPUT

TODAY = date.today()  # noqa: DTZ011 - the API's own day decides who has a relation; a day's difference changes nothing here
VERSION = "query ($id: ID!) { plan(id: $id) { id versie } }"
LIST = "{ plannen(first: 100) { nodes { id versie } } }"


@pytest.fixture
def loader(api: Api) -> Loader:
    return Loader(api.http, api.issuer.issue)


async def versions(api: Api, persona: str) -> dict[str, int]:
    nodes = (await api.data(persona, LIST))["plannen"]["nodes"]
    return {node["id"]: node["versie"] for node in nodes}


async def test_the_demo_is_loaded_once_however_often_it_is_asked(api: Api, loader: Loader) -> None:
    histories = demo_histories(TODAY)
    steps = sum(len(history) for history in histories)
    first = await loader.load_demo(TODAY)
    assert first == Report(registered=len(histories), versions=steps)
    before = await versions(api, "casemanager-arnhem")

    second = await loader.load_demo(TODAY)

    assert second == Report(existed=len(histories), skipped=steps - len(histories))
    assert await versions(api, "casemanager-arnhem") == before


async def test_every_party_of_the_demo_plan_reads_it(api: Api, loader: Loader) -> None:
    await loader.load_histories([demo_histories(TODAY)[0]])
    for persona in (
        "casemanager-arnhem",
        "mentor-arnhem",
        "reclassering-rn-arnhem",
        "gemeente-arnhem",
        "gemeente-nijmegen",
        "betrokkene",
    ):
        assert list((await versions(api, persona)).values()) == [16]
    for persona in ("casemanager-zaanstad", "reclassering-svg-arnhem", "gemeente-utrecht"):
        assert await versions(api, persona) == {}


async def test_a_load_that_broke_off_is_finished(api: Api, loader: Loader) -> None:
    history = demo_histories(TODAY)[0]
    await loader.load_histories([history[:7]])
    report = await loader.load_histories([history])
    assert report == Report(existed=1, skipped=6, versions=len(history) - 7)
    assert list((await versions(api, "casemanager-arnhem")).values()) == [len(history)]


async def test_generated_plans_are_accepted_by_the_api(loader: Loader) -> None:
    histories = list(generate(40, seed=7, today=TODAY))
    report = await loader.load_histories(histories)
    assert report == Report(registered=40, versions=sum(len(history) for history in histories))


async def test_a_form_finds_the_plan_by_skn_and_sends_nothing_new_twice(api: Api, loader: Loader) -> None:
    signals = await loader.load_steps(read_signaal(INPUT / "signaal-nieuwe-detentie.csv"))
    assert signals == Report(registered=7, versions=14)
    form = read_informatieblad(INPUT / "informatieblad-nijmegen.docx")

    assert await loader.load_steps(form) == Report(versions=1)
    assert await loader.load_steps(form) == Report(unchanged=1)

    again = await loader.load_steps(read_signaal(INPUT / "signaal-nieuwe-detentie.csv"))
    assert again == Report(existed=7, unchanged=7)
    assert sorted((await versions(api, "casemanager-arnhem")).values()) == [2, 2, 2, 2, 3]


async def test_a_form_about_nobody_is_refused_without_naming_him(loader: Loader) -> None:
    form = read_informatieblad(INPUT / "informatieblad-nijmegen.docx")
    with pytest.raises(LoadError, match="geen plan met dit SKN") as caught:
        await loader.load_steps(form)
    assert form[0].skn not in str(caught.value)


def _registration(**betrokkene: str) -> Step:
    group = {"geslachtsnaam": "Voorbeeld", "sknNummer": "1234567", **betrokkene}
    detentie = {"inrichting": "PI Arnhem", "datumAanvang": "2026-10-01"}
    return Step("casemanager-arnhem", "1234567", {"betrokkene": group, "detentie": detentie}, registration=True)


async def test_wrong_values_are_named_by_path_and_code_never_by_value(loader: Loader) -> None:
    with pytest.raises(LoadError) as caught:
        await loader.load_steps([_registration(burgerservicenummer="123456789")])
    assert "OngeldigeWijziging: betrokkene.burgerservicenummer ongeldigeWaarde" in str(caught.value)
    assert "123456789" not in str(caught.value)


async def test_fields_that_the_persona_may_not_write_are_named(loader: Loader) -> None:
    step = Step("casemanager-arnhem", "1234567", {"toezicht": {"kader": "VRIJWILLIG"}}, explanation="Toezicht")
    with pytest.raises(LoadError) as caught:
        await loader.load_steps([_registration(), step])
    assert str(caught.value).startswith("stap 'Toezicht' als casemanager-arnhem: VeldenNietToegestaan: toezicht.kader")


async def test_a_reference_to_an_item_that_is_not_there_is_named(loader: Loader) -> None:
    step = Step("casemanager-arnhem", "1234567", {"doelen": {"wijzigen": [{"id": "@doelen[0]", "status": "BEHAALD"}]}})
    with pytest.raises(LoadError, match=r"@doelen\[0\]"):
        await loader.load_steps([_registration(), step])


async def test_somebody_who_has_a_plan_in_another_inrichting_is_not_registered_again(loader: Loader) -> None:
    await loader.load_steps([_registration()])
    elsewhere = _registration()
    elsewhere.patch["detentie"]["inrichting"] = "JC Zaanstad"
    with pytest.raises(LoadError, match="PlanBestaatAl"):
        await loader.load_steps([Step("casemanager-zaanstad", elsewhere.skn, elsewhere.patch, registration=True)])


async def test_a_refused_token_is_reported_with_the_code_of_the_api(api: Api) -> None:
    with pytest.raises(LoadError, match="status 401"):
        await Loader(api.http, lambda _persona, _doelen: "geen-token").load_steps([_registration()])


async def test_an_answer_that_is_no_json_is_reported() -> None:
    down = PlainTextResponse("down", status_code=502)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(down), base_url="http://test") as client:
        with pytest.raises(LoadError, match="status 502, zonder JSON"):
            await Loader(client, lambda _persona, _doelen: "token").load_steps([_registration()])


async def test_an_api_that_is_not_there_is_reported() -> None:
    async with httpx.AsyncClient(base_url="http://127.0.0.1:1") as client:
        with pytest.raises(LoadError, match=r"niet bereikbaar \(ConnectError\)"):
            await Loader(client, lambda _persona, _doelen: "token").load_histories([[_registration()]])


async def test_each_version_bears_the_persona_and_the_note_of_its_step(api: Api, loader: Loader) -> None:
    history = demo_histories(TODAY)[0]
    await loader.load_histories([history])
    (plan_id,) = await versions(api, "casemanager-arnhem")
    query = "query ($id: ID!) { historie(planId: $id, first: 50) { nodes { nummer organisatie toelichting } } }"
    nodes = (await api.data("casemanager-arnhem", query, id=plan_id))["historie"]["nodes"]
    assert len(nodes) > 10
    for node in nodes:
        step = history[node["nummer"] - 1]
        assert node["organisatie"] == PERSONAS[step.persona].oin
        if PERSONAS[step.persona].oin == PERSONAS["casemanager-arnhem"].oin:
            assert node["toelichting"] == step.explanation
