"""The case for asking advice, over GraphQL and as a sheet: of a population that is large enough, and of one that is not."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from pymongo import MongoClient

from plan_schema.process.casus.case import CASE_PATHS
from tests.api.client import Api, detention, running
from tests.api.graphql.conftest import World
from tests.api.graphql.refusals import assert_refused
from tests.api.leaks.operations import ABSENT
from tests.api.sheets.asking import sheet
from tests.api.sheets.pages import accessible, assert_tagged, words_of

CASE: Final = """query ($id: ID!) { anoniemeCasus(planId: $id) {
  __typename
  ... on AnoniemeCasus {
    leeftijd geslacht verblijfTotNu totInvrijheidstelling delictsoort aangepasteCommunicatie rollen
    leefgebieden { leefgebied afgeschermd standVanZaken hulpvraagStatus gegevens { veld waarde } }
  }
  ... on CasusTeHerkenbaar { melding } } }"""
LOGGED: Final = "query ($id: ID!) { verwerkingen(planId: $id, first: 100) { activiteit gelezen { velden } } }"
_PEOPLE: Final = 12


@dataclass(frozen=True, slots=True)
class Crowded:
    """An application with people who are alike, and one of them."""

    api: Api
    plan_id: str


def _person(number: int) -> dict[str, Any]:
    base = detention(skn=f"{7_000_001 + number}")
    return base | {
        "betrokkene": {
            "geslachtsnaam": f"Geheimzinnig-{number}",
            "sknNummer": f"{7_000_001 + number}",
            "geboortedatum": f"1990-05-{number + 1:02d}",
            "geslacht": "MAN",
        },
        "detentie": {
            "inrichting": "PI Arnhem",
            "datumAanvang": f"2026-01-{number + 1:02d}",
            "artikelcode": "Ow art. 2",
        },
        "schulden": {
            "standVanZaken": "NIET_OP_ORDE",
            "schuldenAanwezig": "JA",
            "hulpvraag": "Geheimzinnig verzoek",
            "toelichting": "Geheimzinnig verhaal",
        },
        "screening": {"communicatiebehoefte": "Geheimzinnige behoefte"},
        "contacten": {"toevoegen": [{"rol": "CASEMANAGER", "naam": "Geheimzinnige"}]},
    }


@pytest.fixture(scope="module")
async def crowded(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Crowded]:
    """Its own application: a crowd is kept for an hour."""
    name = f"test_{uuid.uuid4().hex}"
    async with running(mongodb_uri, name, tmp_path_factory.mktemp("crowded")) as api:
        ids = [await api.register(_person(number)) for number in range(_PEOPLE)]
        yield Crowded(api, ids[0])
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        client.drop_database(name)
        client.drop_database(f"{name}_logboek")


async def _case(crowded: Crowded, persona: str, **more: Any) -> Any:
    response = await crowded.api.ask(persona, CASE, id=crowded.plan_id, **more)
    assert response.status_code == 200, response.text
    assert "Geheimzinnig" not in response.text
    return response.json()["data"]["anoniemeCasus"]


async def test_it_tells_the_situation_and_what_many_have_in_common(crowded: Crowded) -> None:
    case = await _case(crowded, "casemanager-arnhem")
    assert (case["leeftijd"], case["geslacht"], case["delictsoort"]) == ("VAN_30_TOT_40", "MAN", "DRUGS")
    assert case["aangepasteCommunicatie"] is True
    assert case["rollen"] == ["CASEMANAGER"]
    debts = next(part for part in case["leefgebieden"] if part["leefgebied"] == "SCHULDEN")
    assert debts["standVanZaken"] == "NIET_OP_ORDE"
    assert debts["gegevens"] == [{"veld": "schuldenAanwezig", "waarde": "JA"}]


async def test_a_gemeente_is_told_no_offence_and_nothing_of_care_for_another_doel(crowded: Crowded) -> None:
    case = await _case(crowded, "gemeente-arnhem")
    assert (case["leeftijd"], case["delictsoort"]) == ("VAN_30_TOT_40", None)
    assert [part["leefgebied"] for part in case["leefgebieden"] if part["afgeschermd"]] == ["ZORG"]


@pytest.mark.parametrize("accept", ["text/html", "application/pdf"])
async def test_its_sheet_names_nobody_and_asks_for_a_question_in_own_words(crowded: Crowded, accept: str) -> None:
    response = await sheet(crowded.api, "casemanager-arnhem", crowded.plan_id, "casus", accept)
    assert response.status_code == 200
    if accept == "application/pdf":
        assert_tagged(response.content, "Casus om advies over te vragen")
        assert crowded.plan_id.encode() not in response.content
        return
    words = words_of(accessible(response.text))
    assert "Vrije tekst gaat niet mee" in words
    assert "Leeftijd Van 30 tot 40" in words
    assert "Of er schulden zijn Ja" in words
    assert "Geheimzinnig" not in words
    assert crowded.plan_id not in response.text
    assert not {"Arnhem", "1990", "7000001"} & set(words.replace(".", " ").split())


async def test_a_plan_that_is_not_his_is_one_that_does_not_exist(crowded: Crowded) -> None:
    for plan_id in (crowded.plan_id, ABSENT):
        assert (await crowded.api.data("gemeente-utrecht", CASE, id=plan_id))["anoniemeCasus"] is None
        assert (await sheet(crowded.api, "gemeente-utrecht", plan_id, "casus")).status_code == 404


@pytest.mark.parametrize("persona", ["inspectie", "fg"])
async def test_who_may_never_read_what_it_rests_on_is_refused_before_the_database(
    crowded: Crowded, persona: str
) -> None:
    crowded.api.commands.names.clear()
    errors = assert_refused(await crowded.api.ask(persona, CASE, id=crowded.plan_id), 403, "unauthorizedField")
    assert {error["extensions"]["pad"] for error in errors} >= {"betrokkene.geboortedatum", "detentie.datumAanvang"}
    assert not set(crowded.api.commands.names) & {"find", "aggregate"}


async def test_making_one_is_in_the_logs_with_the_fields_it_rests_on(crowded: Crowded) -> None:
    await _case(crowded, "casemanager-arnhem")
    records = (await crowded.api.data("fg", LOGGED, id=crowded.plan_id))["verwerkingen"]
    record = [entry for entry in records if entry["activiteit"].endswith(":anoniemeCasus:raadplegen")][-1]
    assert set(record["gelezen"][0]["velden"]) - {"plan"} <= CASE_PATHS
    assert "betrokkene.geboortedatum" in record["gelezen"][0]["velden"]


async def test_of_too_few_people_there_is_no_case(world: World) -> None:
    found = (await world.api.data("casemanager-arnhem", CASE, id=world.plan.id))["anoniemeCasus"]
    assert found["__typename"] == "CasusTeHerkenbaar"
    assert set(found) == {"__typename", "melding"}
    words = words_of(accessible((await sheet(world.api, "casemanager-arnhem", world.plan.id, "casus")).text))
    assert found["melding"] in words
