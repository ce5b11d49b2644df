"""Afschermen (Wjsg 22, 24): what is shielded is kept, and nobody uses it, by whatever road; the random roads are in `leaks`."""

from typing import Any, Final

import pytest

from tests.api.client import REGISTER, Api, detention
from tests.api.graphql.refusals import assert_refused, paths_of
from tests.api.graphql.rich_plan import BETROKKENE_SKN, CASEMANAGER, PI_ARNHEM, RECLASSERING
from tests.api.graphql.shielding import (
    DEBTS,
    GEMEENTE,
    HOOFD,
    LISTED,
    READERS,
    changed,
    plan_with_debts,
    refusals_of,
    shield,
    version_of,
)

LENIENT: Final = {"Prefer": "handling=lenient"}
RIGHTS: Final = "query ($id: ID) { mijnRechten(planId: $id) { pad lezen schrijven grondslag } }"
WHY: Final = """query ($id: ID, $pad: String!, $actie: Actie!) {
    waarom(planId: $id, pad: $pad, actie: $actie) { toegestaan reden grondslag wieWel regel } }"""
HISTORY: Final = (
    "query ($id: ID!) { historie(planId: $id) { nodes { nummer toelichting wijzigingen { pad oud nieuw } } } }"
)
DIFFERENCE: Final = "query ($id: ID!) { verschil(planId: $id, van: 1) { pad oud nieuw } }"


@pytest.fixture
async def plan_id(api: Api) -> str:
    """Debts in version 1 and 2, a question in version 1 and 3."""
    return await plan_with_debts(api)


@pytest.mark.parametrize("version", [None, 1, 2, 4])
@pytest.mark.parametrize("persona", READERS)
async def test_nobody_reads_it_in_any_version(api: Api, plan_id: str, persona: str, version: int | None) -> None:
    assert (await api.data(persona, DEBTS, id=plan_id))["plan"]["schulden"]["toelichting"] == "geheim twee"
    await shield(api, plan_id, "schulden")
    strict = await api.ask(persona, DEBTS, id=plan_id, v=version)
    errors = assert_refused(strict, 403, "unauthorizedField")
    assert "schulden.toelichting" in paths_of(errors)
    assert {error["extensions"]["reden"] for error in errors} == {"AFGESCHERMD"}
    lenient = await api.ask(persona, DEBTS, headers=LENIENT, id=plan_id, v=version)
    assert lenient.json()["data"]["plan"]["schulden"] is None
    assert lenient.json()["data"]["plan"]["onderdak"]["hulpvraag"] == ("huis" if version in (1, 2) else "flat")
    withheld = lenient.json()["extensions"]["afgeschermd"]
    assert withheld == [
        {"planId": plan_id, "pad": "schulden.toelichting", "reden": "AFGESCHERMD", "grondslag": [], "wieWel": []}
    ]
    assert "geheim" not in strict.text + lenient.text
    assert "betwist" not in strict.text + lenient.text


@pytest.mark.parametrize("persona", READERS)
async def test_its_past_is_not_told_either(api: Api, plan_id: str, persona: str) -> None:
    await shield(api, plan_id, "schulden")
    history = (await api.data(persona, HISTORY, id=plan_id))["historie"]["nodes"]
    assert [node["nummer"] for node in history if node["nummer"] != 4] == [3, 1]
    assert {node["nummer"]: node["toelichting"] for node in history}[3] == "over de flat"
    difference = (await api.data(persona, DIFFERENCE, id=plan_id))["verschil"]
    assert "onderdak.hulpvraag" in {entry["pad"] for entry in difference}
    assert "geheim een" not in f"{history} {difference}"
    assert "geheim twee" not in f"{history} {difference}"
    assert "over geheim" not in f"{history}"
    told = {entry["pad"].partition("[")[0] for node in history for entry in node["wijzigingen"]}
    assert ("afschermingen" in told) is (persona in (HOOFD, CASEMANAGER, "betrokkene"))


@pytest.mark.parametrize("persona", [HOOFD, CASEMANAGER, GEMEENTE])
@pytest.mark.parametrize("value", ["geheim twee", "anders", None])
@pytest.mark.parametrize("version", [2, 4])
async def test_nobody_writes_it(api: Api, plan_id: str, persona: str, value: str | None, version: int) -> None:
    await shield(api, plan_id, "schulden")
    found = await refusals_of(api, persona, plan_id, {"schulden": {"toelichting": value}}, version)
    assert found == {("schulden.toelichting", "AFGESCHERMD")}
    assert await version_of(api, plan_id) == 4


