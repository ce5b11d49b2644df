"""Part 3: the decision, and the casemanager's concerns."""

from typing import Any

import pytest

from plan_schema.patch import named_paths
from plan_schema.plan import PATHS, PLAN
from plan_schema.process.som.decision import CONCERNS, DETAILED, WRITES, Chosen, Decision, decide, raise_concerns
from plan_schema.sections.som import SomBesluitsoort as Option
from tests.plan_schema.process.som.plans import TODAY, plan_with

SUPERVISED = {"detentie.statusGedetineerde": "ONHERROEPELIJK_VEROORDEELD", "detentie.toezichtNaDetentie": "JA"}
WEIGHED = {"som.deel2.reclasseringsinformatie": "ACTUEEL"}


def _codes(decision: Decision, plan: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (problem.path.rpartition(".")[2], problem.code) for problem in decide(decision)(plan_with(plan), TODAY).problems
    ]


def test_more_than_one_option_can_be_chosen() -> None:
    chosen = (
        Chosen(Option.VOORBEREIDEN_TOEZICHT),
        Chosen(Option.GEDRAGSTRAINING_IN_PI, "cognitieve vaardigheden"),
        Chosen(Option.OVERIG, " contact met het netwerk "),
    )
    order = decide(Decision(chosen, "Samen besloten."))(plan_with(SUPERVISED), TODAY)
    assert order.problems == ()
    assert order.patch == {
        "som": {
            "besluit": {
                "besluiten": ["VOORBEREIDEN_TOEZICHT", "GEDRAGSTRAINING_IN_PI", "OVERIG"],
                "nadereInvulling": "te weten: cognitieve vaardigheden; namelijk: contact met het netwerk",
                "toelichting": "Samen besloten.",
                "motiveringAfwijking": None,
                "beslotenOp": "2026-09-01",
            }
        }
    }
    assert named_paths(PLAN, order.patch) == WRITES


def test_the_guard_says_what_it_looked_at() -> None:
    order = decide(Decision((Chosen(Option.GEEN_PRIORITEIT),)))(plan_with(SUPERVISED), TODAY)
    assert {"detentie.toezichtNaDetentie", "som.deel2.reclasseringsinformatie"} <= set(order.rests_on)


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ((), [("besluiten", "verplichtVeld")]),
        ((Chosen(Option.ONBEKEND),), [("besluiten", "verplichtVeld")]),
        ((Chosen(Option.SCHORSING_INITIEREN),) * 2, [("besluiten", "waardeKomtDubbelVoor")]),
        (
            (Chosen(Option.GEEN_PRIORITEIT), Chosen(Option.SCHORSING_INITIEREN)),
            [("besluiten", "tegenstrijdig")],
        ),
        *(((Chosen(option),), [("nadereInvulling", "verplichtVeld")]) for option in DETAILED),
        *(((Chosen(option, "  "),), [("nadereInvulling", "verplichtVeld")]) for option in DETAILED),
        *(((Chosen(option, "iets"),), []) for option in DETAILED),
    ],
)
def test_what_a_decision_cannot_be(chosen: tuple[Chosen, ...], found: list[tuple[str, str]]) -> None:
    assert _codes(Decision(chosen), WEIGHED) == found


def test_a_decision_that_deviates_needs_a_motivation() -> None:
    low = Decision((Chosen(Option.GEEN_PRIORITEIT),))
    assert _codes(low, SUPERVISED) == [("motiveringAfwijking", "motiveringVerplicht")]
    assert _codes(Decision(low.chosen, motivation="Gaat naar het buitenland."), SUPERVISED) == []
    assert _codes(low, WEIGHED) == []


def test_a_decision_lies_not_in_the_future() -> None:
    chosen = (Chosen(Option.GEEN_PRIORITEIT),)
    assert _codes(Decision(chosen, decided_on="2026-09-02"), WEIGHED) == [("beslotenOp", "ongeldigeWaarde")]
    assert _codes(Decision(chosen, decided_on="2026-09-01"), WEIGHED) == []


def test_concerns_are_written_down() -> None:
    order = raise_concerns("Weet niet waarheen.")(plan_with({}), TODAY)
    assert named_paths(PLAN, order.patch) == {CONCERNS}
    assert PATHS.node(CONCERNS) is not None
