"""What systems, and nobody else, do with webhook subscriptions: every outcome of every question."""

from typing import Any

import pytest

from tests.api.changes.test_relay import eventually, told
from tests.api.client import Api
from tests.api.graphql.refusals import assert_dutch
from tests.api.graphql.rich_plan import CASEMANAGER
from tests.api.webhooks.conftest import END, INTEGRATOR, MINE, REVIVE, SUBSCRIBE, Stored, mine, subscribe
from tests.api.webhooks.receiver import Receiver

ABSENT = "019a0000-0000-7000-8000-000000000009"
PEOPLE = ["gemeente-arnhem", CASEMANAGER, "reclassering-rn-arnhem", "fg", "inspectie"]


async def asked(api: Api, query: str, persona: str = INTEGRATOR, **variables: Any) -> dict[str, Any]:
    data = await api.data(persona, query, **variables)
    [outcome] = data.values()
    return dict(outcome)


async def test_a_subscription_is_what_was_asked_and_belongs_to_its_organisation(api: Api, receiver: Receiver) -> None:
    made = await subscribe(api, receiver, planId=ABSENT, soorten=["PLAN_GEWIJZIGD"])
    assert made["adres"] == receiver.url
    assert (made["planId"], made["soorten"], made["doelen"]) == (ABSENT, ["PLAN_GEWIJZIGD"], ["ESSENTIELE_VOORWAARDEN"])
    assert (made["stand"], made["reden"], made["laatstBezorgd"], made["onbestelbaar"]) == ("ACTIEF", None, None, [])
    assert await mine(api) == made
    # Signed, and naming the organisation that asks, so that the receiver can say no.
    [question] = receiver.asked
    assert question["webhook-subscriber"] == receiver.own_oin
    assert question["webhook-request-origin"] == "localhost"


async def test_asking_twice_makes_one_subscription(api: Api, receiver: Receiver) -> None:
    first = await asked(api, SUBSCRIBE, input={"adres": receiver.url})
    second = await asked(api, SUBSCRIBE, input={"adres": receiver.url})
    assert (first["bestondAl"], second["bestondAl"]) == (False, True)
    assert first["abonnement"] == second["abonnement"]


@pytest.mark.parametrize("persona", PEOPLE)
async def test_people_have_no_webhooks(api: Api, receiver: Receiver, persona: str) -> None:
    made = await subscribe(api, receiver)
    for query, variables in (
        (SUBSCRIBE, {"input": {"adres": receiver.url}}),
        (END, {"id": made["id"]}),
        (REVIVE, {"id": made["id"]}),
    ):
        outcome = await asked(api, query, persona, **variables)
        assert outcome["__typename"] == "WebhooksNietToegestaan"
        assert_dutch(outcome["melding"])
    assert (await api.data(persona, MINE))["mijnAbonnementen"] == []
    assert len(receiver.asked) == 1
    assert (await mine(api))["stand"] == "ACTIEF"


@pytest.mark.parametrize(
    "address",
    [
        "http://systeem.example/",
        "https://10.0.0.1/",
        "https://169.254.169.254/",
        "https://u:p@systeem.example/",
        "nergens",
    ],
)
async def test_an_address_that_cannot_be_is_a_problem(api: Api, address: str) -> None:
    outcome = await asked(api, SUBSCRIBE, input={"adres": address})
    [problem] = outcome["problemen"]
    assert (problem["pad"], problem["code"]) == ("adres", "ongeldigeWaarde")
    assert_dutch(problem["melding"])
    assert address not in str(problem)
    assert problem["verwacht"]


@pytest.mark.parametrize("kinds", [[], ["NIET_ZICHTBAAR"]])
async def test_kinds_that_are_not_delivered_are_a_problem(api: Api, receiver: Receiver, kinds: list[str]) -> None:
    outcome = await asked(api, SUBSCRIBE, input={"adres": receiver.url, "soorten": kinds})
    assert [problem["pad"] for problem in outcome["problemen"]] == ["soorten"]
    assert receiver.asked == []


@pytest.mark.parametrize("allowed", [None, "elders.example"])
async def test_an_address_that_does_not_agree_gets_no_subscription(
    api: Api, stored: Stored, receiver: Receiver, allowed: str | None
) -> None:
    receiver.allowed = allowed
    outcome = await asked(api, SUBSCRIBE, input={"adres": receiver.url})
    assert (outcome["__typename"], outcome["reden"]) == ("AdresNietBevestigd", "GEWEIGERD")
    assert_dutch(outcome["melding"])
    receiver.stop()
    outcome = await asked(api, SUBSCRIBE, input={"adres": receiver.url})
    assert (outcome["__typename"], outcome["reden"]) == ("AdresNietBevestigd", "GEEN_VERBINDING")
    assert stored.database.abonnementen.count_documents({}) == 0


async def test_a_subscription_of_others_is_one_that_is_not_there(api: Api, stored: Stored, receiver: Receiver) -> None:
    made = await subscribe(api, receiver)
    stored.database.abonnementen.update_one({}, {"$set": {"organisatie": "00000099300000268000"}})
    for query in (END, REVIVE):
        others = await asked(api, query, id=made["id"])
        absent = await asked(api, query, id=ABSENT)
        assert others == absent
        assert others["__typename"] == "AbonnementNietGevonden"
    assert (await api.data(INTEGRATOR, MINE))["mijnAbonnementen"] == []


async def test_what_was_stopped_cannot_be_put_back_in_line(api: Api, receiver: Receiver) -> None:
    made = await subscribe(api, receiver)
    assert (await asked(api, END, id=made["id"]))["__typename"] == "AbonnementBeeindigd"
    assert (await asked(api, END, id=made["id"]))["abonnement"]["reden"] == "OPGEZEGD"
    assert (await asked(api, REVIVE, id=made["id"]))["__typename"] == "AbonnementGestopt"


async def test_only_the_kinds_and_the_plan_that_were_asked_are_sent(
    api: Api, stored: Stored, receiver: Receiver
) -> None:
    plan_id = await api.register()
    await told(stored)
    await subscribe(api, receiver, planId=plan_id, soorten=["PLAN_NIET_MEER_TOEGANKELIJK"])
    other = {"betrokkene": {"geslachtsnaam": "Ander", "sknNummer": "2345678"}}
    detention = {"detentie": {"inrichting": "PI Arnhem", "datumAanvang": "2026-01-05"}}
    home = {"terugkeer": {"herkomstgemeente": "0202"}}
    second = await api.register(other | detention | home)
    await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"hulpvraag": "huis"}})
    away = {"terugkeer": {"herkomstgemeente": "0344"}}
    await api.change(CASEMANAGER, second, 1, away)
    await api.change(CASEMANAGER, plan_id, 2, away)
    await eventually(lambda: receiver.accepted)
    await eventually(lambda: not stored.waiting())
    assert [(event["subject"], event["type"].split(".")[2]) for event in receiver.accepted] == [
        (plan_id, "plan-niet-meer-toegankelijk")
    ]
