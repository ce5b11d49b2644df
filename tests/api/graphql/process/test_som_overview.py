"""The agenda of the weekly meeting."""

from typing import Any

from plan_schema.process.som.agenda import AGENDA
from tests.api.client import Api, detention
from tests.api.graphql.process.test_som import DECIDE

AGENDA_OF = """
query ($inrichting: String, $filter: SomFilter, $first: Int, $after: String) {
  somOverzicht(inrichting: $inrichting, filter: $filter, first: $first, after: $after) {
    nodes { planId uitkomst bepalend ontbreekt besluit { besluiten } plan { detentie { datumBinnenkomst } betrokkene { geslachtsnaam } } }
    edges { cursor }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}
"""
CASEMANAGER = "casemanager-arnhem"
SUPERVISED = {"statusGedetineerde": "ONHERROEPELIJK_VEROORDEELD", "toezichtNaDetentie": "JA"}
DEPORTED = {"statusGedetineerde": "PREVENTIEF", "geenVerblijfsstatus": "JA"}


async def _plan(api: Api, skn: int, entered: str, facts: dict[str, Any], *options: str) -> str:
    stay = {"inrichting": "PI Arnhem", "datumAanvang": "2026-01-05", "datumBinnenkomst": entered}
    person = {"geslachtsnaam": "Voorbeeld", "sknNummer": str(skn)}
    plan_id = await api.register(detention(betrokkene=person, detentie=stay | facts))
    if options:
        given = {"planId": plan_id, "verwachteVersie": 1, "besluiten": [{"soort": option} for option in options]}
        outcome = (await api.data(CASEMANAGER, DECIDE, input=given))["neemSomBesluit"]
        assert outcome["__typename"] == "PlanGewijzigd", outcome
    return plan_id


async def _agenda(api: Api, persona: str = CASEMANAGER, **variables: Any) -> Any:
    return (await api.data(persona, AGENDA_OF, **variables))["somOverzicht"]


async def test_what_has_priority_comes_first_then_what_was_never_decided(api: Api) -> None:
    decided_low = await _plan(api, 1000001, "2026-01-06", DEPORTED, "GEEN_PRIORITEIT")
    open_low = await _plan(api, 1000002, "2026-01-08", DEPORTED)
    nothing_known = await _plan(api, 1000003, "2026-01-07", {})
    decided_high = await _plan(api, 1000004, "2026-01-05", SUPERVISED, "VOORBEREIDEN_TOEZICHT")
    late_high = await _plan(api, 1000005, "2026-02-05", SUPERVISED)
    early_high = await _plan(api, 1000006, "2026-01-09", SUPERVISED)
    released = SUPERVISED | {"einddatumStatus": "DEFINITIEF", "datumInvrijheidstelling": "2026-02-01"}
    await _plan(api, 1000007, "2026-01-06", released)

    order = [early_high, late_high, decided_high, nothing_known, open_low, decided_low]
    whole = await _agenda(api, inrichting="PI Arnhem")
    assert [node["planId"] for node in whole["nodes"]] == order
    assert [node["uitkomst"] for node in whole["nodes"]] == ["HOOG", "HOOG", "HOOG", "ONBEKEND", "LAAG", "LAAG"]
    assert whole["nodes"][0]["bepalend"] == ["S7"]
    assert "reclasseringsinformatie" in whole["nodes"][3]["ontbreekt"]
    assert whole["nodes"][5]["besluit"] == {"besluiten": ["GEEN_PRIORITEIT"]}
    assert whole["nodes"][0]["plan"]["betrokkene"] == {"geslachtsnaam": "Voorbeeld"}
    assert whole["pageInfo"] == {
        "hasNextPage": False,
        "hasPreviousPage": False,
        "endCursor": whole["edges"][-1]["cursor"],
    }

    for size in (1, 2, 3, 5):
        walked, after = [], None
        while True:
            page = await _agenda(api, first=size, after=after)
            walked += [node["planId"] for node in page["nodes"]]
            after = page["pageInfo"]["endCursor"]
            assert len(page["nodes"]) == min(size, len(order) - len(walked) + len(page["nodes"]))
            if not page["pageInfo"]["hasNextPage"]:
                break
        assert walked == order

    async def chosen(**criteria: Any) -> list[str]:
        return [node["planId"] for node in (await _agenda(api, filter=criteria))["nodes"]]

    assert await chosen(prioriteit=["HOOG"], besloten=False) == [early_high, late_high]
    assert await chosen(prioriteit=["ONBEKEND", "LAAG"], besloten=False) == [nothing_known, open_low]
    assert await chosen(besloten=True) == [decided_high, decided_low]
    assert await chosen(herbeoordelen=True) == []
    await api.change(CASEMANAGER, decided_low, 2, {"detentie": SUPERVISED})
    assert await chosen(herbeoordelen=True) == [decided_low]
    assert await chosen(herbeoordelen=False, besloten=True) == [decided_high]
    assert (await _agenda(api, "casemanager-zaanstad"))["nodes"] == []
    assert (await _agenda(api, inrichting="JC Zaanstad"))["nodes"] == []


async def test_who_may_not_know_the_outcome_has_no_agenda(api: Api) -> None:
    await _plan(api, 1000001, "2026-01-06", SUPERVISED)
    for persona in ("gemeente-arnhem", "mentor-arnhem", "backoffice-arnhem"):
        refused = await api.ask(persona, AGENDA_OF)
        assert refused.status_code == 403
        assert "som.uitkomst.prioriteit" in {error["extensions"]["pad"] for error in refused.json()["errors"]}
        lenient = await api.ask(persona, AGENDA_OF, headers={"Prefer": "handling=lenient"})
        assert lenient.json()["data"]["somOverzicht"]["nodes"] == []


async def test_a_cursor_of_something_else_is_refused(api: Api) -> None:
    await _plan(api, 1000001, "2026-01-06", SUPERVISED)
    for cursor in ("0", "x.y", f"{len(AGENDA)}.y", "0.018f0000-0000-7000-8000-000000000000"):
        refused = await api.ask(CASEMANAGER, AGENDA_OF, after=cursor)
        assert refused.status_code == 400, cursor
        assert refused.json()["errors"][0]["extensions"]["code"] == "onbekendeCursor"
