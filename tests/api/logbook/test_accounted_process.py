"""Every command of the process is accounted for: what its answer shows and what it wrote is what the logs hold."""

from datetime import timedelta
from typing import Any, Final

import pytest

from api.app import now
from api.graphql.schema import executable_schema
from plan_schema.values import schema_path
from tests.api.client import CHANGE, detention
from tests.api.graphql.process import test_samen_starten as played_by
from tests.api.graphql.process.test_samen_starten import INPUTS, TODAY, Traject
from tests.api.graphql.rich_plan import ARNHEM
from tests.api.logbook.conftest import Logged
from tests.api.logbook.test_accounted import ABOUT_NO_PLAN, LENIENT, ROADS, changed, check, with_everything

CASEMANAGER: Final = "casemanager-arnhem"
GEMEENTE: Final = "gemeente-arnhem"


class Accounted(Traject):
    """A traject of which every answer is held against its records."""

    def __init__(self, logged: Logged, plan_id: str) -> None:
        super().__init__(logged.api, plan_id)
        self.logged = logged
        self.played: set[str] = set()

    async def order(self, persona: str, mutation: str, headers: dict[str, str] | None = None, **given: Any) -> Any:
        kind = INPUTS.get(mutation, f"{mutation[0].upper()}{mutation[1:]}Input")
        query = with_everything(CHANGE).replace("WijzigPlanInput", kind).replace("wijzigPlan(", f"{mutation}(")
        variables = {"planId": self.id, "verwachteVersie": self.version, **given}
        asked = await self.logged.ask(persona, query, LENIENT | (headers or {}), input=variables)
        outcome = asked.data[mutation]
        assert outcome["__typename"] == "PlanGewijzigd", outcome
        check(self.logged, asked, set(changed(self.id, outcome)))
        (record,) = asked.plans
        self.version = outcome["plan"]["versie"]
        assert record["geschreven"]["versie"] == self.version
        assert self.logged.paths(record["geschreven"]["velden"])
        self.played.add(mutation)
        return outcome


async def _begun(logged: Logged, skn: str, **detentie: Any) -> Accounted:
    fields = detention(skn)
    fields["detentie"] |= {"datumAanvang": TODAY, "instroomtitel": "VOORLOPIG_GEHECHT", **detentie}
    return Accounted(logged, await logged.api.register(fields))


async def _handed_over(traject: Accounted) -> None:
    await traject.done(CASEMANAGER, "vraagAkkoord", partij="GEMEENTE", organisatie=ARNHEM)
    await traject.done(GEMEENTE, "geefAkkoord", akkoord=True)
    await traject.done(CASEMANAGER, "draagOver", openstaandePunten="Een kamer")
    await traject.done(GEMEENTE, "neemOver")


@pytest.fixture(scope="module")
async def played(logged: Logged) -> set[str]:
    first, second = await _begun(logged, "3100001"), await _begun(logged, "3100002")
    await played_by.test_the_whole_traject_is_played_by_its_parties(first)
    await played_by.test_a_stopped_traject_is_reopened(second)
    yesterday = (now().date() - timedelta(days=400)).isoformat()
    third = await _begun(
        logged,
        "3100003",
        datumAanvang=yesterday,
        datumInvrijheidstelling=TODAY,
        einddatumStatus="DEFINITIEF",
        justitieleTitelNaDetentie="GEEN",
    )
    await _handed_over(third)
    return first.played | second.played | third.played


def test_every_command_is_played_and_accounted_for(played: set[str]) -> None:
    kind = executable_schema().mutation_type
    assert kind is not None
    assert set(kind.fields) == {*ROADS, *ABOUT_NO_PLAN, *played} & set(kind.fields)


QUESTIONS: Final = {
    "proces": (
        "proces(planId: $id) { versie samenStartenStatus denRPlanStatus }",
        {"samenStarten.signaal.afgegevenOp", "status"},
    ),
    "overdracht": (
        "overdracht(planId: $id) { versie regie { soort houder } }",
        {"detentie.datumInvrijheidstelling", "detentie.justitieleTitelNaDetentie"},
    ),
}


@pytest.mark.parametrize("root", QUESTIONS)
async def test_what_is_told_of_the_process_is_logged_with_what_it_rests_on(logged: Logged, root: str) -> None:
    question, grounds = QUESTIONS[root]
    asked = await logged.ask(CASEMANAGER, f"query ($id: ID!) {{ {question} }}", id=logged.plan.id)
    version = asked.data[root]["versie"]
    check(logged, asked, {(logged.plan.id, version, path) for path in grounds})


async def test_what_a_work_list_shows_is_logged_with_what_it_rests_on(logged: Logged) -> None:
    asked = await logged.ask(CASEMANAGER, "{ werkvoorraad { nodes { planId versie berustOp } } }")
    nodes = asked.data["werkvoorraad"]["nodes"]
    assert nodes
    grounds = {(node["planId"], node["versie"], schema_path(path)) for node in nodes for path in node["berustOp"]}
    check(logged, asked, grounds)


def test_every_question_is_such_a_road() -> None:
    kind = executable_schema().query_type
    assert kind is not None
    assert set(kind.fields) == {*ROADS, *ABOUT_NO_PLAN, *QUESTIONS, "werkvoorraad"} & set(kind.fields)
