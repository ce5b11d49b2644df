"""Deliveries, over real connections: at least once, in order per plan, until they arrive or are given up."""

from collections import Counter
from typing import Any

import pytest
from starlette.responses import Response

from api.webhooks.courier import AT_ONCE
from tests.api.changes.test_relay import eventually, told
from tests.api.client import Api, detention
from tests.api.graphql.rich_plan import ARNHEM, CASEMANAGER
from tests.api.webhooks.conftest import END, INTEGRATOR, QUICK, REVIVE, Stored, mine, subscribe
from tests.api.webhooks.receiver import Receiver, hangs


async def write(api: Api, plan_id: str, *versions: int) -> None:
    """Changes that a gemeente may see, each on the version given."""
    for version in versions:
        outcome = await api.change(CASEMANAGER, plan_id, version, {"onderdak": {"hulpvraag": f"vraag {version}"}})
        assert outcome["__typename"] == "PlanGewijzigd"


async def test_a_change_arrives_signed_with_its_number_and_nothing_of_its_value(
    api: Api, stored: Stored, receiver: Receiver
) -> None:
    plan_id = await api.register()
    await eventually(lambda: stored.events(ARNHEM))
    await subscribe(api, receiver)
    await write(api, plan_id, 1)
    await eventually(lambda: receiver.accepted)
    [event] = receiver.accepted
    logged = stored.events(ARNHEM)[-1]
    assert (event["subject"], int(event["sequence"])) == (plan_id, logged["volgnummer"])
    assert event["data"]["versie"] == 2
    assert event["data"]["groepen"] == ["onderdak", "werkvoorraad"]
    assert "vraag 1" not in str(event)
    assert receiver.headers[0]["content-type"] == "application/cloudevents+json; charset=utf-8"
    # What came before the subscription is not sent.
    assert logged["volgnummer"] > 1
    await eventually(lambda: not stored.waiting())
    assert (await mine(api))["laatstBezorgd"] == logged["volgnummer"]


async def test_a_change_in_a_part_that_a_gemeente_may_not_see_gives_it_nothing(
    api: Api, stored: Stored, receiver: Receiver
) -> None:
    await subscribe(api, receiver)
    plan_id = await api.register()
    await told(stored)
    await api.change(CASEMANAGER, plan_id, 1, {"detentie": {"artikelcode": "310"}})
    await api.change(CASEMANAGER, plan_id, 2, {"onderdak": {"hulpvraag": "huis"}})
    await eventually(lambda: [event for event in receiver.accepted if event["data"]["versie"] == 3])
    assert [event["data"]["versie"] for event in receiver.accepted if event["type"].endswith("gewijzigd.v1")] == [3]
    assert "detentie" not in receiver.accepted[-1]["data"]["groepen"]


async def test_a_subscription_tells_what_its_own_doelen_may_see_not_all_that_its_organisation_may(
    api: Api, stored: Stored, receiver: Receiver
) -> None:
    plan_id = await api.register()
    await told(stored)
    await subscribe(api, receiver)
    # Arnhem may see care, for another doel than that of this subscription.
    zorg = {"zorg": {"zorgNodig": "JA"}}
    await api.change(CASEMANAGER, plan_id, 1, zorg)
    response = await api.ask(
        CASEMANAGER,
        "mutation ($i: WijzigPlanInput!) { wijzigPlan(input: $i) { __typename } }",
        doelen=["PLAN_UITVOEREN", "ORGANISEREN_ZORG"],
        i={"planId": plan_id, "verwachteVersie": 2, "wijziging": {"zorg": {"hulpvraag": "tandarts"}}},
    )
    assert response.json()["data"]["wijzigPlan"]["__typename"] == "PlanGewijzigd"
    await write(api, plan_id, 3)
    await eventually(lambda: [event for event in receiver.accepted if event["data"]["versie"] == 4])
    assert [event["versie"] for event in stored.events(ARNHEM) if "zorg" in event["groepen"]]
    # Not even that something changed.
    assert [event["data"]["versie"] for event in receiver.accepted if event["type"].endswith("gewijzigd.v1")] == [4]


