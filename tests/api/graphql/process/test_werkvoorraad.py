"""The work list: each party sees its own turn, when it is, and nothing that rests on what it may not read."""

from datetime import timedelta
from typing import Any, Final

from api.app import now
from tests.api.client import Api, detention

CASEMANAGER: Final = "casemanager-arnhem"
GEMEENTE: Final = "gemeente-arnhem"
NIJMEGEN: Final = "gemeente-nijmegen"
RN: Final = "00000099200000001000"
OIN_ARNHEM: Final = "00000099300000202000"

WORK: Final = """
query ($organisatie: OIN, $rol: Rol, $filter: WerkvoorraadFilter, $first: Int, $after: String) {
  werkvoorraad(organisatie: $organisatie, rol: $rol, filter: $filter, first: $first, after: $after) {
    nodes { soort omschrijving planId versie partij rol organisatie gemeente vanaf uiterlijk teLaat pad berustOp bron }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}
"""


async def work(api: Api, persona: str, **variables: Any) -> list[dict[str, Any]]:
    page = (await api.data(persona, WORK, **variables))["werkvoorraad"]
    found: list[dict[str, Any]] = page["nodes"]
    return found


async def kinds(api: Api, persona: str, **variables: Any) -> set[str]:
    return {step["soort"] for step in await work(api, persona, **variables)}


async def test_each_party_sees_its_own_turn(api: Api) -> None:
    plan_id = await api.register()
    of_gemeente = await work(api, GEMEENTE)
    assert [(step["soort"], step["pad"]) for step in of_gemeente] == [
        ("CONTACT_INVULLEN", None),
        ("GEMEENTE_BEVESTIGEN", "terugkeer.herkomstgemeente"),
    ]
    assert {(step["planId"], step["versie"], step["partij"], step["gemeente"]) for step in of_gemeente} == {
        (plan_id, 1, "GEMEENTE", "0202")
    }
    assert {(step["uiterlijk"], step["teLaat"]) for step in of_gemeente} == {("2026-02-02", True)}
    # Nijmegen is where he hopes to live: it confirms, and has no other task until it has.
    assert await kinds(api, NIJMEGEN) == {"GEMEENTE_BEVESTIGEN"}
    assert "CONTACT_INVULLEN" in await kinds(api, CASEMANAGER)
    assert await work(api, "gemeente-utrecht") == []
    assert await work(api, "casemanager-zaanstad") == []
    # Before the signal no reclassering knows of the plan.
    assert await work(api, "reclassering-rn-arnhem") == []


async def test_a_turn_that_is_taken_is_over_and_another_one_begins(api: Api) -> None:
    plan_id = await api.register()
    await api.change(NIJMEGEN, plan_id, 1, {"terugkeer": {"vestigingsgemeenteBevestigd": "NEE"}})
    assert await work(api, NIJMEGEN) == []
    assert "GEMEENTE_UITZOEKEN" in await kinds(api, CASEMANAGER)
    await api.change(CASEMANAGER, plan_id, 2, {"terugkeer": {"vestigingsgemeente": None}})
    assert "GEMEENTE_UITZOEKEN" not in await kinds(api, CASEMANAGER)
    await api.change(CASEMANAGER, plan_id, 3, {"onderdak": {"hulpvraag": "Een kamer"}})
    (step,) = [step for step in await work(api, GEMEENTE) if step["soort"] == "HULPVRAAG_BEANTWOORDEN"]
    assert (step["pad"], step["uiterlijk"], step["teLaat"]) == ("onderdak.hulpvraag", None, False)
    assert "onderdak.hulpvraagStatus" in step["berustOp"]
    await api.change(GEMEENTE, plan_id, 4, {"onderdak": {"hulpvraagStatus": "IN_BEHANDELING"}})
    assert "HULPVRAAG_BEANTWOORDEN" not in await kinds(api, GEMEENTE)


