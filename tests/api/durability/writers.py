"""Writers whose loss would show: each counts in an item of its own and all count in one field, in one plan."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from api.identity.wiring import development_issuer
from api.settings import load_settings
from api.store.versions import Version
from plan_schema.values import value_at
from tests.api.client import CHANGE, REGISTER, detention
from tests.api.durability.records import Records
from tests.api.durability.served import ask
from tests.api.durability.steps import ARNHEM, CASEMANAGER, NIJMEGEN, RECLASSERING

SHARED: Final = "onderdak.toelichting"
"""The field in which all count: who counts on needs the number that is there."""
_SHARED_EVERY: Final = 4
"""One in so many writes counts in the shared field."""


_CHANGE: Final = CHANGE.replace(
    "plan { id versie }", "plan { id versie onderdak { toelichting } contacten { id naam } }"
)
_PERSONAS: Final = (CASEMANAGER, RECLASSERING, ARNHEM, NIJMEGEN)


@dataclass
class Tally:
    """What the API answered: the version of each write that it acknowledged, and how often what else."""

    acknowledged: dict[str, int] = field(default_factory=dict)
    based: dict[str, tuple[int, int]] = field(default_factory=dict)
    """The version that each of these was based on, and the one that it made."""
    own: Counter[str] = field(default_factory=Counter)
    """Per writer how far it counted in its own item."""
    shared: int = 0
    conflicts: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    """Refusals after which the client tries again, by code."""
    refused_tags: set[str] = field(default_factory=set)
    """Writes that were refused at least once."""
    progress: asyncio.Event = field(default_factory=asyncio.Event)

    def acknowledge(self, tag: str, base: int, version: int) -> None:
        assert tag not in self.acknowledged
        self.acknowledged[tag] = version
        self.based[tag] = (base, version)
        self.progress.set()


@dataclass
class Writer:
    """One client that writes until it is told to stop; it takes a clear answer only, and a refusal to try again later."""

    name: str
    token: str
    plan_id: str
    https: Sequence[httpx.AsyncClient]
    """The ways to the API, asked in turn."""
    tally: Tally
    _item: str = ""
    _version: int = 1
    _seen: int = 0
    """What the shared field holds in that version."""
    _count: int = 0
    _tags: "itertools.count[int]" = field(default_factory=itertools.count)

    async def run(self, stop: asyncio.Event) -> None:
        """Write until told to stop; what was begun is finished."""
        await self._add_item()
        for turn in itertools.count():
            if stop.is_set():
                return
            if turn % _SHARED_EVERY:
                await self._count_own()
            else:
                await self._count_shared()

    async def _add_item(self) -> None:
        # Sent with a key: an item that is added twice would be two items.
        answer = await self._write({"contacten": {"toevoegen": [{"naam": self.name, "opmerking": "0"}]}}, keyed=True)
        plan = answer["plan"]["contacten"]
        self._item = next(entry["id"] for entry in plan if entry["naam"] == self.name)

    async def _count_own(self) -> None:
        # On whatever version was last seen, and without a key: nobody else writes here, so sending it twice is one write.
        entry = {"id": self._item, "opmerking": str(self._count + 1)}
        answer = await self._write({"contacten": {"wijzigen": [entry]}}, keyed=False)
        assert answer["__typename"] == "PlanGewijzigd", answer
        self._count += 1
        self.tally.own[self.name] = self._count

    async def _count_shared(self) -> None:
        group, _, name = SHARED.partition(".")
        while True:
            # With a name, for two who write the same agree: then one of them would count for both.
            answer = await self._write({group: {name: f"{self._seen + 1} {self.name}"}}, keyed=True)
            if answer["__typename"] == "PlanGewijzigd":
                self.tally.shared += 1
                return
            (conflict,) = answer["conflicten"]
            assert conflict["pad"] == SHARED
            self._seen, self._version = _number(conflict["huidig"]), answer["huidigeVersie"]
            self.tally.conflicts += 1

    async def _write(self, change: dict[str, Any], *, keyed: bool) -> dict[str, Any]:
        """Send a write, the same each time, until there is an outcome."""
        tag = f"{self.name} {next(self._tags)}"
        given = {"planId": self.plan_id, "verwachteVersie": self._version, "wijziging": change, "toelichting": tag}
        for attempt in itertools.count():
            http = self.https[attempt % len(self.https)]
            response = await ask(http, self.token, _CHANGE, given, tag.replace(" ", "-") * 2 if keyed else None)
            if response.status_code == 200:
                break
            assert response.status_code == 503, response.text
            self.tally.refused[response.json()["errors"][0]["extensions"]["code"]] += 1
            self.tally.refused_tags.add(tag)
            await asyncio.sleep(0.1)
        outcome: dict[str, Any] = response.json()["data"]["wijzigPlan"]
        if outcome["__typename"] == "PlanGewijzigd":
            self.tally.acknowledge(tag, self._version, outcome["plan"]["versie"])
            self._version = outcome["plan"]["versie"]
            self._seen = _number(value_at(outcome["plan"], SHARED))
        else:
            assert outcome["__typename"] == "VersieConflict", outcome
        return outcome


def _number(counted: str) -> int:
    return int(counted.split(maxsplit=1)[0])


def check_tally(tally: Tally, versions: Sequence[Version], document: Records, before: int) -> None:
    """Every acknowledged write made one version, nothing else did, and the plan holds what they add up to.

    `before`: how many versions there were.
    """
    made = Counter(version.note.explanation for version in versions[before:])
    assert made == Counter(tally.acknowledged.keys())
    numbers = {version.note.explanation: version.number for version in versions}
    for tag, version in tally.acknowledged.items():
        # Who sends again without a key is told the version of that moment.
        assert numbers[tag] == version or (tag in tally.refused_tags and numbers[tag] < version)
    counted = {entry["naam"]: int(entry["opmerking"]) for entry in document["contacten"]}
    assert counted == {name: tally.own[name] for name in counted}
    assert counted.keys() >= tally.own.keys()
    assert _number(value_at(document, SHARED)) == tally.shared


@asynccontextmanager
async def writers(urls: Sequence[str], folder: Path, number: int) -> AsyncIterator[list[Writer]]:
    """So many writers of a new plan, of four organisations, over HTTP; `folder` holds the key of the development issuer."""
    issuer, tally = development_issuer(load_settings(mode="development", data_dir=folder)), Tally()
    async with AsyncExitStack() as stack:
        # The limit ends a request that hangs; it is no measure of speed.
        limits = httpx.Limits(max_connections=number)
        https = [
            await stack.enter_async_context(httpx.AsyncClient(base_url=url, timeout=120, limits=limits)) for url in urls
        ]
        plan_id = await _plan(https[0], issuer.issue(CASEMANAGER.persona))
        yield [
            Writer(
                f"schrijver {n}",
                issuer.issue(_PERSONAS[n % 4].persona),
                plan_id,
                https[n % len(https) :] + https,
                tally,
            )
            for n in range(number)
        ]


async def _plan(http: httpx.AsyncClient, token: str) -> str:
    """A plan that all four may write."""
    start = {"signaal": {"afgegevenOp": "2026-10-02T08:00:00Z"}, "toewijzing": {"organisaties": [RECLASSERING.oin]}}
    given = {"gegevens": detention(samenStarten=start, onderdak={"toelichting": "0"})}
    response = await ask(http, token, REGISTER, given)
    return str(response.json()["data"]["registreerDetentie"]["plan"]["id"])