async def test_an_item_with_something_shielded_in_it_stays(api: Api, plan_id: str) -> None:
    found = await api.data(CASEMANAGER, "query ($id: ID!) { plan(id: $id) { doelen { id } } }", id=plan_id)
    goal = found["plan"]["doelen"][0]["id"]
    await shield(api, plan_id, "doelen[].acties[].resultaat")
    refused = await refusals_of(api, CASEMANAGER, plan_id, {"doelen": {"verwijderen": [goal]}})
    assert refused == {(f"doelen[{goal}]", "AFGESCHERMD")}
    await changed(api, CASEMANAGER, plan_id, {"doelen": {"wijzigen": [{"id": goal, "omschrijving": "anders"}]}})


async def test_what_others_changed_since_is_merged_and_not_told(api: Api, plan_id: str) -> None:
    await shield(api, plan_id, "schulden")
    outcome = await api.change(GEMEENTE, plan_id, 1, {"onderdak": {"toelichting": "samen"}})
    assert outcome["__typename"] == "PlanGewijzigd"
    assert {entry["pad"] for entry in outcome["samengevoegd"]} == {"onderdak.hulpvraag"}


@pytest.mark.parametrize(
    "paths", [("betrokkene.burgerservicenummer", "betrokkene.geslachtsnaam"), ("betrokkene",)], ids=" ".join
)
async def test_no_list_finds_or_places_a_plan_by_it(api: Api, plan_id: str, paths: tuple[str, ...]) -> None:
    other = await api.register(detention("7654321"))
    by_bsn = {"burgerservicenummer": "999990342"}
    by_name = [{"veld": "GESLACHTSNAAM"}]
    await shield(api, plan_id, *paths)
    for criteria in ({"f": by_bsn}, {"s": by_name}, {"f": by_bsn, "s": by_name}):
        found = (await api.data(GEMEENTE, LISTED, **criteria))["plannen"]
        assert found == {"totaal": 1, "nodes": [{"id": other}]}
    assert (await api.data(GEMEENTE, LISTED))["plannen"]["totaal"] == 2
    cursor = await api.ask(GEMEENTE, LISTED, a=plan_id, s=by_name)
    assert_refused(cursor, 400, "onbekendeCursor")
    assert (await api.ask(GEMEENTE, LISTED, a=plan_id)).status_code == 200


async def test_a_registration_finds_no_plan_by_it(api: Api, plan_id: str) -> None:
    again = {"gegevens": detention(BETROKKENE_SKN)}
    known = (await api.data(CASEMANAGER, REGISTER, input=again))["registreerDetentie"]
    assert known == {"__typename": "PlanBestaatAl", "planId": plan_id}
    await shield(api, plan_id, "betrokkene.sknNummer")
    unknown = (await api.data(CASEMANAGER, REGISTER, input=again))["registreerDetentie"]
    assert unknown == {"__typename": "PlanBestaatAl", "planId": None}


@pytest.mark.parametrize("persona", READERS)
async def test_rights_and_reasons_say_so_in_this_plan_only(api: Api, plan_id: str, persona: str) -> None:
    await shield(api, plan_id, "schulden")
    for plan, allowed in ((plan_id, False), (None, True)):
        rights = {entry["pad"]: entry for entry in (await api.data(persona, RIGHTS, id=plan))["mijnRechten"]}
        assert rights["schulden.toelichting"]["lezen"] is allowed
        assert rights["onderdak.hulpvraag"]["lezen"] is True
        why = (await api.data(persona, WHY, id=plan, pad="schulden.toelichting", actie="LEZEN"))["waarom"]
        assert why["toegestaan"] is allowed
        assert why["reden"] == (None if allowed else "AFGESCHERMD")
        if not allowed:
            assert rights["schulden.toelichting"] == {
                "pad": "schulden.toelichting",
                "lezen": False,
                "schrijven": False,
                "grondslag": [],
            }
            assert (why["grondslag"], why["wieWel"], why["regel"]) == ([], [], None)


