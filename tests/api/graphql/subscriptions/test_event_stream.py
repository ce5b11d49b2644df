"""Subscriptions over server-sent events, in the distinct connections mode of graphql-sse."""

import pytest

from tests.api.graphql.subscriptions.conftest import NewPlan
from tests.api.graphql.subscriptions.socket import asking
from tests.api.graphql.subscriptions.sse import events_of
from tests.api.live import Live


async def test_a_stream_that_broke_off_goes_on_after_its_last_event(live: Live, new_plan: NewPlan) -> None:
    plan_id, cursor = await new_plan("gemeente-arnhem")
    async with events_of(live, "gemeente-arnhem", asking(), na=cursor) as events:
        assert events.response.status_code == 200
        assert events.response.headers["content-type"].startswith("text/event-stream")
        assert events.response.headers["cache-control"] == "no-store"
        await live.change("casemanager-arnhem", plan_id, 1, {"onderdak": {"hulpvraag": "huis"}})
        first = await events.change()
    assert first["id"] == first["cursor"]
    await live.change("casemanager-arnhem", plan_id, 2, {"onderdak": {"hulpvraag": "flat"}})
    # As EventSource does: the same request again, with the last id beside it.
    async with events_of(
        live, "gemeente-arnhem", asking(), na=cursor, headers={"Last-Event-ID": first["id"]}
    ) as events:
        second = await events.change()
    assert [first["versie"], second["versie"]] == [2, 3]
    assert second["volgnummer"] == first["volgnummer"] + 1


async def test_a_quiet_stream_gives_signs_of_life(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.graphql.event_stream.HEARTBEAT_SECONDS", 0.02)
    async with events_of(live, "gemeente-utrecht", asking()) as events:
        comments = 0
        async for line in events.response.aiter_lines():
            comments += line.startswith(":")
            if comments == 4:
                break
    assert comments == 4


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription { wijzigingen { plan { betrokkene { sknNummer } } } }", "unauthorizedField"),
        ("subscription { wijzigingen { geenVeld } }", "onbekendVeld"),
        ("subscription {", "syntaxfout"),
        ('subscription { wijzigingen(na: "geen cursor") { cursor } }', "onbekendeCursor"),
        ('subscription { wijzigingen(na: "999999") { cursor } }', "onbekendeCursor"),
        ("subscription { a: wijzigingen { cursor } b: wijzigingen { cursor } }", "ongeldigeVraag"),
    ],
)
async def test_what_may_not_begin_is_told_in_the_stream(live: Live, query: str, code: str) -> None:
    async with events_of(live, "gemeente-arnhem", query) as events:
        assert events.response.status_code == 200
        errors, complete = await events.ended()
    assert ([error["code"] for error in errors], complete) == ([code], True)


async def test_a_question_has_one_answer(live: Live) -> None:
    async with events_of(live, "gemeente-arnhem", "{ __typename }") as events:
        assert await events.event() == {"event": "next", "data": '{"data":{"__typename":"Query"}}'}
        assert await events.event() == {"event": "complete", "data": ""}
        assert await events.event() is None


async def test_without_a_good_token_there_is_no_stream(live: Live) -> None:
    async with events_of(live, "fg", asking(), headers={"Authorization": "Bearer x"}) as events:
        await events.response.aread()
    assert events.response.status_code == 401
    assert events.response.headers["content-type"] == "application/problem+json"


async def test_lenient_handling_is_told(live: Live, new_plan: NewPlan) -> None:
    await new_plan("gemeente-arnhem")
    query = asking("plan { betrokkene { sknNummer } }")
    async with events_of(live, "gemeente-arnhem", query, na="0", headers={"Prefer": "handling=lenient"}) as events:
        assert events.response.headers["preference-applied"] == "handling=lenient"
        assert (await events.change())["plan"] == {"betrokkene": {"sknNummer": None}}


@pytest.mark.parametrize("accept", ["application/json", "*/*"])
async def test_a_subscription_needs_a_stream(live: Live, accept: str) -> None:
    async with events_of(live, "gemeente-arnhem", asking(), headers={"Accept": accept}) as events:
        await events.response.aread()
    assert events.response.status_code == 400
    assert events.response.json()["errors"][0]["extensions"]["code"] == "abonnementVraagtStroom"


async def test_who_takes_both_gets_an_answer_to_a_question_and_a_stream_to_a_subscription(
    live: Live, new_plan: NewPlan
) -> None:
    await new_plan("gemeente-arnhem")
    accept = {"Accept": "application/graphql-response+json, text/event-stream"}
    async with events_of(live, "gemeente-arnhem", "{ __typename }", headers=accept) as events:
        assert events.response.headers["content-type"] == "application/graphql-response+json"
    async with events_of(live, "gemeente-arnhem", asking(), na="0", headers=accept) as events:
        assert (await events.change())["volgnummer"] == 1