async def test_actions_are_those_that_are_assigned(api: Api) -> None:
    plan_id = await api.register()
    action = {"omschrijving": "Zoek", "uitvoerder": "GEMEENTE", "termijn": "2026-02-01"}
    given = {"doelen": {"toevoegen": [{"omschrijving": "Wonen", "acties": {"toevoegen": [action]}}]}}
    outcome = await api.change(CASEMANAGER, plan_id, 1, given)
    assert outcome["__typename"] == "PlanGewijzigd", outcome
    (step,) = [step for step in await work(api, GEMEENTE) if step["soort"] == "ACTIE_UITVOEREN"]
    assert (step["uiterlijk"], step["teLaat"], step["rol"]) == ("2026-02-01", True, "NAZORGCOORDINATOR")
    assert "ACTIE_UITVOEREN" not in await kinds(api, NIJMEGEN)
    (waiting,) = await work(api, CASEMANAGER, filter={"van": "ANDEREN", "soort": ["ACTIE_UITVOEREN"]})
    assert waiting["pad"] == step["pad"]
    assert await work(api, CASEMANAGER, filter={"soort": ["ACTIE_UITVOEREN"]}) == []


async def test_what_a_step_rests_on_decides_who_sees_it(api: Api) -> None:
    plan_id = await api.register()
    given = {"zorg": {"zorgNodig": "JA", "hulpvraag": "Een behandelaar"}}
    assert (await api.change(CASEMANAGER, plan_id, 1, given))["__typename"] == "PlanGewijzigd"
    question = {"soort": ["HULPVRAAG_BEANTWOORDEN"]}
    # Care is read for organising care, and for nothing else.
    assert await work(api, GEMEENTE, filter=question) == []
    response = await api.ask(GEMEENTE, WORK, doelen=["ESSENTIELE_VOORWAARDEN", "ORGANISEREN_ZORG"], filter=question)
    assert [step["pad"] for step in response.json()["data"]["werkvoorraad"]["nodes"]] == ["zorg.hulpvraag"]


async def test_what_is_withheld_leaves_no_trace_in_a_page(api: Api) -> None:
    for number in range(6):
        skn = f"12345{number:02}"
        plan_id = await api.register(detention(skn) | {"betrokkene": {"geslachtsnaam": "V", "sknNummer": skn}})
        given = {"zorg": {"zorgNodig": "JA", "hulpvraag": "Zorg"}}
        if number % 2:
            given |= {"onderdak": {"hulpvraag": "Een kamer"}}
        await api.change(CASEMANAGER, plan_id, 1, given)
    question = {"soort": ["HULPVRAAG_BEANTWOORDEN"]}
    seen, cursor, pages = [], None, []
    while True:
        data = (await api.data(GEMEENTE, WORK, filter=question, first=1, after=cursor))["werkvoorraad"]
        pages.append((len(data["nodes"]), data["pageInfo"]["hasNextPage"]))
        seen += [step["planId"] for step in data["nodes"]]
        cursor = data["pageInfo"]["endCursor"]
        if not data["pageInfo"]["hasNextPage"]:
            break
    # Three of six may be seen: three full pages, and the last one says that it is the last.
    assert pages == [(1, True), (1, True), (1, False)]
    assert len(set(seen)) == 3


async def test_the_list_is_in_order_of_term_and_goes_on_after_a_page(api: Api) -> None:
    await api.register()
    await api.register(
        detention(
            "7654321",
            betrokkene={"geslachtsnaam": "V", "sknNummer": "7654321"},
            detentie={"inrichting": "PI Arnhem", "datumAanvang": "2026-02-05"},
        )
    )
    everything = await work(api, GEMEENTE, first=100)
    due = [step["uiterlijk"] for step in everything]
    assert due == sorted(due)
    assert len(everything) == 4
    paged, cursor = [], None
    for _ in range(2):
        data = (await api.data(GEMEENTE, WORK, first=2, after=cursor))["werkvoorraad"]
        paged += data["nodes"]
        cursor = data["pageInfo"]["endCursor"]
    assert paged == everything
    (first,) = await work(api, GEMEENTE, filter={"uiterlijk": "2026-02-02", "soort": ["CONTACT_INVULLEN"]})
    assert first["uiterlijk"] == "2026-02-02"


async def test_late_is_what_the_day_makes_of_a_term(api: Api) -> None:
    soon = (now().date() - timedelta(weeks=4)).isoformat()
    await api.register(detention(detentie={"inrichting": "PI Arnhem", "datumAanvang": soon}))
    due_today = await work(api, GEMEENTE, filter={"teLaat": False})
    assert {(step["uiterlijk"], step["teLaat"]) for step in due_today} == {(now().date().isoformat(), False)}
    assert await work(api, GEMEENTE, filter={"teLaat": True}) == []


