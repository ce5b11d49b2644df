"""The informatieblad over GraphQL: through the asker's own rights, and accounted for."""

from typing import Any, Final

import pytest

from plan_schema.plan import PATHS
from plan_schema.process.sheets.informatieblad import SHEET_PATHS
from tests.api.client import Api, detention
from tests.api.graphql.conftest import World
from tests.api.graphql.refusals import assert_refused
from tests.api.leaks.operations import ABSENT

SHEET: Final = """query ($id: ID!) { informatieblad(planId: $id) {
  planId versie opgesteldOp geslachtsnaam voornamen geboortedatum einddatum einddatumStatus inrichting terugkeeradres
  herkomstgemeente { code naam } contacten { rol naam organisatie telefoon email }
  leefgebieden { leefgebied naam afgeschermd standVanZaken hulpvraag hulpvraagStatus verdereHulpvragen }
  communicatiebehoefte ontbreekt { pad melding aanvuller } afgeschermd } }"""
LOGGED: Final = (
    "query ($id: ID!) { verwerkingen(planId: $id, first: 100) { activiteit organisatie gelezen { versie velden } } }"
)


async def _sheet(api: Api, persona: str, plan_id: str, **more: Any) -> Any:
    response = await api.ask(persona, SHEET, id=plan_id, **more)
    assert response.status_code == 200, response.text
    return response.json()["data"]["informatieblad"]


async def test_a_gemeente_reads_the_hulpvragen_in_words_and_whom_to_call(world: World) -> None:
    sheet = await _sheet(world.api, "gemeente-arnhem", world.plan.id)
    parts = {part["leefgebied"]: part for part in sheet["leefgebieden"]}
    assert sheet["versie"] == world.plan.version
    assert sheet["geslachtsnaam"] == "tekst van betrokkene.geslachtsnaam"
    assert (sheet["einddatum"], sheet["einddatumStatus"]) == ("2099-06-01", "VERWACHT")
    assert sheet["herkomstgemeente"] == {"code": "0202", "naam": "Arnhem"}
    assert parts["SCHULDEN"]["hulpvraag"] == "tekst van schulden.hulpvraag"
    assert parts["SOCIAAL_NETWERK"]["verdereHulpvragen"] == [
        "tekst van sociaalNetwerk.hulpvraagThuissituatie",
        "tekst van sociaalNetwerk.hulpvraagGezinsleden",
    ]
    assert sheet["communicatiebehoefte"] == "tekst van screening.communicatiebehoefte"
    # The casemanager of the rich plan has left.
    assert {contact["rol"] for contact in sheet["contacten"]} == {"CONTACTPUNT_GEMEENTE"}


async def test_care_is_shown_for_its_own_doel_only_and_the_sheet_says_so(world: World) -> None:
    for doelen, withheld in ((None, ["zorg"]), (["ESSENTIELE_VOORWAARDEN", "ORGANISEREN_ZORG"], [])):
        sheet = await _sheet(world.api, "gemeente-arnhem", world.plan.id, doelen=doelen)
        care = next(part for part in sheet["leefgebieden"] if part["leefgebied"] == "ZORG")
        assert sheet["afgeschermd"] == withheld
        assert care["afgeschermd"] is bool(withheld)
        assert care["hulpvraag"] == (None if withheld else "tekst van zorg.hulpvraag")
        assert not [entry for entry in sheet["ontbreekt"] if withheld and entry["pad"].startswith("zorg.")]


async def test_what_it_misses_names_who_can_add_it(api: Api) -> None:
    plan_id = await api.register()
    sheet = await _sheet(api, "gemeente-arnhem", plan_id)
    found = {entry["pad"]: entry["aanvuller"] for entry in sheet["ontbreekt"]}
    assert found["detentie.datumInvrijheidstelling"] == "DJI"
    assert found["contacten[].rol"] == "GEMEENTE"
    assert "terugkeer.vestigingsgemeente" not in found


async def test_a_plan_that_is_not_his_is_one_that_does_not_exist(world: World) -> None:
    for plan_id in (world.plan.id, ABSENT):
        assert await _sheet(world.api, "gemeente-utrecht", plan_id) is None
    assert await _sheet(world.api, "gemeente-arnhem", ABSENT) is None


@pytest.mark.parametrize("persona", ["inspectie", "fg"])
async def test_who_may_never_read_what_it_rests_on_is_refused_before_the_database(world: World, persona: str) -> None:
    world.api.commands.names.clear()
    response = await world.api.ask(persona, SHEET, id=world.plan.id)
    errors = assert_refused(response, 403, "unauthorizedField")
    assert {error["extensions"]["pad"] for error in errors} >= {"detentie.inrichting", "contacten[].rol"}
    assert not set(world.api.commands.names) & {"find", "aggregate"}


async def test_what_is_shielded_is_on_no_sheet(api: Api) -> None:
    plan_id = await api.register(detention(schulden={"hulpvraag": "Een regeling", "standVanZaken": "NIET_OP_ORDE"}))
    shielding = {"pad": "schulden", "grond": "JUISTHEID_BETWIST", "reden": "Betwist"}
    outcome = await api.change("hoofd-denr-arnhem", plan_id, 1, {"afschermingen": {"toevoegen": [shielding]}})
    assert outcome["__typename"] == "PlanGewijzigd"
    sheet = await _sheet(api, "gemeente-arnhem", plan_id)
    debts = next(part for part in sheet["leefgebieden"] if part["leefgebied"] == "SCHULDEN")
    assert (debts["afgeschermd"], debts["hulpvraag"]) == (True, None)
    assert "schulden" in sheet["afgeschermd"]


async def test_the_reading_is_in_the_logs_with_every_field_that_was_shown(api: Api) -> None:
    plan_id = await api.register()
    await _sheet(api, "gemeente-arnhem", plan_id)
    records = (await api.data("fg", LOGGED, id=plan_id))["verwerkingen"]
    (record,) = [entry for entry in records if ":informatieblad:" in entry["activiteit"]]
    assert record["activiteit"].endswith(":verstrekken")
    (read,) = record["gelezen"]
    shown = {path for path in SHEET_PATHS if not path.startswith("zorg.")}
    assert set(read["velden"]) - {"plan"} == shown
    assert all(PATHS.node(path) is not None for path in shown)
