"""The stored outcome of the SOM tells nobody more than the fields it comes from."""

from datetime import date
from functools import reduce
from operator import or_

from plan_schema.plan import PATHS, PLAN
from plan_schema.process.som.facts import PATHS_OF_FACTS
from plan_schema.sections.som import OUTCOME
from plan_schema.tree import Group
from policies.context import Conditions
from policies.policy import ALL_CONDITIONS, Policy

POLICY = Policy.load(PLAN, date(2026, 1, 1))


def _fields_of_outcome() -> int:
    group = PATHS.node(OUTCOME)
    assert isinstance(group, Group)
    return group.leaf_bits


def test_whoever_reads_the_outcome_reads_every_fact_once_it_is_shared() -> None:
    facts = reduce(or_, (PATHS.bit(path) for path in PATHS_OF_FACTS))
    readers = 0
    for context in POLICY.contexts():
        masks = POLICY.masks(context)
        for held in range(int(ALL_CONDITIONS) + 1):
            if masks.read[Conditions(held)] & _fields_of_outcome():
                readers += 1
                assert not facts & ~masks.read[Conditions(held) | Conditions.GEDEELD], context
    assert readers


def test_nobody_writes_the_outcome() -> None:
    assert not any(mask & _fields_of_outcome() for context in POLICY.contexts() for mask in POLICY.masks(context).write)
