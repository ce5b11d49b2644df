"""What a record holds: the standards' attributes, the fields, and nothing that names or quotes anybody."""

import json
import re
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from api.logbook.pseudonyms import pseudonyms
from api.logbook.register import activities
from plan_schema.identifiers import bsn
from plan_schema.plan import PATHS
from tests.api.client import CHANGE, REGISTER, detention
from tests.api.graphql.rich_plan import ARNHEM, PI_ARNHEM
from tests.api.identity.minted import minted
from tests.api.logbook.conftest import PARENT, Asked, Logged

PLAN: Final = "query ($id: ID!) { plan(id: $id) { id onderdak { standVanZaken hulpvraag } } }"
CASEMANAGER: Final = "casemanager-arnhem"
HEX: Final = re.compile("[0-9a-f]+")
URIS: Final = set(activities().values())


def is_bsn(number: str) -> bool:
    try:
        bsn(number)
    except ValueError:
        return False
    return True


def check_span(record: dict[str, Any], asked: Asked) -> None:
    assert record["trace_id"] == asked.trace_id
    assert len(record["span_id"]) == len(record["parent_span_id"]) == 16
    assert HEX.fullmatch(record["trace_id"] + record["span_id"] + record["parent_span_id"])
    kept = record["bewarenTot"].replace(tzinfo=UTC) - datetime.now(UTC)
    assert kept.days >= 4 * 365


async def test_a_reading_is_one_parent_and_one_record_of_the_person(logged: Logged) -> None:
    asked = await logged.ask(CASEMANAGER, PLAN, id=logged.plan.id)
    assert asked.response.status_code == 200
    for record in asked.records:
        check_span(record, asked)
    parent, child = sorted(asked.of("verwerking"), key=lambda record: "planId" in record)
    for record in (parent, child):
        core = record["attributes"]["dpl"]["core"]
        assert core["processing_activity_id"] == activities()["plan", record["handeling"]]
        assert record["handeling"] == "RAADPLEGEN"
        assert (record["status"], record["name"]) == ("Ok", "plan")
        assert (record["ontvanger"], record["doelen"]) == (PI_ARNHEM, ["PLAN_UITVOEREN"])
        assert isinstance(record["start_time"], int)
        assert 0 <= record["end_time"] - record["start_time"] < 60_000
    assert (parent["aantal"], parent["parent_span_id"]) == (1, PARENT)
    assert "data_subject_id" not in parent["attributes"]["dpl"]["core"]
    assert child["parent_span_id"] == parent["span_id"]
    pseudonym = pseudonyms(logged.api.settings).of("1234567")
    core = child["attributes"]["dpl"]["core"]
    assert (core["data_subject_id"], core["data_subject_id_type"]) == (pseudonym.value, pseudonym.type)
    [read] = child["gelezen"]
    assert logged.paths(read["velden"]) == {"onderdak.standVanZaken", "onderdak.hulpvraag"}
    assert "geschreven" not in child


async def test_what_another_organisation_reads_is_a_disclosure(logged: Logged) -> None:
    asked = await logged.ask("gemeente-arnhem", PLAN, id=logged.plan.id)
    assert [record["handeling"] for record in asked.of("verwerking")] == ["VERSTREKKEN", "VERSTREKKEN"]
    assert {record["ontvanger"] for record in asked.of("verwerking")} == {ARNHEM}


async def test_a_decision_says_what_was_asked_in_which_context_and_what_was_decided(logged: Logged) -> None:
    asked = await logged.ask("gemeente-arnhem", PLAN, id=logged.plan.id)
    decision = asked.decision
    check_span(decision, asked)
    assert decision["event_name"] == "adl.access_evaluations"
    assert decision["bewerking"] | {"hash": ""} == {"hash": "", "soort": "query", "velden": ["plan"]}
    assert re.fullmatch("[0-9a-f]{64}", decision["bewerking"]["hash"])
    assert (decision["organisatieSoort"], decision["rol"]) == ("GEMEENTE", "NAZORGCOORDINATOR")
    assert decision["toegestaan"] is True
    assert re.fullmatch("[0-9a-f]{16}", decision["beleidsrevisie"])
    [context] = decision["contexten"]
    assert (context["relaties"], context["fase"]) == (["HERKOMST"], "DETENTIE")
    assert context["plannen"] == [{"id": logged.plan.id, "versie": context["plannen"][0]["versie"]}]
    assert decision["planId"] == [logged.plan.id]
    assert {verdict["actie"] for verdict in context["oordelen"]} == {"LEZEN"}
    assert all(verdict["geweigerd"] is None for verdict in context["oordelen"])