async def test_a_receiver_that_was_down_gets_everything_later_in_order(
    api: Api, stored: Stored, receiver: Receiver
) -> None:
    plan_id = await api.register()
    other = await api.register(detention("2345678"))
    await told(stored)
    await subscribe(api, receiver)
    receiver.stop()
    await write(api, plan_id, 1, 2, 3)
    await write(api, other, 1, 2)
    await eventually(lambda: any(waiting["pogingen"] > 2 for waiting in stored.waiting()))
    assert receiver.accepted == []
    receiver.start()
    await eventually(lambda: len(receiver.accepted) >= 5 and not stored.waiting())
    for each, versions in ((plan_id, [2, 3, 4]), (other, [2, 3])):
        mine = [event["data"]["versie"] for event in receiver.accepted if event["subject"] == each]
        assert list(dict.fromkeys(mine)) == versions
    assert max(Counter(event["id"] for event in receiver.accepted).values()) == 1


async def test_a_plan_that_fails_holds_up_its_own_events_and_no_others(
    api: Api, stored: Stored, receiver: Receiver
) -> None:
    plan_id = await api.register()
    other = await api.register(detention("2345678"))
    await told(stored)
    await subscribe(api, receiver)
    blocked = True

    def refuse_one(event: dict[str, Any]) -> Response | None:
        return Response(status_code=500) if blocked and event["subject"] == plan_id else None

    receiver.behaviour = refuse_one
    await write(api, plan_id, 1, 2)
    await write(api, other, 1, 2)
    await eventually(
        lambda: [event["data"]["versie"] for event in receiver.accepted if event["subject"] == other] == [2, 3]
    )
    await eventually(lambda: [event["id"] for event in receiver.events].count(receiver.events[0]["id"]) > 1)
    assert {event["data"]["versie"] for event in receiver.events if event["subject"] == plan_id} == {2}
    blocked = False
    await eventually(
        lambda: [event["data"]["versie"] for event in receiver.accepted if event["subject"] == plan_id] == [2, 3]
    )


async def test_an_endpoint_that_keeps_failing_gets_one_attempt_at_a_time_and_the_state_says_so(
    api: Api, stored: Stored, receiver: Receiver
) -> None:
    plans = [await api.register(detention(f"300000{number}")) for number in range(4)]
    await told(stored)
    await subscribe(api, receiver)
    receiver.behaviour = lambda _: Response(status_code=500)
    for plan_id in plans:
        await write(api, plan_id, 1)

    await eventually(lambda: stored.database.abonnementen.find_one({"mislukt": {"$gte": 5 + AT_ONCE}}))
    receiver.busiest = 0
    await eventually(lambda: stored.database.abonnementen.find_one({"mislukt": {"$gte": 13}}))
    assert receiver.busiest == 1
    state = await mine(api)
    assert (state["stand"], bool(state["onderbrokenSinds"])) == ("ONDERBROKEN", True)
    receiver.behaviour = lambda _: None
    await eventually(lambda: len({event["subject"] for event in receiver.accepted}) == 4)
    await eventually(lambda: not stored.waiting())
    state = await mine(api)
    assert (state["stand"], state["onderbrokenSinds"]) == ("ACTIEF", None)


async def test_a_redirect_to_an_address_of_ours_is_not_followed(api: Api, stored: Stored, receiver: Receiver) -> None:
    plan_id = await api.register()
    await told(stored)
    await subscribe(api, receiver)
    away = Response(status_code=307, headers={"Location": f"http://127.0.0.1:{receiver.port}/elders"})
    receiver.behaviour = lambda _: away
    await write(api, plan_id, 1)
    await eventually(
        lambda: any(waiting["fout"] == "DOORVERWIJZING" for waiting in stored.waiting() if "fout" in waiting)
    )
    assert receiver.elsewhere == []


async def test_a_receiver_that_is_gone_ends_its_subscription(api: Api, stored: Stored, receiver: Receiver) -> None:
    plan_id = await api.register()
    await told(stored)
    await subscribe(api, receiver)
    receiver.behaviour = lambda _: Response(status_code=410)
    await write(api, plan_id, 1, 2)
    await eventually(lambda: stored.database.abonnementen.find_one({"stand": "GESTOPT"}))
    state = await mine(api)
    assert (state["stand"], state["reden"]) == ("GESTOPT", "ONTVANGER_VERVALLEN")
    assert stored.waiting() == []
    assert len(receiver.events) == 1


