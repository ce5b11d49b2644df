"""Whatever several writers ask at the same time, the plan becomes what a simple model says that some order of them makes.

`MODEL_EXAMPLES` sets how many random histories are tried.
"""

import asyncio
import itertools
import os
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from pymongo import MongoClient

from plan_schema.plan import PLAN
from plan_schema.stored_form import together
from plan_schema.values import flatten, schema_path, segments
from tests.api.client import Api, detention, running
from tests.api.durability.model import Plan, Request, Verdict, Writer
from tests.api.durability.records import Stored, check_plan, opened
from tests.api.durability.steps import CASEMANAGER, RECLASSERING, STEPS, WRITERS, Items, Step, Wish, marks, patch_of
from tests.strategies import examples, groups_of

EXAMPLES: Final = int(os.environ.get("MODEL_EXAMPLES", "8"))
# Making a failing history shorter takes minutes, since each try writes in the database; as drawn they are short enough.
_SETTINGS: Final = settings(examples(EXAMPLES), phases=(Phase.explicit, Phase.reuse, Phase.generate))
_READABLE: Final = "query ($id: ID!) { mijnRechten(planId: $id) { pad lezen } }"


class History:
    """One plan that is written in through the interface, and what the model says that it must hold."""

    def __init__(self, served: "Served", plan_id: str, readable: dict[str, set[str]]) -> None:
        self._api = served.api
        self._database = served.database
        self._readable = readable
        self._met = served.met
        self._items = Items()
        self._ids: dict[str, str] = {}
        self._tags = itertools.count(1)
        self.plan_id = plan_id
        document = self.document()
        values = dict(flatten(document, PLAN))
        by = (1, CASEMANAGER.oin, CASEMANAGER.role)
        self.plan = Plan({1: values}, dict.fromkeys(values, by))

    @classmethod
    async def begin(cls, served: "Served") -> "History":
        """A plan that all of them may write."""
        api = served.api
        start = {"signaal": {"afgegevenOp": "2020-01-06T08:00:00Z"}, "toewijzing": {"organisaties": [RECLASSERING.oin]}}
        given = detention(str(next(served.sknumbers)), samenStarten=start)
        given["detentie"] |= {"datumAanvang": "2020-01-05", "datumBinnenkomst": "2020-02-01"}
        plan_id = await api.register(given)
        rights = {
            writer.persona: (await api.data(writer.persona, _READABLE, id=plan_id))["mijnRechten"] for writer in WRITERS
        }
        readable = {name: {right["pad"] for right in found if right["lezen"]} for name, found in rights.items()}
        history = cls(served, plan_id, readable)
        # A contact, a doel, and an actie in it.
        for which in range(3):
            await history.ask([Step(CASEMANAGER, 0, (Wish("toevoegen", which, 0),))])
        return history

    async def ask(self, steps: list[Step]) -> None:
        """Send requests all at once, and explain what came of them."""
        requests = [self._items.request(step, f"verzoek {next(self._tags)}", self.plan) for step in steps]
        first = self.plan.version
        answers = await asyncio.gather(*(self._send(request) for request in requests))
        outcomes = {request.tag: outcome for request, outcome in zip(requests, answers, strict=True)}
        made = self._follow({request.tag: request for request in requests})
        for request in requests:
            self._explain(request, outcomes[request.tag], made.get(request.tag), first)
        self.check()
        for request in requests:
            outcome = outcomes[request.tag]
            self._met[outcome["__typename"] if request.tag in made or "plan" not in outcome else "no change"] += 1
            self._met["merged"] += request.tag in made and bool(outcome["samengevoegd"])

    async def _send(self, request: Request) -> dict[str, Any]:
        patch = patch_of(dict(request.wishes), self._ids)
        outcome: dict[str, Any] = await self._api.change(
            request.writer.persona, self.plan_id, request.base, patch, toelichting=request.tag
        )
        return outcome

    def _follow(self, requests: dict[str, Request]) -> dict[str, int]:
        """Judge by the model what was stored, version after version; the number of the version that each request made."""
        made = {}
        for version in check_plan(self._database, self.plan_id)[self.plan.version :]:
            request = requests[version.note.explanation or ""]
            changes = [(change.path, change.new) for change in version.changes]
            self._ids |= marks(changes)
            expected = self.plan.judge(request, version.number - 1)
            assert expected.makes_version, (request, version.number)
            assert {self._named(entry.path): (entry.old, entry.new) for entry in version.changes} == expected.changes
            assert (version.author.organisation, version.author.role) == (request.writer.oin, request.writer.role)
            assert request.tag not in made
            made[request.tag] = version.number
            self.plan.accept(request, expected.changes)
            for path, (_, new) in expected.changes.items():
                if path.endswith("]") and new is True:
                    self._items.owners[path] = request.writer.oin
        return made

    def _explain(self, request: Request, outcome: dict[str, Any], made: int | None, first: int) -> None:
        """An answer must be the one that the model gives when the request came at one place in the order of versions."""
        kind = outcome["__typename"]
        assert (made is None) or (kind, outcome["plan"]["versie"]) == ("PlanGewijzigd", made)
        if kind == "PlanGewijzigd":
            seen = outcome["plan"]["versie"]
            assert made or self.plan.judge(request, seen) == Verdict()
            self._check_merged(request, outcome["samengevoegd"], seen - 1 if made else seen)
        elif kind == "VersieConflict":
            conflicts = {
                self._named(entry["pad"]): (entry["basis"], entry["huidig"], entry["voorgesteld"])
                for entry in outcome["conflicten"]
            }
            assert conflicts == self.plan.judge(request, outcome["huidigeVersie"]).conflicts
            assert conflicts
        else:
            assert kind == "OngeldigeWijziging", (request, outcome)
            places = range(first, self.plan.version + 1)
            assert any(self.plan.judge(request, version).impossible for version in places), (request, outcome)

    def _check_merged(self, request: Request, merged: list[dict[str, Any]], upto: int) -> None:
        told = {
            (self._named(entry["pad"]), repr((entry["oud"], entry["nieuw"])), entry["versie"], entry["organisatie"])
            for entry in merged
        }
        true = self.plan.between(request.base, upto)
        readable = self._readable[request.writer.persona]
        assert told <= true
        assert {entry for entry in true - told if schema_path(entry[0]) in readable} == set()

    def check(self) -> None:
        """The document holds what the model holds, and says of each field who wrote it in which version."""
        document = self.document()
        values = {self._named(path): value for path, value in flatten(document, PLAN)}
        assert values == self.plan.states[self.plan.version]
        wrote = [
            (self._named(f"{path}.{name}" if path else name), (entry["versie"], entry["organisatie"], entry["rol"]))
            for path, _, node in groups_of(document)
            for entry in node.get("herkomst", ())
            for name in entry["velden"]
        ]
        assert sorted(wrote) == sorted(self.plan.wrote.items())

    def document(self) -> dict[str, Any]:
        found = self._database.plannen.find_one({"_id": self.plan_id})
        assert found is not None
        return together(found)

    def _named(self, path: str) -> str:
        """A path with the marks of its items in the place of their ids."""
        known = {real: mark for mark, real in self._ids.items()}
        parts = (name if real is None else f"{name}[{known.get(real, real)}]" for name, real in segments(path))
        return ".".join(parts)