async def test_audit_says_who(logged: Logged) -> None:
    asked = await logged.ask(CASEMANAGER, PLAN, id=logged.plan.id)
    [audit] = asked.of("audit")
    check_span(audit, asked)
    assert audit["wie"]["organisatie"] == PI_ARNHEM
    assert audit["wie"]["rol"] == "CASEMANAGER"
    assert audit["wie"]["gebruiker"]
    assert audit["httpStatus"] == 200
    assert audit["bewerking"] == asked.decision["bewerking"]


async def test_audit_says_who_acts_for_the_organisation_and_how_surely(logged: Logged) -> None:
    act = {"sub": "tussenpersoon-1", "oin": "00000099900000001000", "act": {"sub": "onderaannemer-2"}}
    token = minted(logged.api, CASEMANAGER, act=act, azp="front-end-9")
    asked = await logged.ask(CASEMANAGER, PLAN, {"Authorization": f"Bearer {token}"}, id=logged.plan.id)
    [audit] = asked.of("audit")
    assert audit["wie"]["organisatie"] == PI_ARNHEM
    assert (audit["wie"]["client"], audit["wie"]["niveau"]) == ("front-end-9", "SUBSTANTIEEL")
    assert audit["wie"]["namens"] == [
        {"gebruiker": "tussenpersoon-1", "organisatie": "00000099900000001000"},
        {"gebruiker": "onderaannemer-2"},
    ]
    assert asked.decision["niveau"] == "SUBSTANTIEEL"
    assert "tussenpersoon" not in str([asked.decision, *asked.of("verwerking")])


STATUSES: Final = {
    "plan { nothing allowed }": ("gemeente-arnhem", "query ($id: ID!) { plan(id: $id) { betrokkene { sknNummer } } }", 403),
    "cursor of nobody": (CASEMANAGER, 'query ($id: ID) { plannen(after: "x") { nodes { id } } mijnRechten(planId: $id) { pad } }', 400),
}  # fmt: skip


@pytest.mark.parametrize("case", STATUSES)
async def test_a_refusal_is_recorded_and_is_no_error(logged: Logged, case: str) -> None:
    persona, query, status = STATUSES[case]
    asked = await logged.ask(persona, query, id=logged.plan.id)
    assert asked.response.status_code == status
    codes = sorted({error["extensions"]["code"] for error in asked.response.json()["errors"]})
    assert {record["status"] for record in asked.of("verwerking") + asked.of("beslissing")} == {"Unset"}
    assert asked.decision["toegestaan"] is False
    assert sorted(asked.decision["codes"]) == codes
    [audit] = asked.of("audit")
    assert (audit["httpStatus"], sorted(audit["codes"])) == (status, codes)


async def test_a_static_refusal_names_the_fields_and_no_plan(logged: Logged) -> None:
    query = "query ($id: ID!) { plan(id: $id) { betrokkene { sknNummer geslachtsnaam } } }"
    asked = await logged.ask("gemeente-arnhem", query, id=logged.plan.id)
    refused = {error["extensions"]["pad"] for error in asked.response.json()["errors"]}
    assert logged.paths(asked.decision["statisch"]["geweigerd"]) == refused == {"betrokkene.sknNummer"}
    assert asked.decision["contexten"] == []
    assert asked.plans == []


async def test_a_refusal_for_this_plan_names_the_fields_in_its_context(logged: Logged) -> None:
    query = "query ($id: ID!) { plan(id: $id) { versie zorg { toelichting zorgNodig } } }"
    asked = await logged.ask("gemeente-nijmegen", query, id=logged.plan.id, doelen=["ORGANISEREN_ZORG"])
    lenient = await logged.ask(
        "gemeente-nijmegen",
        query,
        id=logged.plan.id,
        headers={"Prefer": "handling=lenient"},
        doelen=["ORGANISEREN_ZORG"],
    )
    withheld = {entry["pad"] for entry in lenient.response.json()["extensions"]["afgeschermd"]}
    for found in (asked, lenient):
        refused = {
            path
            for context in found.decision["contexten"]
            for verdict in context["oordelen"]
            for path in logged.paths(verdict["geweigerd"])
        } | logged.paths(found.decision["statisch"]["geweigerd"])
        assert refused == (withheld if found is lenient or found.response.status_code == 403 else set())


