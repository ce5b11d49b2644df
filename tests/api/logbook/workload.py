"""A generated workload, and who received what by it: read from the answers, never from the logs."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from api.identity.personas import PERSONAS
from plan_schema.plan import PLAN
from plan_schema.tree import Group, Leaf
from plan_schema.values import schema_path
from tests.api.client import CHANGE, detention
from tests.api.logbook.conftest import Asked, Logged

ASKERS: Final = (
    "casemanager-arnhem",
    "gemeente-arnhem",
    "gemeente-nijmegen",
    "reclassering-rn-arnhem",
    "gemeente-utrecht",
)
RN: Final = "00000099200000001000"
LENIENT: Final = {"Prefer": "handling=lenient"}
TEXTS: Final = ("onderdak.hulpvraag", "schulden.hulpvraag", "werkEnInkomen.hulpvraag", "sociaalNetwerk.hulpvraag")

Receipt: TypeAlias = tuple[str, str, str, int, str]
"""Organisation, plan, schema path, version, trace."""


@dataclass
class Workload:
    """Asks on, and remembers what every answer held."""

    logged: Logged
    rng: random.Random
    plans: list[str] = field(default_factory=list)
    truth: set[Receipt] = field(default_factory=set)
    traces: list[str] = field(default_factory=list)
    withheld: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    """Per trace of a lenient question: plan and schema path of what its answer says is withheld."""

    async def prepare(self, first: int, plans: int) -> None:
        """Plans that all but one of the askers may see, of persons numbered from `first`."""
        api = self.logged.api
        for number in range(first, first + plans):
            plan_id = await api.register(detention(str(number)))
            given = {"signaal": {"afgegevenOp": "2026-02-01T08:00:00Z"}, "toewijzing": {"organisaties": [RN]}}
            await api.change("casemanager-arnhem", plan_id, 1, {"samenStarten": given})
            self.plans.append(plan_id)

    async def run(self, operations: int) -> None:
        """This many operations of every kind."""
        kinds = (
            self._plan,
            self._plan,
            self._plan,
            self._earlier,
            self._list,
            self._history,
            self._difference,
            self._change,
        )
        for _ in range(operations):
            asked = await self.rng.choice(kinds)(self.rng.choice(ASKERS), self.rng.choice(self.plans))
            self.traces.append(asked.trace_id)

    async def _plan(self, asker: str, plan_id: str, version: int | None = None) -> Asked:
        paths, headers = self._fields(), self.rng.choice(({}, LENIENT))
        query = f"query ($id: ID!, $v: Int) {{ plan(id: $id, versie: $v) {{ id versie {selected(paths)} }} }}"
        asked = await self.logged.ask(asker, query, headers, id=plan_id, v=version)
        if asked.response.status_code == 200 and asked.data["plan"]:
            self._received(asker, asked, asked.data["plan"], paths)
            if headers:
                self._withheld(asked)
        return asked

    async def _earlier(self, asker: str, plan_id: str) -> Asked:
        return await self._plan(asker, plan_id, self.rng.randint(1, 4))

    async def _list(self, asker: str, _: str) -> Asked:
        paths = self._fields()
        asked = await self.logged.ask(asker, f"{{ plannen {{ nodes {{ id versie {selected(paths)} }} }} }}", LENIENT)
        for node in asked.data["plannen"]["nodes"] if asked.response.status_code == 200 else ():
            self._received(asker, asked, node, paths)
        if asked.response.status_code == 200:
            self._withheld(asked)
        return asked

    async def _history(self, asker: str, plan_id: str) -> Asked:
        query = "query ($id: ID!) { historie(planId: $id, first: 3) { nodes { wijzigingen { pad versie } } } }"
        asked = await self.logged.ask(asker, query, id=plan_id)
        if asked.response.status_code == 200:
            for node in asked.data["historie"]["nodes"]:
                for change in node["wijzigingen"]:
                    for version in {change["versie"], max(1, change["versie"] - 1)}:
                        self._add(asker, plan_id, change["pad"], version, asked)
        return asked

    async def _difference(self, asker: str, plan_id: str) -> Asked:
        asked = await self.logged.ask(
            asker, "query ($id: ID!) { verschil(planId: $id, van: 1, tot: 2) { pad } }", id=plan_id
        )
        for change in (asked.data["verschil"] or ()) if asked.response.status_code == 200 else ():
            for version in (1, 2):
                self._add(asker, plan_id, change["pad"], version, asked)
        return asked

    async def _change(self, asker: str, plan_id: str) -> Asked:
        group, _, name = self.rng.choice(TEXTS).partition(".")
        given = {
            "planId": plan_id,
            "verwachteVersie": self.rng.randint(1, 3),
            "wijziging": {group: {name: str(self.rng.random())}},
        }
        asked = await self.logged.ask(asker, CHANGE, input=given)
        outcome = asked.data["wijzigPlan"] if asked.response.status_code == 200 else {}
        for entry in outcome.get("samengevoegd", ()):
            for version in {entry["versie"], max(1, entry["versie"] - 1)}:
                self._add(asker, plan_id, entry["pad"], version, asked)
        for entry in outcome.get("conflicten", ()):
            for version in (given["verwachteVersie"], outcome.get("huidigeVersie")):
                self._add(asker, plan_id, entry["pad"], version, asked)
        return asked

    def _received(self, asker: str, asked: Asked, plan: dict[str, Any], paths: list[str]) -> None:
        """All that was selected, but for what the answer says is withheld from this plan."""
        extensions = asked.response.json().get("extensions", {})
        withheld = {entry["pad"] for entry in extensions.get("afgeschermd", ()) if entry["planId"] == plan["id"]}
        for path in set(paths) - withheld:
            self._add(asker, plan["id"], path, plan["versie"], asked)

    def _withheld(self, asked: Asked) -> None:
        entries = asked.response.json()["extensions"]["afgeschermd"]
        self.withheld[asked.trace_id] = {(entry["planId"], entry["pad"]) for entry in entries}

    def _add(self, asker: str, plan_id: str, path: str, version: Any, asked: Asked) -> None:
        self.truth.add((PERSONAS[asker].oin, plan_id, schema_path(path), version, asked.trace_id))

    def _fields(self) -> list[str]:
        return self.rng.sample(_LEAVES, self.rng.randint(1, 6))


_LEAVES: Final = [node.path for node in PLAN.walk() if isinstance(node, Leaf)]


def selected(paths: list[str]) -> str:
    """A selection of these fields."""
    return " ".join(_selected(PLAN, set(paths)))


def _selected(group: Group, paths: set[str]) -> Iterator[str]:
    for child in group.children.values():
        if isinstance(child, Leaf):
            if child.path in paths:
                yield child.name
        else:
            inner = " ".join(_selected(child, paths))
            if inner:
                yield f"{child.name} {{ {inner} }}"
