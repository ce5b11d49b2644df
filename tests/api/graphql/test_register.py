"""Registering a detention: four outcomes."""

from typing import Any

import pytest

from tests.api.client import REGISTER, Api, detention
from tests.api.graphql.refusals import assert_dutch


async def _register(api: Api, gegevens: dict[str, Any], persona: str = "casemanager-arnhem", **more: Any) -> Any:
    data = await api.data(persona, REGISTER, input={"gegevens": gegevens} | more)
    return data["registreerDetentie"]


async def _count(api: Api) -> int:
    return int((await api.data("casemanager-arnhem", "{ plannen { totaal } }"))["plannen"]["totaal"])


@pytest.mark.parametrize("persona", ["casemanager-arnhem", "hoofd-denr-arnhem"])
async def test_a_registration_is_the_first_version_of_a_concept(api: Api, persona: str) -> None:
    outcome = await _register(api, detention(), persona, toelichting="Instroom", peildatum="2026-10-01", bron="TULP")
    assert outcome["__typename"] == "DetentieGeregistreerd"
    plan_id = outcome["plan"]["id"]
    query = """query ($id: ID!) { plan(id: $id) { versie fase status betrokkene { sknNummer herkomst { versie bron peildatum rol } } }
        historie(planId: $id) { nodes { nummer toelichting bron peildatum rol organisatienaam doelen } } }"""
    data = await api.data("casemanager-arnhem", query, id=plan_id)
    role = "CASEMANAGER" if persona.startswith("casemanager") else "HOOFD_DENR"
    assert data["plan"] == {
        "versie": 1,
        "fase": "INSTROOM",
        "status": "CONCEPT",
        "betrokkene": {
            "sknNummer": "1234567",
            "herkomst": [{"versie": 1, "bron": "TULP", "peildatum": "2026-10-01", "rol": role}],
        },
    }
    assert data["historie"]["nodes"] == [
        {
            "nummer": 1,
            "toelichting": "Instroom",
            "bron": "TULP",
            "peildatum": "2026-10-01",
            "rol": role,
            "organisatienaam": "DJI PI Arnhem",
            "doelen": ["PLAN_UITVOEREN"],
        }
    ]


async def test_backoffice_registers_without_what_it_may_not_write(api: Api) -> None:
    gegevens = detention()
    assert {entry["pad"] for entry in (await _register(api, gegevens, "backoffice-arnhem"))["velden"]} == {
        "terugkeer.herkomstgemeente",
        "terugkeer.vestigingsgemeente",
    }
    del gegevens["terugkeer"]
    assert (await _register(api, gegevens, "backoffice-arnhem"))["__typename"] == "DetentieGeregistreerd"


async def test_a_second_open_plan_of_a_person_is_refused_with_the_id_of_the_first(api: Api) -> None:
    plan_id = await api.register()
    assert await _register(api, detention()) == {"__typename": "PlanBestaatAl", "planId": plan_id}
    assert await _count(api) == 1


async def test_another_pi_is_not_told_which_plan_there_is(api: Api) -> None:
    await api.register()
    elsewhere = detention(detentie={"inrichting": "JC Zaanstad", "datumAanvang": "2026-10-01"})
    assert await _register(api, elsewhere, "casemanager-zaanstad") == {"__typename": "PlanBestaatAl", "planId": None}


async def test_a_person_whose_plan_is_closed_can_be_registered_again(api: Api) -> None:
    plan_id = await api.register()
    await api.change("casemanager-arnhem", plan_id, 1, {"status": "AFGESLOTEN"})
    assert await api.register() != plan_id


@pytest.mark.parametrize(
    "persona", ["casemanager-zaanstad", "gemeente-utrecht", "fg", "inspectie", "reclassering-rn-arnhem"]
)
async def test_nobody_registers_for_an_inrichting_that_is_not_his(api: Api, persona: str) -> None:
    query = """mutation ($input: RegistreerDetentieInput!) { registreerDetentie(input: $input) {
        __typename ... on VeldenNietToegestaan { velden { pad } } } }"""
    data = await api.data(persona, query, input={"gegevens": detention()})
    assert data["registreerDetentie"]["__typename"] == "VeldenNietToegestaan"
    assert {"pad": "detentie.inrichting"} in data["registreerDetentie"]["velden"]
    assert await _count(api) == 0


async def test_what_is_missing_or_wrong_is_reported_together(api: Api) -> None:
    gegevens = {
        "betrokkene": {"burgerservicenummer": "123456789", "sknNummer": "12", "geboortedatum": "2023-02-30"},
        "detentie": {"inrichting": "PI Arnhem"},
    }
    outcome = await _register(api, gegevens, peildatum="31-12-2026")
    assert outcome["__typename"] == "OngeldigeWijziging"
    assert {(entry["pad"], entry["code"]) for entry in outcome["problemen"]} == {
        ("peildatum", "ongeldigeWaarde"),
        ("betrokkene.burgerservicenummer", "ongeldigeWaarde"),
        ("betrokkene.sknNummer", "ongeldigeWaarde"),
        ("betrokkene.geboortedatum", "ongeldigeWaarde"),
        ("betrokkene.geslachtsnaam", "verplichtVeld"),
        ("detentie.datumAanvang", "verplichtVeld"),
    }
    for entry in outcome["problemen"]:
        assert_dutch(entry["melding"])
        assert entry["verwacht"]
    assert await _count(api) == 0


async def test_an_empty_registration_misses_everything_it_needs(api: Api) -> None:
    outcome = await _register(api, {})
    assert {entry["pad"] for entry in outcome["problemen"]} == {
        "betrokkene.geslachtsnaam",
        "betrokkene.sknNummer",
        "detentie.inrichting",
        "detentie.datumAanvang",
    }