@pytest.mark.parametrize(
    ("persona", "path", "action"),
    [
        ("mentor-arnhem", "schulden.toelichting", "LEZEN"),
        ("backoffice-arnhem", "schulden.toelichting", "SCHRIJVEN"),
        (RECLASSERING, "schulden.toelichting", "SCHRIJVEN"),
        (GEMEENTE, "som.deel1.aandachtspunten", "LEZEN"),
        (GEMEENTE, "zorg.toelichting", "LEZEN"),
        ("gemeente-utrecht", "schulden.toelichting", "LEZEN"),
    ],
)
async def test_who_could_not_anyway_is_not_told(api: Api, plan_id: str, persona: str, path: str, action: str) -> None:
    """Not that it is shielded: neither by the reason nor by what goes with it."""
    before = await api.ask(persona, WHY, id=plan_id, pad=path, actie=action)
    await shield(api, plan_id, "schulden", "som", "zorg")
    after = await api.ask(persona, WHY, id=plan_id, pad=path, actie=action)
    assert before.json()["data"]["waarom"]["toegestaan"] is False
    assert after.content == before.content


async def test_what_decides_on_others_is_not_used_either(api: Api, plan_id: str) -> None:
    """Whether care is needed opens the section on care: shielded, its answer must not show by what is open."""
    care: dict[str, Any] = {
        "doelen": ["ORGANISEREN_ZORG"],
        "id": plan_id,
        "pad": "zorg.zorgaanbieder",
        "actie": "LEZEN",
    }
    await changed(api, CASEMANAGER, plan_id, {"zorg": {"zorgNodig": "NEE"}})
    needless = (await api.ask(GEMEENTE, WHY, **care)).content
    await changed(api, CASEMANAGER, plan_id, {"zorg": {"zorgNodig": "JA"}})
    assert (await api.ask(GEMEENTE, WHY, **care)).json()["data"]["waarom"]["toegestaan"] is True
    await shield(api, plan_id, "zorg.zorgNodig")
    assert (await api.ask(GEMEENTE, WHY, **care)).content == needless


async def test_no_rule_tells_what_it_holds(api: Api, plan_id: str) -> None:
    """A date before the date of birth is refused: by trying dates one would find it."""
    await changed(api, CASEMANAGER, plan_id, {"betrokkene": {"geboortedatum": "1990-05-05"}})
    early = {"detentie": {"datumAanvang": "1980-01-01"}}
    assert (await api.change(CASEMANAGER, plan_id, 4, early))["__typename"] == "OngeldigeWijziging"
    await shield(api, plan_id, "betrokkene.geboortedatum")
    assert (await api.change(CASEMANAGER, plan_id, 5, early))["__typename"] == "PlanGewijzigd"


@pytest.mark.parametrize(("first", "last"), [("2999-01-01", None), (None, "2020-01-01"), ("2019-01-01", "2020-01-01")])
async def test_outside_its_days_it_shields_nothing(api: Api, plan_id: str, first: str | None, last: str | None) -> None:
    await shield(api, plan_id, "schulden", "betrokkene.geslachtsnaam", first=first, last=last)
    assert (await api.data(GEMEENTE, DEBTS, id=plan_id))["plan"]["schulden"]["toelichting"] == "geheim twee"
    assert (await api.data(GEMEENTE, LISTED, s=[{"veld": "GESLACHTSNAAM"}]))["plannen"]["totaal"] == 1
    await changed(api, GEMEENTE, plan_id, {"schulden": {"toelichting": "nieuw"}})


async def test_of_an_owner_that_is_shielded_nobody_is_the_owner(api: Api, plan_id: str) -> None:
    added = {"contacten": {"toevoegen": [{"naam": "Nazorg", "rol": "NAZORGCOORDINATOR"}]}}
    await changed(api, GEMEENTE, plan_id, added)
    query = "query ($id: ID!) { plan(id: $id) { contacten { id naam organisatie } } }"
    (contact,) = (await api.data(GEMEENTE, query, id=plan_id))["plan"]["contacten"]
    assert contact["organisatie"] != PI_ARNHEM
    change = {"contacten": {"wijzigen": [{"id": contact["id"], "naam": "Anders"}]}}
    await shield(api, plan_id, "contacten[].organisatie")
    refused = await refusals_of(api, GEMEENTE, plan_id, change, 5)
    assert {entry[:2] for entry in refused} == {(f"contacten[{contact['id']}].naam", "VOORWAARDE")}
    await changed(api, CASEMANAGER, plan_id, change)
