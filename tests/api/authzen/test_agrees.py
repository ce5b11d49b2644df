"""T-ADL-05: what AuthZEN says beforehand is what GraphQL does."""

import random
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from api.identity.personas import PERSONAS
from plan_schema.plan import PATHS
from plan_schema.tree import Leaf
from policies.context import Action
from tests.api.authzen.conftest import Authzen, evaluation

FIELDS: Final = 14
"""For each persona and choice of doelen; each is asked for reading and writing, in a plan and in any."""
CALLERS: Final = [
    (name, purposes)
    for name, persona in PERSONAS.items()
    for purposes in ([None] if persona.allowed == persona.purposes else [None, sorted(persona.allowed)])
]


def _only(leaf: Leaf) -> str:
    """The question for this field of a plan and nothing else."""
    selection = ""
    for name in reversed(leaf.path.replace("[]", "").split(".")):
        selection = f"{{ {name} {selection} }}"
    return f"query ($id: ID!) {{ plan(id: $id) {selection} }}"


async def _reads(authzen: Authzen, persona: str, doelen: Sequence[str] | None, leaf: Leaf) -> bool:
    """Whether a strict question for one field is answered."""
    response = await authzen.logged.api.ask(persona, _only(leaf), doelen=doelen, id=authzen.plan_id)
    assert response.status_code in (200, 403), response.text
    return response.status_code == 200 and response.json()["data"]["plan"] is not None


async def _rights(authzen: Authzen, persona: str, doelen: Sequence[str] | None, plan: str | None) -> dict[str, Any]:
    query = "query ($id: ID) { mijnRechten(planId: $id) { pad lezen schrijven voorwaarde } }"
    response = await authzen.logged.api.ask(persona, query, doelen=doelen, id=plan)
    return {right["pad"]: right for right in response.json()["data"]["mijnRechten"]}


async def test_what_it_says_is_what_happens(authzen: Authzen) -> None:
    seen: Counter[tuple[str, bool]] = Counter()
    for persona, doelen in CALLERS:
        await _compare(authzen, persona, doelen, seen)
    # Hundreds of pairs, and of each kind of verdict many: else the comparison would prove little.
    assert sum(seen.values()) > 900
    assert all(seen[action, allowed] > 40 for action in Action for allowed in (True, False)), seen


async def _compare(
    authzen: Authzen, persona: str, doelen: Sequence[str] | None, seen: Counter[tuple[str, bool]]
) -> None:
    chance = random.Random(f"{persona} {doelen}")  # noqa: S311 - the same fields in every run
    leaves = chance.sample(PATHS.leaves, FIELDS)
    plan = authzen.plan_id
    asked = [(leaf, action, where) for leaf in leaves for action in Action for where in ("*", plan)]
    chance.shuffle(asked)
    entries = [evaluation(persona, leaf.path, action, where) for leaf, action, where in asked]
    verdicts = await authzen.verdicts(persona, entries, doelen=doelen)
    assert len(verdicts) == len(asked)
    rights = {where: await _rights(authzen, persona, doelen, None if where == "*" else where) for where in ("*", plan)}
    nothing = {"lezen": False, "schrijven": False, "voorwaarde": None}
    for (leaf, action, where), verdict in zip(asked, verdicts, strict=True):
        right = rights[where].get(leaf.path, nothing)
        if action is Action.LEZEN and where == plan:
            allowed = await _reads(authzen, persona, doelen, leaf)
        elif right["voorwaarde"] is not None and where == plan and "[]" not in leaf.path:
            # The condition has been decided in this plan, and `mijnRechten` says no more than that there is one.
            continue
        else:
            allowed = right["lezen" if action is Action.LEZEN else "schrijven"]
        assert verdict["decision"] is allowed, (persona, doelen, leaf.path, action, where)
        seen[action, verdict["decision"]] += 1
