"""The SOM over the API: one plan, the decision, the concerns."""

import asyncio
from typing import Any

from api.app import now
from plan_schema.process.som.rule_sets import RULE_SETS
from plan_schema.process.som.signal import SignalKind
from tests.api.client import Api, detention

SOM = """
query ($id: ID!) {
  som(planId: $id) {
    planId versie fase uitkomst bepalend ontbreekt weggelaten
    regelset { naam }
    criteria { id naam fase oordeel uitkomst toelichting bron feiten { naam waarde paden } ontbreekt }
    besluit { besluiten nadereInvulling motiveringAfwijking beslotenOp }
    signalen { soort melding eerder nu }
    plan { som { uitkomst { prioriteit regelset herkomst { rol } } } }
  }
}
"""
DECIDE = """
mutation ($input: NeemSomBesluitInput!) {
  neemSomBesluit(input: $input) {
    __typename
    ... on PlanGewijzigd { plan { versie } }
    ... on VeldenNietToegestaan { velden { pad } }
    ... on OngeldigeWijziging { problemen { pad code } }
  }
}
"""
CONCERNS = """
mutation ($input: MeldSomZorgenInput!) {
  meldSomZorgen(input: $input) {
    __typename
    ... on PlanGewijzigd { plan { versie } }
    ... on VeldenNietToegestaan { velden { pad } }
  }
}
"""
CASEMANAGER, RECLASSERING, GEMEENTE = "casemanager-arnhem", "reclassering-rn-arnhem", "gemeente-arnhem"
RN = "00000099200000001000"
ALL = 1 + len(RULE_SETS["som-2021-03"].criteria) + 1 + len(SignalKind)


async def sentenced(api: Api) -> str:
    """A plan of somebody who will be supervised, assigned to Reclassering Nederland."""
    plan_id = await api.register(detention())
    assigned = {
        "signaal": {"afgegevenOp": "2026-01-06T09:00:00Z"},
        "toewijzing": {"organisaties": [RN], "toegewezenOp": "2026-01-06"},
    }
    sentence = {"statusGedetineerde": "ONHERROEPELIJK_VEROORDEELD", "toezichtNaDetentie": "JA"}
    await api.change("casemanager-arnhem", plan_id, 1, {"samenStarten": assigned, "detentie": sentence})
    return plan_id


def criteria(result: Any) -> dict[str, Any]:
    return {criterion["id"]: criterion for criterion in result["criteria"]}


async def decide(api: Api, plan_id: str, version: int, *options: str, by: str = CASEMANAGER, **more: Any) -> Any:
    chosen = [{"soort": option} for option in options]
    given = {"planId": plan_id, "verwachteVersie": version, "besluiten": chosen, **more}
    return (await api.data(by, DECIDE, input=given))["neemSomBesluit"]


async def test_a_plan_is_judged_with_every_criterion_and_its_facts(api: Api) -> None:
    plan_id = await sentenced(api)
    for persona in (CASEMANAGER, RECLASSERING):
        found = (await api.data(persona, SOM, id=plan_id))["som"]
        assert (found["fase"], found["uitkomst"], found["bepalend"]) == ("NA_VONNIS", "HOOG", ["S7"])
        assert found["regelset"] == {"naam": "som-2021-03"}
        assert found["weggelaten"] == 0
        assert len(found["criteria"]) == 19
        assert criteria(found)["S7"]["oordeel"] == "HIT"
        assert criteria(found)["S7"]["bron"] == "000:L1187, L1267"
        assert criteria(found)["S7"]["feiten"] == [
            {"naam": "fase", "waarde": "NA_VONNIS", "paden": ["detentie.statusGedetineerde"]},
            {"naam": "toezichtNaDetentie", "waarde": "JA", "paden": ["detentie.toezichtNaDetentie"]},
        ]
        assert criteria(found)["S3"]["ontbreekt"] == ["reclasseringsinformatie"]
        assert "reclasseringsinformatie" in found["ontbreekt"]
        assert (found["besluit"], found["signalen"]) == (None, [])
        assert found["plan"]["som"]["uitkomst"]["prioriteit"] == "HOOG"
        assert found["plan"]["som"]["uitkomst"]["herkomst"] == [{"rol": "REGELSET"}]


async def test_a_risc_that_is_not_shared_decides_nothing(api: Api) -> None:
    plan_id = await api.register(detention())
    assigned = {"signaal": {"afgegevenOp": "2026-01-06T09:00:00Z"}, "toewijzing": {"organisaties": [RN]}}
    await api.change(CASEMANAGER, plan_id, 1, {"samenStarten": assigned})
    risc = {"recidiverisico": "LAAG", "datum": now().date().isoformat()}
    await api.change(RECLASSERING, plan_id, 2, {"screening": {"risc": risc}})
    assert criteria((await api.data(CASEMANAGER, SOM, id=plan_id))["som"])["S2"]["oordeel"] == "ONBEKEND"
    await api.change(RECLASSERING, plan_id, 3, {"screening": {"risc": {"gedeeld": "JA"}}})
    found = (await api.data(CASEMANAGER, SOM, id=plan_id))["som"]
    assert criteria(found)["S2"]["oordeel"] == "HIT"
    assert found["uitkomst"] == "LAAG"