async def test_a_wrong_doel_is_recorded(logged: Logged) -> None:
    asked = await logged.ask(CASEMANAGER, PLAN, headers={"X-Doelbinding": "BEHEER"}, id=logged.plan.id)
    assert asked.response.status_code == 403
    assert asked.decision["codes"] == ["doelbindingOntbreekt"]
    assert [audit["httpStatus"] for audit in asked.of("audit")] == [403]
    assert asked.plans == []


@pytest.mark.parametrize("persona", ["gemeente-utrecht", CASEMANAGER])
async def test_a_plan_that_is_not_there_is_asked_for_in_the_decision_only(logged: Logged, persona: str) -> None:
    plan_id = logged.plan.id if persona == "gemeente-utrecht" else "01900000-0000-7000-8000-000000000000"
    asked = await logged.ask(persona, "query ($id: ID!) { plan(id: $id) { id } }", id=plan_id)
    assert asked.data == {"plan": None}
    assert asked.decision["nietGevonden"] == [plan_id]
    assert asked.plans == []


async def test_a_list_is_one_parent_and_one_record_per_person(logged: Logged) -> None:
    for skn in ("2000001", "2000002"):
        await logged.api.register(detention(skn))
    query = '{ plannen(filter: {inrichting: "PI Arnhem"}, sorteer: [{veld: GESLACHTSNAAM}]) { nodes { id status } } }'
    asked = await logged.ask(CASEMANAGER, query)
    shown = {node["id"] for node in asked.data["plannen"]["nodes"]}
    assert len(shown) >= 3
    assert sorted(record["planId"] for record in asked.plans) == sorted(shown)
    assert len(asked.of("verwerking")) == len(shown) + 1
    [parent] = [record for record in asked.of("verwerking") if "planId" not in record]
    assert parent["aantal"] == len(shown)
    assert logged.paths(parent["zoekvelden"]) == {"detentie.inrichting", "betrokkene.geslachtsnaam"}
    assert set(asked.decision["planId"]) == shown
    assert sum(len(context["plannen"]) for context in asked.decision["contexten"]) == len(shown)


async def test_a_change_names_what_it_wrote_and_the_version(logged: Logged) -> None:
    plan_id = await logged.api.register(detention("2000003"))
    given = {
        "planId": plan_id,
        "verwachteVersie": 1,
        "wijziging": {"onderdak": {"hulpvraag": "vraag"}, "status": "BESPROKEN_MDO1"},
    }
    asked = await logged.ask(CASEMANAGER, CHANGE, input=given)
    assert asked.data["wijzigPlan"]["plan"]["versie"] == 2
    [record] = asked.plans
    assert (record["handeling"], record["geschreven"]["versie"]) == ("WIJZIGEN", 2)
    assert logged.paths(record["geschreven"]["velden"]) == {"onderdak.hulpvraag", "status"}
    same = await logged.ask(CASEMANAGER, CHANGE, input=given | {"verwachteVersie": 2})
    [record] = same.plans
    assert (record["handeling"], "geschreven" in record) == ("RAADPLEGEN", False)


async def test_a_merge_is_a_combination_and_shows_what_others_wrote(logged: Logged) -> None:
    plan_id = await logged.api.register(detention("2000004"))
    await logged.api.change("gemeente-arnhem", plan_id, 1, {"schulden": {"hulpvraag": "anders"}})
    given = {"planId": plan_id, "verwachteVersie": 1, "wijziging": {"onderdak": {"hulpvraag": "vraag"}}}
    [record] = (await logged.ask(CASEMANAGER, CHANGE, input=given)).plans
    assert (record["handeling"], record["geschreven"]["versie"]) == ("COMBINEREN", 3)
    shown = {(entry["versie"], path) for entry in record["gelezen"] for path in logged.paths(entry["velden"])}
    assert {(2, "schulden.hulpvraag"), (1, "schulden.hulpvraag")} <= shown


