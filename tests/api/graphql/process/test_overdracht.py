"""The handover: who has the regie, what is missing, who agreed, and the commands around release."""

from datetime import timedelta
from typing import Any, Final

from api.app import now
from tests.api.client import Api, detention

CASEMANAGER: Final = "casemanager-arnhem"
GEMEENTE: Final = "gemeente-arnhem"
PI: Final = "00000099100000001000"
ARNHEM: Final = "00000099300000202000"
NIJMEGEN: Final = "00000099300000268000"

HANDOVER: Final = """
query ($id: ID!) {
  overdracht(planId: $id) {
    versie
    regie { soort houder gemeente sinds reden vastgelegd komtOvereen }
    controlelijst { nietGetoond punten { leefgebied punt bevinding } }
    akkoorden { partij organisatie akkoord datum overgenomenOp }
    nietGevraagd
    openBijVrijlating { dag versie stappen { soort partij pad } controlelijst { nietGetoond punten { punt bevinding } } }
  }
}
"""


def mutation(name: str, kind: str) -> str:
    return f"""
mutation ($input: {kind}!) {{
  {name}(input: $input) {{
    __typename
    ... on PlanGewijzigd {{ plan {{ id versie }} }}
    ... on VeldenNietToegestaan {{ velden {{ pad }} }}
    ... on OngeldigeWijziging {{ problemen {{ pad code }} }}
  }}
}}
"""


ASK: Final = mutation("vraagAkkoord", "VraagAkkoordInput")
AGREE: Final = mutation("geefAkkoord", "GeefAkkoordInput")
HAND_OVER: Final = mutation("draagOver", "DraagOverInput")
TAKE_OVER: Final = mutation("neemOver", "NeemOverInput")


async def command(api: Api, persona: str, text: str, plan_id: str, version: int, **given: Any) -> dict[str, Any]:
    data = await api.data(persona, text, input={"planId": plan_id, "verwachteVersie": version, **given})
    outcome: dict[str, Any] = next(iter(data.values()))
    return outcome


async def handover(api: Api, persona: str, plan_id: str, *doelen: str) -> dict[str, Any]:
    response = await api.ask(persona, HANDOVER, doelen=doelen or None, id=plan_id)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()["data"]["overdracht"]
    return found


def leaving(days: int, *, final: bool = True, title: str | None = "GEEN") -> dict[str, Any]:
    """A detention that ends so many days from now."""
    given = {
        "inrichting": "PI Arnhem",
        "datumAanvang": "2025-01-06",
        "datumInvrijheidstelling": (now().date() + timedelta(days=days)).isoformat(),
    }
    given |= {"einddatumStatus": "DEFINITIEF"} if final else {}
    return detention() | {"detentie": given | ({"justitieleTitelNaDetentie": title} if title else {})}


async def test_an_inrichting_hands_over_and_the_gemeente_takes_over(api: Api) -> None:
    plan_id = await api.register(
        leaving(0) | {"status": "VASTGESTELD", "vastgesteldOp": "2025-02-01"}, "hoofd-denr-arnhem"
    )
    first = await command(api, CASEMANAGER, HAND_OVER, plan_id, 1)
    assert first["problemen"] == [{"pad": "overdracht.akkoorden", "code": "verplichtVeld"}]
    asked = await command(api, CASEMANAGER, ASK, plan_id, 1, partij="GEMEENTE", organisatie=ARNHEM)
    assert asked["__typename"] == "PlanGewijzigd", asked
    again = await command(api, CASEMANAGER, ASK, plan_id, 2, partij="GEMEENTE", organisatie=ARNHEM)
    assert again["problemen"] == [{"pad": "organisatie", "code": "tegenstrijdig"}]
    agreed = await command(api, GEMEENTE, AGREE, plan_id, 2, akkoord=False, toelichting="Er is nog geen kamer.")
    assert agreed == {"__typename": "PlanGewijzigd", "plan": {"id": plan_id, "versie": 3}}
    handed = await command(api, CASEMANAGER, HAND_OVER, plan_id, 3, openstaandePunten="Een kamer")
    assert handed["__typename"] == "PlanGewijzigd", handed
    taken = await command(api, GEMEENTE, TAKE_OVER, plan_id, 4)
    assert taken["__typename"] == "PlanGewijzigd", taken
    found = await handover(api, CASEMANAGER, plan_id)
    (agreement,) = found["akkoorden"]
    today = now().date().isoformat()
    assert (agreement["partij"], agreement["organisatie"], agreement["akkoord"]) == ("GEMEENTE", ARNHEM, "NEE")
    assert agreement["overgenomenOp"] is not None
    assert found["nietGevraagd"] == ["DJI"]
    assert found["regie"] == [
        {
            "soort": "CASUSREGIE",
            "houder": "GEMEENTE",
            "gemeente": "0202",
            "sinds": found["regie"][0]["sinds"],
            "reden": "Er is geen justitiële titel na detentie. De gemeente heeft de casusregie.",
            "vastgelegd": "GEMEENTE",
            "komtOvereen": True,
        },
        {
            "soort": "PROCESREGIE",
            "houder": "GEMEENTE",
            "gemeente": "0202",
            "sinds": "2025-01-06",
            "reden": "De gemeente heeft de regie op het gehele proces, in nauwe samenwerking met de inrichting.",
            "vastgelegd": "GEMEENTE",
            "komtOvereen": True,
        },
    ]
    # The day of release is not over: what is open on it is what is open now.
    assert found["openBijVrijlating"]["versie"] == 5
    assert found["openBijVrijlating"]["dag"] in {today, (now().date() - timedelta(days=1)).isoformat()}