async def test_what_was_ended_gets_nothing_more(api: Api, stored: Stored, receiver: Receiver) -> None:
    plan_id = await api.register()
    await told(stored)
    subscription = await subscribe(api, receiver)
    await write(api, plan_id, 1)
    await eventually(lambda: receiver.accepted)
    data = await api.data(INTEGRATOR, END, id=subscription["id"])
    ended = data["beeindigAbonnement"]["abonnement"]
    assert (ended["stand"], ended["reden"]) == ("GESTOPT", "OPGEZEGD")
    before = len(stored.events(ARNHEM))
    await write(api, plan_id, 2)
    await eventually(lambda: len(stored.events(ARNHEM)) > before)
    again = await subscribe(api, receiver)
    assert again["id"] != subscription["id"]
    await write(api, plan_id, 3)
    await eventually(lambda: len(receiver.accepted) >= 2)
    assert [event["data"]["versie"] for event in receiver.accepted] == [2, 4]


class TestImpatience:
    """With an application that waits a second for an answer."""

    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return QUICK | {"webhook_timeout": 1.0}

    async def test_a_receiver_that_hangs_is_left_and_tried_again(
        self, api: Api, stored: Stored, receiver: Receiver
    ) -> None:
        plan_id = await api.register()
        await told(stored)
        await subscribe(api, receiver)
        answers = iter([hangs()])
        receiver.behaviour = lambda _: next(answers, None)
        await write(api, plan_id, 1)
        await eventually(lambda: receiver.accepted)
        assert len(receiver.events) == 2
        assert receiver.events[0] == receiver.events[1]


class TestGivingUp:
    """With an application that gives up after two refusals."""

    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return QUICK | {"webhook_refusals": 2}

    async def test_what_is_refused_is_a_dead_letter_until_it_is_put_back_in_line(
        self, api: Api, stored: Stored, receiver: Receiver
    ) -> None:
        plan_id = await api.register()
        await told(stored)
        subscription = await subscribe(api, receiver)
        receiver.behaviour = lambda event: Response(status_code=400) if event["data"]["versie"] < 4 else None
        await write(api, plan_id, 1, 2, 3)
        await eventually(lambda: receiver.accepted)
        assert [event["data"]["versie"] for event in receiver.accepted] == [4]
        await eventually(lambda: not stored.waiting())
        letters = (await mine(api))["onbestelbaar"]
        first = stored.events(ARNHEM)[-3]["volgnummer"]
        assert letters == [{"volgnummer": number, "pogingen": 2, "fout": "GEWEIGERD"} for number in (first, first + 1)]
        assert all(letter["vervaltOp"] for letter in stored.database.afleveringen.find({"stand": "ONBESTELBAAR"}))
        receiver.behaviour = lambda _: None
        data = await api.data(INTEGRATOR, REVIVE, id=subscription["id"], nummers=[first + 1])
        assert data["herleverWebhook"]["aantal"] == 1
        await eventually(lambda: len(receiver.accepted) == 2)
        data = await api.data(INTEGRATOR, REVIVE, id=subscription["id"])
        assert (data["herleverWebhook"]["__typename"], data["herleverWebhook"]["aantal"]) == ("HerleveringGepland", 1)
        await eventually(lambda: len(receiver.accepted) == 3 and not stored.waiting())
        assert [event["data"]["versie"] for event in receiver.accepted] == [4, 3, 2]
        # The same event as when it was refused.
        ids = {event["data"]["versie"]: event["id"] for event in receiver.accepted}
        assert all(ids[event["data"]["versie"]] == event["id"] for event in receiver.events)
        assert (await mine(api))["onbestelbaar"] == []


class TestGivingUpSoon:
    """With an application that tries for half a second."""

    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return QUICK | {"webhook_hours": 0.5 / 3600}

    async def test_what_cannot_be_delivered_in_time_is_a_dead_letter(
        self, api: Api, stored: Stored, receiver: Receiver
    ) -> None:
        plan_id = await api.register()
        await told(stored)
        await subscribe(api, receiver)
        receiver.stop()
        await write(api, plan_id, 1, 2)
        await eventually(lambda: stored.database.afleveringen.count_documents({"stand": "ONBESTELBAAR"}) == 2)
        assert {letter["fout"] for letter in (await mine(api))["onbestelbaar"]} <= {"GEEN_VERBINDING", None}
        assert stored.waiting() == []
