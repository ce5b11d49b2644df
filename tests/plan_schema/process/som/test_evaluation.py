"""What a rule set says of a plan: the properties that hold for every plan."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from plan_schema.plan import PATHS
from plan_schema.process.som.conditions import All
from plan_schema.process.som.evaluation import Verdict, evaluate, verdicts
from plan_schema.process.som.facts import FACTS, PATHS_OF_FACTS, Fact, FactKind, FactValue
from plan_schema.process.som.rule_sets import RULE_SETS, RuleSet
from plan_schema.tree import Leaf
from plan_schema.values import UNKNOWN, schema_path
from tests.plan_schema.process.som.plans import PLACES, TODAY, plan_with
from tests.strategies import documents, examples

ANY_RULE_SET = st.sampled_from(list(RULE_SETS.values()))


def _values(fact: Fact) -> st.SearchStrategy[FactValue]:
    known: st.SearchStrategy[FactValue]
    match fact.kind:
        case FactKind.CHOICE:
            known = st.sampled_from(sorted(fact.values))
        case FactKind.NUMBER:
            known = st.integers(0, 60)
        case FactKind.DAY:
            known = st.integers(0, 800).map(lambda days: TODAY - timedelta(days))
    return st.none() | known


FACT_VALUES = st.fixed_dictionaries({name: _values(fact) for name, fact in FACTS.items()})


def _hits(found: dict[str, Verdict]) -> set[str]:
    return {name for name, verdict in found.items() if verdict is Verdict.HIT}


@given(FACT_VALUES, st.sets(st.sampled_from(sorted(FACTS))), ANY_RULE_SET)
@examples(300)
def test_what_becomes_unknown_makes_nothing_fire(
    known: dict[str, FactValue], forgotten: set[str], rule_set: RuleSet
) -> None:
    less = known | dict.fromkeys(forgotten)
    assert _hits(verdicts(less.get, TODAY, rule_set)) <= _hits(verdicts(known.get, TODAY, rule_set))


@given(FACT_VALUES, ANY_RULE_SET)
@examples(100)
def test_what_fires_rests_on_something_known(known: dict[str, FactValue], rule_set: RuleSet) -> None:
    found = verdicts(known.get, TODAY, rule_set)
    for criterion in rule_set.criteria:
        if found[criterion.id] is Verdict.HIT:
            assert any(known[name] is not None for name in criterion.conditions.facts)


def test_a_plan_in_which_everything_is_recorded_as_unknown_has_no_outcome() -> None:
    plan = plan_with({path: _unknown(path) for path in PATHS_OF_FACTS if "[]" not in path and "heropend" not in path})
    for rule_set in RULE_SETS.values():
        found = evaluate(plan, TODAY, rule_set)
        assert not {finding.criterion.id for finding in found.findings if finding.verdict is Verdict.HIT}
        assert found.outcome.priority == "ONBEKEND"


def _unknown(path: str) -> Any:
    leaf = PATHS.node(path)
    assert isinstance(leaf, Leaf)
    unknown = "ONBEKEND" if leaf.kind.choices else UNKNOWN
    return [unknown] if leaf.many else unknown


@given(documents(PLACES), ANY_RULE_SET, st.randoms(use_true_random=False))
@examples(60)
def test_order_never_matters(plan: dict[str, Any], rule_set: RuleSet, rng: Random) -> None:
    shuffled = replace(
        rule_set,
        criteria=_shuffled(
            [
                replace(criterion, conditions=All(_shuffled(criterion.conditions.parts, rng)))
                for criterion in rule_set.criteria
            ],
            rng,
        ),
    )
    first, second = evaluate(plan, TODAY, rule_set), evaluate(_mixed(plan, rng), TODAY, shuffled)
    assert second.outcome.priority is first.outcome.priority
    assert second.outcome.decided_by == first.outcome.decided_by
    assert second.outcome.rests_on == first.outcome.rests_on
    assert {finding.criterion.id: finding.verdict for finding in second.findings} == {
        finding.criterion.id: finding.verdict for finding in first.findings
    }


def _shuffled(entries: Any, rng: Random) -> tuple[Any, ...]:
    return tuple(rng.sample(list(entries), len(entries)))


def _mixed(node: Any, rng: Random) -> Any:
    """The same, with the names in every group in another order; the items of a list stay, their order is that of their making."""
    if isinstance(node, dict):
        return {name: _mixed(node[name], rng) for name in rng.sample(list(node), len(node))}
    return [_mixed(entry, rng) for entry in node] if isinstance(node, list) else node


@given(documents(PLACES))
@examples(60)
def test_it_rests_on_the_fields_that_facts_name(plan: dict[str, Any]) -> None:
    for rule_set in RULE_SETS.values():
        found = evaluate(plan, TODAY, rule_set)
        assert {schema_path(path) for path in found.outcome.rests_on} <= PATHS_OF_FACTS | {"som.uitkomst.prioriteit"}
        assert found.outcome.rests_on == frozenset().union(*(finding.rests_on for finding in found.findings))


def test_the_facts_are_those_of_the_day() -> None:
    born = {"betrokkene.geboortedatum": "2002-09-01", "som.deel2.asrWegingskaderIngezet": "NEE"}
    plan = plan_with({"detentie.statusGedetineerde": "PREVENTIEF"} | born)
    rule_set = RULE_SETS["som-2021-03"]
    assert evaluate(plan, date(2026, 8, 31), rule_set).outcome.decided_by == ("S6",)
    assert evaluate(plan, date(2026, 9, 1), rule_set).outcome.decided_by == ()


def test_a_finding_names_what_is_missing_only_where_it_depends_on_it() -> None:
    plan = plan_with({"detentie.statusGedetineerde": "PREVENTIEF", "betrokkene.geboortedatum": "1980-01-01"})
    found = {finding.criterion.id: finding for finding in evaluate(plan, TODAY, RULE_SETS["som-2021-03"]).findings}
    assert [fact.name for fact in found["S5"].missing] == ["adviesvraagLoopt"]
    # Too old, whatever the answer about the ASR is; and only after the vonnis does supervision count.
    assert found["S6"].missing == ()
    assert found["S7"].missing == ()
