"""The questions about the logs: who received a wrong value, and what was done with a plan."""

from typing import Any, Final

import pytest

from api.identity.personas import PERSONAS
from tests.api.client import Api, detention
from tests.api.graphql.refusals import assert_refused
from tests.api.graphql.rich_plan import ARNHEM, CASEMANAGER, NIJMEGEN, PI_ARNHEM

GEMEENTE: Final = "gemeente-arnhem"
NEIGHBOUR: Final = "gemeente-nijmegen"
RECIPIENTS: Final = """query ($id: ID!, $pad: String!, $versie: Int!) { ontvangers(planId: $id, pad: $pad, versie: $versie) {
    pad vanVersie totEnMetVersie ontvangsten { organisatie versies doelen spoor } } }"""
RECORDS: Final = """query ($id: ID!, $first: Int, $na: DateTime) { verwerkingen(planId: $id, first: $first, na: $na) {
    tijdstip handeling activiteit organisatie doelen gelezen { versie velden } geschreven { versie velden } spoor } }"""
LOOK: Final = "query ($id: ID!) { plan(id: $id) { onderdak { hulpvraag } } }"
LOOK_ELSEWHERE: Final = "query ($id: ID!) { plan(id: $id) { onderdak { toelichting } } }"


async def recipients(api: Api, plan_id: str, path: str, version: int, persona: str = CASEMANAGER) -> Any:
    return (await api.data(persona, RECIPIENTS, id=plan_id, pad=path, versie=version))["ontvangers"]


@pytest.fixture
async def plan_id(api: Api) -> str:
    """Version 2 and 3 hold a wrong hulpvraag, 1 and 4 a right one; different gemeenten looked at different times."""
    plan_id = await api.register(detention(onderdak={"hulpvraag": "goed"}))
    await api.data(NEIGHBOUR, LOOK, id=plan_id)
    await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"hulpvraag": "fout"}})
    await api.data(GEMEENTE, LOOK, id=plan_id)
    await api.change(CASEMANAGER, plan_id, 2, {"onderdak": {"toelichting": "x"}})
    await api.data(NEIGHBOUR, LOOK_ELSEWHERE, id=plan_id)
    await api.data(GEMEENTE, LOOK, id=plan_id)
    await api.change(CASEMANAGER, plan_id, 3, {"onderdak": {"hulpvraag": "beter"}})
    await api.data(GEMEENTE, LOOK, id=plan_id)
    return plan_id


async def test_who_received_a_wrong_value_is_found_with_the_versions_in_which_it_stood(api: Api, plan_id: str) -> None:
    for version in (2, 3):
        found = await recipients(api, plan_id, "onderdak.hulpvraag", version)
        assert (found["vanVersie"], found["totEnMetVersie"]) == (2, 3)
        seen = [(entry["organisatie"], entry["versies"]) for entry in found["ontvangsten"]]
        assert [entry for entry in seen if entry[0] != PI_ARNHEM] == [(ARNHEM, [2]), (ARNHEM, [3])]
    right = await recipients(api, plan_id, "onderdak.hulpvraag", 1)
    assert (right["vanVersie"], right["totEnMetVersie"]) == (1, 1)
    assert NIJMEGEN in [entry["organisatie"] for entry in right["ontvangsten"]]
    other = await recipients(api, plan_id, "onderdak.toelichting", 3)
    assert (other["vanVersie"], other["totEnMetVersie"]) == (3, 4)
    assert NIJMEGEN in [entry["organisatie"] for entry in other["ontvangsten"]]


async def test_history_counts_as_receiving(api: Api, plan_id: str) -> None:
    before = await recipients(api, plan_id, "onderdak.hulpvraag", 2)
    await api.data(
        NEIGHBOUR, "query ($id: ID!) { historie(planId: $id) { nodes { wijzigingen { pad nieuw } } } }", id=plan_id
    )
    after = await recipients(api, plan_id, "onderdak.hulpvraag", 2)
    assert NIJMEGEN not in [entry["organisatie"] for entry in before["ontvangsten"]]
    assert NIJMEGEN in [entry["organisatie"] for entry in after["ontvangsten"]]