async def test_what_a_gemeente_may_not_read_it_is_not_told(api: Api) -> None:
    plan_id = await api.register(leaving(0))
    found = await handover(api, GEMEENTE, plan_id)
    # Who has the casusregie follows from the titel, which a gemeente never reads; procesregie does not.
    assert [entry["soort"] for entry in found["regie"]] == ["PROCESREGIE"]
    assert found["regie"][0]["vastgelegd"] is None
    assert found["akkoorden"] == found["nietGevraagd"] == []
    # Care is withheld for this doel: three points of it.
    assert found["controlelijst"]["nietGetoond"] == 3
    assert "ZORG" not in {point["leefgebied"] for point in found["controlelijst"]["punten"]}
    await command(api, CASEMANAGER, ASK, plan_id, 1, partij="GEMEENTE", organisatie=NIJMEGEN)
    assert (await handover(api, GEMEENTE, plan_id))["akkoorden"] == []
    assert len((await handover(api, "gemeente-nijmegen", plan_id))["akkoorden"]) == 1


async def test_what_was_open_on_the_day_of_release_is_that_of_that_day(api: Api) -> None:
    plan_id = await api.register(leaving(0) | {"onderdak": {"standVanZaken": "NIET_OP_ORDE", "hulpvraag": "Een kamer"}})
    found = (await handover(api, CASEMANAGER, plan_id))["openBijVrijlating"]
    assert ("HULPVRAAG_BEANTWOORDEN", "GEMEENTE", "onderdak.hulpvraag") in [
        (step["soort"], step["partij"], step["pad"]) for step in found["stappen"]
    ]
    points = [(point["punt"], point["bevinding"]) for point in found["controlelijst"]["punten"]]
    assert ("VERBLIJF_NA_DETENTIE", "ONBEKEND") in points
    later = await api.register(leaving(3) | {"betrokkene": {"geslachtsnaam": "V", "sknNummer": "7654321"}})
    assert (await handover(api, CASEMANAGER, later))["openBijVrijlating"] is None
    # Registered after release: there is no version of that day.
    past = await api.register(leaving(-5) | {"betrokkene": {"geslachtsnaam": "V", "sknNummer": "7654322"}})
    assert (await handover(api, CASEMANAGER, past))["openBijVrijlating"] is None


async def test_commands_are_for_who_may_write_what_they_write(api: Api) -> None:
    plan_id = await api.register(leaving(0))
    for persona, text, given in (
        (GEMEENTE, HAND_OVER, {}),
        ("mentor-arnhem", HAND_OVER, {}),
        ("mentor-arnhem", ASK, {"partij": "GEMEENTE", "organisatie": ARNHEM}),
        ("backoffice-arnhem", AGREE, {"akkoord": True}),
    ):
        outcome = await command(api, persona, text, plan_id, 1, **given)
        assert outcome["__typename"] == "VeldenNietToegestaan", (persona, outcome)
    # A gemeente asks nobody but itself.
    outcome = await command(api, GEMEENTE, ASK, plan_id, 1, partij="DJI", organisatie=PI)
    assert outcome["__typename"] == "VeldenNietToegestaan"
    unrelated = await command(api, "gemeente-utrecht", AGREE, plan_id, 1, akkoord=True)
    assert unrelated["__typename"] == "PlanNietGevonden"


async def test_taking_over_waits_for_the_day_of_release(api: Api) -> None:
    plan_id = await api.register(leaving(2))
    outcome = await command(api, GEMEENTE, TAKE_OVER, plan_id, 1)
    assert outcome["problemen"] == [{"pad": "detentie.datumInvrijheidstelling", "code": "tegenstrijdig"}]


async def test_a_command_sent_again_is_carried_out_once(api: Api) -> None:
    plan_id = await api.register(leaving(2))
    key = {"Idempotency-Key": "7b0d3c62-5b57-4f0f-9d3a-6a1f0c6a7c11"}
    given = {"planId": plan_id, "verwachteVersie": 1, "partij": "GEMEENTE", "organisatie": ARNHEM}
    answers = [(await api.ask(CASEMANAGER, ASK, headers=key, input=given)).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0]["data"]["vraagAkkoord"]["plan"]["versie"] == 2


async def test_who_may_read_no_release_is_refused_before_any_plan(api: Api) -> None:
    plan_id = await api.register(leaving(2))
    api.commands.names.clear()
    response = await api.ask("inspectie", HANDOVER, id=plan_id)
    assert response.status_code == 403
    paths = {error["extensions"]["pad"] for error in response.json()["errors"]}
    assert paths == {"detentie.einddatumStatus", "detentie.datumInvrijheidstelling"}
    assert "find" not in api.commands.names
    assert (await api.data("gemeente-utrecht", HANDOVER, id=plan_id))["overdracht"] is None
