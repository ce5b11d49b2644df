"""What is compiled is, byte for byte, what Strawberry answers, and is recorded alike.

COMPILED_CASES sets how many questions, COMPILED_SEED which.
"""

import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final

import orjson
import pytest

from api.logbook.trace import Trace
from api.view.plan_view import PlanView
from plan_schema.plan import PLAN
from policies.policy import Policy
from tests.api.compiled.conftest import Outcome, Pair
from tests.api.compiled.questions import Questions
from tests.api.leaks.askers import Asker
from tests.api.leaks.cases import ARNHEM, PI_ARNHEM, TODAY
from tests.api.leaks.operations import Operation

CASES: Final = int(os.environ.get("COMPILED_CASES", "400"))
SEED: Final = int(os.environ.get("COMPILED_SEED", "20261122"))


_ID: Final = re.compile(rb"\[[0-9a-f-]{36}\]")


def _questions(pair: Pair) -> Questions:
    return Questions(pair.planted, Policy.load(PLAN, TODAY), random.Random(SEED))  # noqa: S311 - reproducible, not secret


def _comparable(outcome: Outcome, operation: Operation) -> Any:
    """The answer and the records as they are; where plans are read side by side, without what chance orders in them."""
    if operation.road not in ("several", "mixed") and " ander: plan(" not in operation.text:
        return outcome
    body = orjson.loads(outcome.content)
    told = [*body.get("errors", ()), *body.get("extensions", {}).get("afgeschermd", ())]
    # What the whole operation is called in the logs goes by the plan that was read first.
    first = {"handeling": None, "attributes": None}
    records = [record | (first if "aantal" in record else {}) for record in outcome.records]
    return outcome.status, orjson.dumps(body.get("data")), _unordered(told), _unordered(records)


def _unordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _unordered(inner) for name, inner in value.items()}
    return sorted(map(_unordered, value), key=repr) if isinstance(value, list) else value


@contextmanager
def _counting(seen: Counter[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Count how plans are made into answers: rendered, or shown to be picked from."""

    def counted(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any) -> Any:
            seen[name] += 1
            return work(*given)

        return run

    with monkeypatch.context() as patch:
        patch.setattr(PlanView, "rendered", counted("rendered", PlanView.rendered))
        patch.setattr(PlanView, "shown", property(counted("shown", PlanView.shown.func)))  # type: ignore[attr-defined]
        yield


async def test_answers_and_records_are_equal(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    roads: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for operation in islice(_questions(pair).plans(), CASES):
        trace = Trace.of({})
        with _counting(made, monkeypatch):
            fast = await pair.ask(pair.fast, operation, trace)
        slow = await pair.ask(pair.slow, operation, trace)
        assert _comparable(fast, operation) == _comparable(slow, operation), operation
        roads[operation.road] += 1
        ends[str(fast.status)] += 1
        ends["with a plan"] += b'"data":{' in fast.content and b'{"plan":null}' not in fast.content
        ends["with fields withheld"] += b'"afgeschermd":[{' in fast.content
    share = made["rendered"] / made.total()
    print(  # noqa: T201 - the figures are the point of a long run
        f"\n{CASES} questions (seed {SEED}): {dict(roads)}\nends: {dict(ends)}\n"
        f"{made['rendered']} plans rendered, {made['shown']} not: {share:.2%}"
    )
    assert share > 0.9
    assert ends["with a plan"] > 0.5 * CASES
    for end in ("400", "403", "with fields withheld"):
        assert ends[end] > 0.01 * CASES, end


def _without_new_ids(outcome: Outcome) -> bytes:
    """The answer; of a change that was refused without the ids that its new items were to have, which are others each time."""
    return outcome.content if b'"__typename":"PlanGewijzigd"' in outcome.content else _ID.sub(b"", outcome.content)


async def test_changes_are_answered_alike(pair: Pair) -> None:
    """The one changes the plan, the other is asked the same again: the outcome is kept, the plan in it is made anew."""
    outcomes: Counter[str] = Counter()
    number = max(CASES // 10, 40)
    for index, operation in enumerate(islice(_questions(pair).changes(), number)):
        key = f"wijziging-{index:08d}"
        fast = await pair.ask(pair.fast, operation, Trace.of({}), key)
        slow = await pair.ask(pair.slow, operation, Trace.of({}), key)
        assert (fast.status, _without_new_ids(fast)) == (slow.status, _without_new_ids(slow)), operation
        data = orjson.loads(fast.content).get("data")
        outcomes[data["wijzigPlan"]["__typename"] if data else str(fast.status)] += 1
    print(f"\n{number} changes (seed {SEED}): {dict(outcomes)}")  # noqa: T201 - likewise
    assert outcomes["PlanGewijzigd"] > 0.02 * number


@pytest.mark.parametrize(
    ("group", "status"),
    [("som { criteria: __typename @skip(if: $uit) }", 200), ("onderdak { id: hulpvraag @skip(if: $uit) }", 400)],
)
async def test_a_null_switch_is_refused_only_where_somebody_comes(pair: Pair, group: str, status: int) -> None:
    """A gemeente sees no SOM, so nothing in it is gone into."""
    text = f"query ($id: ID!, $uit: Boolean = true) {{ plan(id: $id) {{ id {group} }} }}"
    asker = Asker("gemeente-arnhem", ("ESSENTIELE_VOORWAARDEN",), None)
    plan_id = _plan_of(pair, ARNHEM)
    operation = Operation("plan", asker, text, {"id": plan_id, "uit": None}, lenient=True)
    fast, slow = [await pair.ask(executor, operation, Trace.of({})) for executor in (pair.fast, pair.slow)]
    assert (fast.status, fast.content) == (slow.status, slow.content)
    assert fast.status == status


async def test_a_question_too_large_for_a_shape_is_answered_without(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = " ".join(f"d{number}: stemBetrokkene {{ ...stem }}" for number in range(60))
    fields = " ".join(f"s{number}: wensen" for number in range(90))
    text = f"query ($id: ID!) {{ plan(id: $id) {{ id {many} }} }} fragment stem on StemBetrokkene {{ {fields} }}"
    asker = Asker("casemanager-arnhem", ("PLAN_UITVOEREN",), None)
    operation = Operation("plan", asker, text, {"id": _plan_of(pair, PI_ARNHEM)})
    made: Counter[str] = Counter()
    with _counting(made, monkeypatch):
        fast = await pair.ask(pair.fast, operation, Trace.of({}))
    assert fast.status == 200, fast.content
    assert made == {"shown": 1}
    assert fast.content == (await pair.ask(pair.slow, operation, Trace.of({}))).content


def _plan_of(pair: Pair, oin: str) -> str:
    return next(plan_id for plan_id, known in pair.planted.oracle.plans.items() if oin in known.ties)