async def test_only_who_may_write_the_field_may_ask(api: Api, plan_id: str) -> None:
    response = await api.ask(GEMEENTE, RECIPIENTS, id=plan_id, pad="detentie.artikelcode", versie=1)
    assert_refused(response, 403, "unauthorizedParameter")
    assert await recipients(api, plan_id, "onderdak.hulpvraag", 1, "gemeente-utrecht") is None
    assert await recipients(api, plan_id, "onderdak.hulpvraag", 2, GEMEENTE) is not None


async def test_bad_input_is_named(api: Api, plan_id: str) -> None:
    response = await api.ask(CASEMANAGER, RECIPIENTS, id=plan_id, pad="kelder", versie=1)
    assert_refused(response, 400, "onbekendVeld")
    for version in (0, 5):
        response = await api.ask(CASEMANAGER, RECIPIENTS, id=plan_id, pad="onderdak.hulpvraag", versie=version)
        assert_refused(response, 400, "ongeldigeWaarde")


async def test_a_functionaris_sees_what_his_own_organisation_did(api: Api, plan_id: str) -> None:
    found = (await api.data("fg-gemeente-arnhem", RECORDS, id=plan_id))["verwerkingen"]
    assert {entry["organisatie"] for entry in found} == {ARNHEM}
    assert [entry["gelezen"][0]["versie"] for entry in found] == [2, 3, 4]
    assert all("onderdak.hulpvraag" in entry["gelezen"][0]["velden"] for entry in found)
    assert all(entry["handeling"] == "VERSTREKKEN" for entry in found)
    page = (await api.data("fg-gemeente-arnhem", RECORDS, id=plan_id, first=1))["verwerkingen"]
    assert page == found[:1]
    rest = (await api.data("fg-gemeente-arnhem", RECORDS, id=plan_id, na=found[0]["tijdstip"]))["verwerkingen"]
    # His own look is in the log as well: reading a log is logged.
    assert rest[: len(found) - 1] == found[1:]
    assert [entry["activiteit"].rpartition("verwerkingsactiviteit:")[2] for entry in rest[len(found) - 1 :]] == [
        "verwerkingen:verstrekken"
    ] * (len(rest) - len(found) + 1)


async def test_the_functionaris_of_dji_sees_everything_and_no_employee(api: Api, plan_id: str) -> None:
    response = await api.ask("fg", RECORDS, id=plan_id, first=100)
    found = response.json()["data"]["verwerkingen"]
    assert {entry["organisatie"] for entry in found} == {PI_ARNHEM, ARNHEM, NIJMEGEN}
    assert [entry["geschreven"]["versie"] for entry in found if entry["geschreven"]] == [1, 2, 3, 4]
    assert found[0]["handeling"] == "VERZAMELEN"
    assert "persona:" not in response.text


async def test_betrokkene_sees_what_was_done_with_his_own_plan_only(api: Api, plan_id: str) -> None:
    assert (await api.data("betrokkene", RECORDS, id=plan_id))["verwerkingen"] == []
    own = await api.register(detention(PERSONAS["betrokkene"].person or ""))
    await api.data(GEMEENTE, LOOK, id=own)
    found = (await api.data("betrokkene", RECORDS, id=own))["verwerkingen"]
    assert [entry["organisatie"] for entry in found] == [PI_ARNHEM, ARNHEM]


async def test_nobody_else_may_read_the_log(api: Api, plan_id: str) -> None:
    for persona in (CASEMANAGER, GEMEENTE, "gemeente-utrecht"):
        assert_refused(await api.ask(persona, RECORDS, id=plan_id), 403, "unauthorizedParameter")