async def test_who_may_not_know_the_outcome_is_refused_or_told_nothing(api: Api) -> None:
    plan_id = await sentenced(api)
    for persona in (GEMEENTE, "mentor-arnhem", "backoffice-arnhem"):
        refused = await api.ask(persona, SOM, id=plan_id)
        assert refused.status_code == 403
        assert "som.uitkomst.prioriteit" in {error["extensions"]["pad"] for error in refused.json()["errors"]}
    # Without a look at any plan: one that does not exist gives the same.
    other = await api.ask(GEMEENTE, SOM, id="018f0000-0000-7000-8000-000000000000")
    assert other.status_code == 403
    lenient = (await api.ask(GEMEENTE, SOM, headers={"Prefer": "handling=lenient"}, id=plan_id)).json()
    told = lenient["data"]["som"]
    assert (told["uitkomst"], told["fase"], told["criteria"], told["signalen"]) == (None, None, [], [])
    assert told["weggelaten"] == ALL
    assert "som.uitkomst.prioriteit" in {entry["pad"] for entry in lenient["extensions"]["afgeschermd"]}


async def test_a_plan_of_another_is_not_there(api: Api) -> None:
    plan_id = await sentenced(api)
    assert (await api.data("casemanager-zaanstad", SOM, id=plan_id))["som"] is None


async def test_a_decision_that_deviates_needs_a_motivation(api: Api) -> None:
    plan_id = await sentenced(api)
    refused = await decide(api, plan_id, 2, "GEEN_PRIORITEIT")
    assert refused["problemen"] == [{"pad": "som.besluit.motiveringAfwijking", "code": "motiveringVerplicht"}]
    taken = await decide(api, plan_id, 2, "GEEN_PRIORITEIT", motivering="Vertrekt naar het buitenland.")
    assert taken == {"__typename": "PlanGewijzigd", "plan": {"versie": 3}}
    found = (await api.data(RECLASSERING, SOM, id=plan_id))["som"]
    assert found["besluit"]["besluiten"] == ["GEEN_PRIORITEIT"]
    assert found["besluit"]["motiveringAfwijking"] == "Vertrekt naar het buitenland."
    assert found["signalen"] == []


async def test_a_decision_is_taken_once_however_often_it_is_sent(api: Api) -> None:
    plan_id = await sentenced(api)
    given = {"planId": plan_id, "verwachteVersie": 2, "besluiten": [{"soort": "VOORBEREIDEN_TOEZICHT"}]}
    key = {"Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324"}
    answers = [(await api.ask(RECLASSERING, DECIDE, headers=key, input=given)).json() for _ in range(2)]
    assert answers[0]["data"] == answers[1]["data"]
    assert answers[0]["data"]["neemSomBesluit"]["plan"] == {"versie": 3}


async def test_a_decision_is_signalled_when_the_outcome_changes(api: Api) -> None:
    plan_id = await api.register(detention(detentie={"inrichting": "PI Arnhem", "datumAanvang": "2026-01-05", "statusGedetineerde": "PREVENTIEF", "geenVerblijfsstatus": "JA"}))  # fmt: skip
    assert (await decide(api, plan_id, 1, "HERHALEN_NA_VONNIS"))["__typename"] == "PlanGewijzigd"
    sentence = {"statusGedetineerde": "VEROORDEELD_EERSTE_AANLEG", "toezichtNaDetentie": "JA"}
    await api.change("backoffice-arnhem", plan_id, 2, {"detentie": sentence})
    found = (await api.data(CASEMANAGER, SOM, id=plan_id))["som"]
    assert [(signal["soort"], signal["eerder"], signal["nu"]) for signal in found["signalen"]] == [
        ("UITKOMST_VERANDERD", "LAAG", "HOOG"),
        ("VONNIS", "LAAG", "HOOG"),
    ]
    assert all(signal["melding"] for signal in found["signalen"])
    await decide(api, plan_id, 3, "VOORBEREIDEN_TOEZICHT")
    assert (await api.data(CASEMANAGER, SOM, id=plan_id))["som"]["signalen"] == []


async def test_concerns_open_the_outcome_again(api: Api) -> None:
    plan_id = await sentenced(api)
    await api.change(CASEMANAGER, plan_id, 2, {"detentie": {"toezichtNaDetentie": "NEE", "geenVerblijfsstatus": "JA"}})
    given = {"planId": plan_id, "verwachteVersie": 3, "zorgen": "Weet niet waarheen."}
    assert (await api.data(CASEMANAGER, CONCERNS, input=given))["meldSomZorgen"]["plan"] == {"versie": 4}
    found = (await api.data(RECLASSERING, SOM, id=plan_id))["som"]
    assert (found["uitkomst"], found["bepalend"]) == ("PROFESSIONELE_WEGING", ["SO"])
    assert [signal["soort"] for signal in found["signalen"]] == ["ZORGEN"]
    assert "som" in await _told(api, plan_id, 4)
    refused = (await api.data(RECLASSERING, CONCERNS, input=given | {"verwachteVersie": 4}))["meldSomZorgen"]
    assert refused["velden"] == [{"pad": "som.deel1.zorgen"}]


async def _told(api: Api, plan_id: str, version: int) -> list[str]:
    """The groups of a version that the reclassering hears of, once its log has it."""
    question = '{ wijzigingen(na: "0") { nodes { planId versie groepen } } }'
    async with asyncio.timeout(20):
        while True:
            nodes = (await api.data(RECLASSERING, question))["wijzigingen"]["nodes"]
            for node in nodes:
                if (node["planId"], node["versie"]) == (plan_id, version):
                    return list(node["groepen"])
            await asyncio.sleep(0.05)