@dataclass
class Served:
    """One application for all histories; each has a plan of its own."""

    api: Api
    database: Stored
    sknumbers: Iterator[int] = field(default_factory=lambda: itertools.count(4_000_000))
    met: Counter[str] = field(default_factory=Counter)
    """How often requests ended in which way."""


@pytest.fixture(scope="module")
async def served(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    name = f"test_{uuid.uuid4().hex}"
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        async with running(mongodb_uri, name, tmp_path_factory.mktemp("model")) as api:
            found = Served(api, opened(client, name))
            yield found
        client.drop_database(name)
    print(f"\n{dict(found.met)}")  # noqa: T201 - what was proven
    # A model that is asked the same easy question each time proves nothing.
    assert found.met.keys() >= {"PlanGewijzigd", "VersieConflict", "OngeldigeWijziging", "no change", "merged"}


def _of_doel(kind: str, *writers: tuple[Writer, int, int]) -> list[Step]:
    """Steps that each do this to the one doel: who, on how old a version, and where it stands among what he may write."""
    return [Step(writer, age, (Wish(kind, which, 0),)) for writer, age, which in writers]


@_SETTINGS
@example(steps=[*_of_doel("wijzigen", (RECLASSERING, 0, 0)), *_of_doel("verwijderen", (CASEMANAGER, 1, 1))])
@example(steps=[*_of_doel("toevoegen", (RECLASSERING, 0, 2)), *_of_doel("verwijderen", (CASEMANAGER, 1, 1))])
@example(steps=[*_of_doel("verwijderen", (CASEMANAGER, 0, 1)), *_of_doel("wijzigen", (RECLASSERING, 1, 0))])
@example(steps=_of_doel("verwijderen", (CASEMANAGER, 0, 1), (RECLASSERING, 1, 0)))
@example(steps=[Step(CASEMANAGER, 0, (Wish("veld", 4, 1),)), Step(CASEMANAGER, 1, (Wish("veld", 5, 0),))])
@given(steps=st.lists(STEPS, min_size=6, max_size=20))
async def test_a_plan_holds_what_the_model_says(served: Served, steps: list[Step]) -> None:
    history = await History.begin(served)
    for step in steps:
        await history.ask([step])


@_SETTINGS
@given(batches=st.lists(st.lists(STEPS, min_size=2, max_size=6), min_size=2, max_size=5))
async def test_what_is_asked_at_once_is_explained_by_some_order(served: Served, batches: list[list[Step]]) -> None:
    history = await History.begin(served)
    for batch in batches:
        await history.ask(batch)
