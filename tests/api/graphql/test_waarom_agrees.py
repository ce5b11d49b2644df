"""`waarom` never says anything else than `mijnRechten`, a real read or a real write."""

import random
from typing import Any, Final

import pytest

from api.identity.personas import PERSONAS
from plan_schema.plan import PATHS
from plan_schema.tree import Leaf
from policies.context import Action
from tests.api.client import Api
from tests.api.graphql.conftest import World
from tests.api.graphql.rich_plan import CASEMANAGER, RECLASSERING, make_rich_plan
from tests.api.graphql.selection import plan_query, under

GEMEENTE: Final = "gemeente-arnhem"
LENIENT: Final = {"Prefer": "handling=lenient"}
REPEATS: Final = 5
"""How often a question may ask the same thing (the limit on repeats)."""
CALLERS: Final = [
    (name, purposes)
    for name, persona in PERSONAS.items()
    for purposes in ([None] if persona.allowed == persona.purposes else [None, sorted(persona.allowed)])
]


def _question(leaves: list[Leaf]) -> str:
    asked = " ".join(
        f'{action.lower()}{number}: waarom(planId: $id, pad: "{leaf.path}", actie: {action}) {{ toegestaan }}'
        for number, leaf in enumerate(leaves)
        for action in Action
    )
    return f"query ($id: ID) {{ {asked} }}"


async def _allowed(
    api: Api, plan: str | None, persona: str, doelen: list[str] | None, leaves: list[Leaf]
) -> dict[str, dict[Action, bool]]:
    """What `waarom` says of each of these fields: whether it may be read, and written."""
    found: dict[str, dict[Action, bool]] = {}
    size = REPEATS // len(Action)
    for start in range(0, len(leaves), size):
        some = leaves[start : start + size]
        response = await api.ask(persona, _question(some), doelen=doelen, id=plan)
        assert response.status_code == 200, response.text
        data = response.json()["data"]
        for number, leaf in enumerate(some):
            found[leaf.path] = {action: data[f"{action.lower()}{number}"]["toegestaan"] for action in Action}
    return found


@pytest.mark.parametrize(("persona", "doelen"), CALLERS)
async def test_it_agrees_with_the_rights_and_with_what_is_read(
    world: World, persona: str, doelen: list[str] | None
) -> None:
    chance = random.Random(f"{persona} {doelen}")  # noqa: S311 - the same fields in every run
    api, leaves = world.api, chance.sample(PATHS.leaves, 10)
    answers: dict[str, dict[Action, bool]] = {}
    for plan in (None, world.plan.id):
        mine = "query ($id: ID) { mijnRechten(planId: $id) { pad lezen schrijven voorwaarde } }"
        response = await api.ask(persona, mine, doelen=doelen, id=plan)
        rights = {right["pad"]: right for right in response.json()["data"]["mijnRechten"]}
        answers = await _allowed(api, plan, persona, doelen, leaves)
        for path, allowed in answers.items():
            right = rights.get(path, {"lezen": False, "schrijven": False, "voorwaarde": None})
            # Outside lists a condition that may decide has been decided: then reading itself is the judge, below.
            if right["voorwaarde"] is None or "[]" in path or plan is None:
                assert allowed == {Action.LEZEN: right["lezen"], Action.SCHRIJVEN: right["schrijven"]}, path
    read = await api.ask(persona, plan_query(house=False), doelen=doelen, headers=LENIENT, id=world.plan.id)
    if read.status_code == 200 and read.json()["data"]["plan"] is not None:
        withheld = {entry["pad"] for entry in read.json()["extensions"].get("afgeschermd", [])}
        for path, allowed in answers.items():
            assert allowed[Action.LEZEN] is (path not in withheld), path


_DECISIVE: Final = under("betrokkene", "detentie", "terugkeer", "samenStarten", "toezicht", "status", "zorg.zorgNodig")
"""Fields that could change who is tied to the plan, or in which phase it is."""
_ALWAYS: Final = frozenset({"onderdak.toelichting", "overleg.gedragTijdensDetentie", "som.uitkomst.prioriteit"})
"""Fields of which everybody here may write one, and nobody may write another."""


def _can_be_changed(leaf: Leaf) -> bool:
    """Whether a change of just this field is easily made: no item to name, no form to keep to."""
    free = leaf.kind.name == "String" and not leaf.name.lower().endswith(("telefoon", "email"))
    alone = leaf.path not in _DECISIVE and "[]" not in leaf.path and leaf.name != "gedeeld"
    return alone and (free or leaf.kind.choices is not None)


def _changing(leaf: Leaf) -> dict[str, Any]:
    """A patch that gives a field another value than it has in the rich plan: what stays the same is always allowed."""
    # The last: the plan holds the first, or what follows from it by rules.
    value = list(leaf.kind.choices)[-1].value if leaf.kind.choices else "iets anders"
    patch: Any = [value] if leaf.many else value
    for name in reversed(leaf.path.split(".")):
        patch = {name: patch}
    return dict(patch)


@pytest.mark.parametrize("persona", [CASEMANAGER, "mentor-arnhem", RECLASSERING, GEMEENTE])
async def test_it_agrees_with_what_can_be_written(api: Api, persona: str) -> None:
    plan = await make_rich_plan(api)
    fields = [leaf for leaf in PATHS.leaves if _can_be_changed(leaf)]
    chance = random.Random(persona)  # noqa: S311 - the same fields in every run
    paths = {leaf.path for leaf in chance.sample(fields, 10)} | _ALWAYS
    leaves = [leaf for leaf in fields if leaf.path in paths]
    outcomes = set()
    allowances = await _allowed(api, plan.id, persona, None, leaves)
    for leaf in leaves:
        path, allowed = leaf.path, allowances[leaf.path]
        outcome = await api.change(persona, plan.id, plan.version, _changing(leaf))
        refused = outcome["__typename"] == "VeldenNietToegestaan"
        if refused:
            assert [entry["pad"] for entry in outcome["velden"]] == [path]
        assert allowed[Action.SCHRIJVEN] is not refused, (path, outcome)
        outcomes.add(refused)
    assert outcomes == {True, False}