async def test_a_conflict_shows_both_versions(logged: Logged) -> None:
    plan_id = await logged.api.register(detention("2000005"))
    await logged.api.change("gemeente-arnhem", plan_id, 1, {"schulden": {"hulpvraag": "anders"}})
    given = {"planId": plan_id, "verwachteVersie": 1, "wijziging": {"schulden": {"hulpvraag": "vraag"}}}
    asked = await logged.ask(CASEMANAGER, CHANGE, input=given)
    assert asked.data["wijzigPlan"]["__typename"] == "VersieConflict"
    [record] = asked.plans
    assert "geschreven" not in record
    shown = {(entry["versie"], path) for entry in record["gelezen"] for path in logged.paths(entry["velden"])}
    assert {(1, "schulden.hulpvraag"), (2, "schulden.hulpvraag")} <= shown


async def test_a_registration_collects(logged: Logged) -> None:
    asked = await logged.ask(CASEMANAGER, REGISTER, input={"gegevens": detention("2000006")})
    [record] = asked.plans
    assert (record["handeling"], record["geschreven"]["versie"]) == ("VERZAMELEN", 1)
    assert logged.paths(record["geschreven"]["velden"]) == {
        "betrokkene.geslachtsnaam", "betrokkene.sknNummer", "betrokkene.burgerservicenummer", "detentie.inrichting",
        "detentie.datumAanvang", "terugkeer.herkomstgemeente", "terugkeer.vestigingsgemeente", "status",
    }  # fmt: skip
    again = await logged.ask(CASEMANAGER, REGISTER, input={"gegevens": detention("2000006")})
    assert [found["planId"] for found in again.plans] == [record["planId"]]
    assert again.plans[0]["handeling"] == "RAADPLEGEN"


async def test_a_change_that_is_refused_leaves_its_verdict(logged: Logged) -> None:
    given = {"planId": logged.plan.id, "verwachteVersie": 1, "wijziging": {"onderdak": {"hulpvraag": "x"}}}
    asked = await logged.ask("mentor-arnhem", CHANGE, input=given)
    assert asked.data["wijzigPlan"]["__typename"] == "VeldenNietToegestaan", asked.data
    refused = {
        path for context in asked.decision["contexten"] for verdict in context["oordelen"] if verdict["actie"] == "SCHRIJVEN"
        for path in logged.paths(verdict["geweigerd"])
    } | logged.paths(asked.decision["statisch"]["geweigerd"])  # fmt: skip
    assert refused == {"onderdak.hulpvraag"}


async def test_no_record_names_or_quotes_anybody(logged: Logged) -> None:
    """What nobody may find in any record of any test of these: numbers of people, texts of plans, and who asked outside audit."""
    await logged.ask(CASEMANAGER, 'query { plannen(filter: {burgerservicenummer: "999990342"}) { nodes { id } } }')
    await logged.ask(CASEMANAGER, 'query { plan(id: "999990342") { id } }')
    count = 0
    for collection in ("logboek", "veldsets"):
        for record in logged.database[collection].find():
            count += 1
            who = record.pop("wie", None)
            assert (who is not None) is (record.get("soort") == "audit")
            text = json.dumps(record, default=str)
            assert "tekst van" not in text
            assert "Voorbeeld" not in text
            assert "1234567" not in re.findall(r"\w+", text)
            assert not [number for number in re.findall(r"(?<!\w)\d{9}(?!\w)", text) if is_bsn(number)]
            assert "persona:" not in text
    assert count > 20


async def test_a_question_about_the_interface_is_about_nobody(logged: Logged) -> None:
    asked = await logged.ask(CASEMANAGER, "{ __typename }")
    assert sorted(record["soort"] for record in asked.records) == ["audit", "beslissing"]


async def test_the_hash_of_an_operation_is_that_of_its_text_without_values(logged: Logged) -> None:
    hashes = set()
    for literal in ("01900000-0000-7000-8000-000000000000", "999990342"):
        asked = await logged.ask(CASEMANAGER, f'{{ plan(id: "{literal}") {{ id }} }}')
        hashes.add(asked.decision["bewerking"]["hash"])
    other = await logged.ask(CASEMANAGER, '{ plan(id: "999990342") { versie } }')
    assert len(hashes) == 1
    assert other.decision["bewerking"]["hash"] not in hashes


def test_no_path_of_the_plan_is_called_plan() -> None:
    assert PATHS.node("plan") is None
