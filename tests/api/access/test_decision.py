"""A decision explained: the row, doel, relation and phase that carry it, and never another verdict than the masks give."""

from dataclasses import replace
from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.access.decision import Decision, decide, unrelated
from api.access.facts import PlanFacts
from api.access.refusal import Reason
from api.identity.personas import PERSONAS
from plan_schema.plan import PATHS
from plan_schema.tree import Leaf
from policies.context import RELATIONS_OF, Action, Conditions, Phase, Purpose, Relation
from policies.policy import ALL_CONDITIONS
from tests.api.access.callers import access
from tests.api.access.test_relation import PLAN, RN
from tests.strategies import examples

TODAY: Final = date(2026, 7, 1)
EVERY_CONDITION: Final = st.integers(0, ALL_CONDITIONS).map(Conditions)


def _leaf(path: str) -> Leaf:
    node = PATHS.node(path)
    assert isinstance(node, Leaf)
    return node


@st.composite
def _callers(draw: st.DrawFn) -> tuple[str, list[Purpose]]:
    persona = PERSONAS[draw(st.sampled_from(sorted(PERSONAS)))]
    return persona.name, draw(st.lists(st.sampled_from(sorted(persona.allowed)), min_size=1, unique=True))


@st.composite
def _plans(draw: st.DrawFn) -> PlanFacts:
    return replace(
        PLAN,
        inrichting=draw(st.sampled_from(["PI Arnhem", "PI Zaanstad"])),
        signal_given=draw(st.booleans()),
        assigned=draw(st.sampled_from([frozenset(), frozenset({RN})])),
        vestigingsgemeente=draw(st.sampled_from(["0202", "0268", None])),
        release=draw(st.sampled_from(["2026-06-01", None])),
        release_is_final=draw(st.booleans()),
        closed=draw(st.sampled_from([False, False, True])),
    )


def _assert_carried(decision: Decision, given: tuple[str, list[Purpose]], conditions: Conditions) -> None:
    """The row that is named grants this, to this caller, in the context that is named."""
    row, persona = decision.row, PERSONAS[given[0]]
    assert row is not None
    assert persona.role in row.roles
    assert decision.purpose in row.purposes
    assert decision.purpose in given[1]
    assert decision.relation in row.relations
    assert decision.phase in row.phases
    assert row.condition & ~conditions == 0
    assert row.grants(decision.action)
    assert row.leaves & decision.leaf.bit
    assert decision.refusal is None


@examples(150)
@given(_callers(), _plans(), st.sampled_from(PATHS.leaves), st.sampled_from(Action), EVERY_CONDITION)
def test_the_verdict_on_a_plan_is_that_of_its_masks(
    given_caller: tuple[str, list[Purpose]], plan: PlanFacts, leaf: Leaf, action: Action, conditions: Conditions
) -> None:
    asked = access(given_caller[0], TODAY, given_caller[1])
    rights = asked.rights(plan)
    if rights is None:
        return
    decision = decide(asked, leaf, action, rights.relations, (rights.phase,), conditions)
    mask = rights.masks.read if action is Action.LEZEN else rights.masks.write
    assert (decision.row is not None) is bool(mask[conditions] & leaf.bit)
    assert (decision.leaf, decision.action, decision.revision) == (leaf, action, asked.policy.revision)
    if decision.row is not None:
        assert decision.relation in rights.relations
        assert decision.phase is rights.phase
        _assert_carried(decision, given_caller, conditions)
        return
    assert (decision.purpose, decision.relation, decision.phase) == (None, None, None)
    assert decision.refusal is not None
    assert decision.refusal.path == leaf.path
    assert decision.refusal.reason is not Reason.GEEN_RELATIE


@examples(100)
@given(_callers(), st.sampled_from(PATHS.leaves), st.sampled_from(Action))
def test_the_verdict_without_a_plan_is_what_is_possible_at_best(
    given_caller: tuple[str, list[Purpose]], leaf: Leaf, action: Action
) -> None:
    asked = access(given_caller[0], TODAY, given_caller[1])
    relations = RELATIONS_OF[asked.caller.organisation.kind]
    decision = decide(asked, leaf, action, relations, Phase, ALL_CONDITIONS)
    best = asked.best.best_read if action is Action.LEZEN else asked.best.best_write
    assert (decision.row is not None) is bool(best & leaf.bit)
    if decision.row is not None:
        _assert_carried(decision, given_caller, ALL_CONDITIONS)


def test_one_of_several_relations_and_doelen_is_enough_and_is_named() -> None:
    asked = access("gemeente-arnhem", TODAY, [Purpose.OVERLEG_INZET, Purpose.ESSENTIELE_VOORWAARDEN])
    both = frozenset({Relation.HERKOMST, Relation.VESTIGING})
    confirmed = decide(
        asked,
        _leaf("terugkeer.vestigingsgemeenteBevestigd"),
        Action.SCHRIJVEN,
        both,
        (Phase.DETENTIE,),
        Conditions(0),
    )
    assert (confirmed.relation, confirmed.purpose) == (Relation.VESTIGING, Purpose.ESSENTIELE_VOORWAARDEN)
    motivation = decide(asked, _leaf("overleg.motivatie"), Action.LEZEN, both, Phase, Conditions(0))
    assert motivation.purpose is Purpose.OVERLEG_INZET


@pytest.mark.parametrize(
    ("conditions", "line"),
    [(Conditions(0), None), (Conditions.GEDEELD, None), (Conditions.EIGEN, Conditions.EIGEN)],
)
def test_a_condition_counts_only_when_it_holds(conditions: Conditions, line: Conditions | None) -> None:
    asked = access("gemeente-arnhem", TODAY)
    decision = decide(
        asked, _leaf("contacten[].naam"), Action.SCHRIJVEN, {Relation.HERKOMST}, (Phase.DETENTIE,), conditions
    )
    assert (decision.row.condition if decision.row else None) == line
    assert (decision.refusal.reason if decision.refusal else None) is (None if line else Reason.VOORWAARDE)


@pytest.mark.parametrize(("relations", "phases"), [((), (Phase.DETENTIE,)), ((Relation.HERKOMST,), ())])
def test_without_a_relation_or_a_phase_nothing_is_allowed(
    relations: tuple[Relation, ...], phases: tuple[Phase, ...]
) -> None:
    asked = access("gemeente-arnhem", TODAY)
    assert decide(asked, _leaf("status"), Action.LEZEN, relations, phases, ALL_CONDITIONS).row is None


@examples(30)
@given(_callers(), st.sampled_from(PATHS.leaves), st.sampled_from(Action))
def test_of_a_plan_of_others_only_the_lack_of_a_relation_is_said(
    given_caller: tuple[str, list[Purpose]], leaf: Leaf, action: Action
) -> None:
    asked = access(given_caller[0], TODAY, given_caller[1])
    decision = unrelated(asked, leaf, action)
    rows = asked.policy.rows_for(leaf.bit, action)
    assert decision.row is None
    assert decision.refusal is not None
    assert (decision.refusal.path, decision.refusal.reason) == (leaf.path, Reason.GEEN_RELATIE)
    assert set(decision.refusal.grounds) == {row.ground for row in rows}
    assert set(decision.refusal.who_may) == {f"{row.organisation} {role}" for row in rows for role in row.roles}