async def test_a_step_of_a_later_day_waits_until_then_unless_it_is_asked(api: Api) -> None:
    out = (now().date() + timedelta(days=200)).isoformat()
    given = {"inrichting": "PI Arnhem", "datumAanvang": "2026-01-05", "datumInvrijheidstelling": out}
    await api.register(detention(detentie=given))
    assert "WARME_OVERDRACHT" not in await kinds(api, CASEMANAGER, first=100)
    assert "WARME_OVERDRACHT" in await kinds(api, CASEMANAGER, filter={"ookLater": True}, first=100)


async def test_what_waits_elsewhere_is_seen_in_ones_own_plans_only(api: Api) -> None:
    await api.register()
    elsewhere = await work(api, CASEMANAGER, organisatie=OIN_ARNHEM)
    assert {step["gemeente"] for step in elsewhere} == {"0202"}
    assert await work(api, "casemanager-zaanstad", organisatie=OIN_ARNHEM) == []
    assert await work(api, CASEMANAGER, organisatie=RN) == []
    everybody = await work(api, CASEMANAGER, filter={"van": "ALLEN"}, first=100)
    assert {"DJI", "GEMEENTE"} <= {step["partij"] for step in everybody}


async def test_a_role_sees_its_own_steps(api: Api) -> None:
    await api.register()
    assert await kinds(api, CASEMANAGER, rol="CASEMANAGER") == await kinds(api, CASEMANAGER) - {"SIGNAAL_GEVEN"}
    assert await work(api, CASEMANAGER, rol="MENTOR") == []


async def test_steps_move_with_the_person_to_another_inrichting(api: Api) -> None:
    plan_id = await api.register()
    assert "CONTACT_INVULLEN" in await kinds(api, CASEMANAGER)
    await api.change(CASEMANAGER, plan_id, 1, {"detentie": {"inrichting": "JC Zaanstad"}})
    assert await work(api, CASEMANAGER, filter={"van": "ALLEN"}) == []
    assert "CONTACT_INVULLEN" in await kinds(api, "casemanager-zaanstad")
    assert {step["planId"] for step in await work(api, "casemanager-zaanstad")} == {plan_id}


async def test_a_closed_plan_waits_for_nobody(api: Api) -> None:
    plan_id = await api.register()
    await api.change(CASEMANAGER, plan_id, 1, {"status": "AFGESLOTEN"})
    assert await work(api, CASEMANAGER, filter={"van": "ALLEN", "ookLater": True}) == []


async def test_fields_of_the_plan_are_asked_with_its_steps(api: Api) -> None:
    await api.register()
    query = "{ werkvoorraad(first: 1) { nodes { soort plan { betrokkene { geslachtsnaam } } } } }"
    data = await api.data(GEMEENTE, query)
    assert data["werkvoorraad"]["nodes"][0]["plan"] == {"betrokkene": {"geslachtsnaam": "Voorbeeld"}}
    refused = await api.ask(GEMEENTE, query.replace("geslachtsnaam", "sknNummer"))
    assert refused.status_code == 403


async def test_who_works_on_no_plan_has_no_work(api: Api) -> None:
    for persona in ("inspectie", "fg", "betrokkene", "fg-gemeente-arnhem"):
        response = await api.ask(persona, WORK)
        assert response.status_code == 403
        assert response.json()["errors"][0]["extensions"]["code"] == "unauthorizedParameter"
    assert "find" not in api.commands.names


async def test_what_cannot_be_is_named(api: Api) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"after": "geen cursor"}, "after"),
        ({"after": "2026-01-01/"}, "after"),
        ({"first": 0}, "first"),
        ({"organisatie": "00000099300009999000"}, "organisatie"),
        ({"filter": {"uiterlijk": "morgen"}}, "filter.uiterlijk"),
    ]
    for variables, path in wrong:
        response = await api.ask(GEMEENTE, WORK, **variables)
        assert response.status_code == 400
        assert response.json()["errors"][0]["extensions"]["pad"] == path


async def test_reading_a_step_is_reading_what_it_rests_on(api: Api) -> None:
    plan_id = await api.register()
    await work(api, GEMEENTE)
    query = "query ($id: ID!) { verwerkingen(planId: $id, first: 100) { organisatie gelezen { versie velden } } }"
    records = (await api.data("fg", query, id=plan_id))["verwerkingen"]
    read = [entry for record in records if record["organisatie"] == OIN_ARNHEM for entry in record["gelezen"]]
    assert any("terugkeer.herkomstgemeenteBevestigd" in entry["velden"] for entry in read)
