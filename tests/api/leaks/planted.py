"""A database of plans in which every field of every version holds a marker, in every phase and with every kind of relation.

The plans are written through the store itself, by writers to whom a policy of their own allows everything; they are asked for
under the policy of the house.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from api.access.access import Access
from api.app import build_store, now
from api.graphql.context import Store
from api.identity.caller import Caller
from api.identity.organisations import OrganisationTable
from api.logbook.wiring import log_database
from api.signing_keys import signing_keys
from api.store.changing import ChangeRequest
from api.store.driver import Database
from api.store.outcomes import Changed, Registered
from api.store.proposals import Patched
from api.store.versions import Note
from plan_schema.plan import PLAN
from plan_schema.sections.afscherming import SHIELDINGS
from plan_schema.tree import Group, Leaf
from policies.context import Purpose, Relation, Role
from policies.policy import Policy
from policies.table import COLUMNS, TABLES, load
from tests.api.access.callers import AFTERCARE_MONTHS
from tests.api.client import Api
from tests.api.leaks.cases import (
    ARNHEM,
    CASES,
    FACTS,
    INZAGE,
    NIJMEGEN,
    PI_ARNHEM,
    RN,
    SVG,
    TODAY,
    UTRECHT,
    ZAANSTAD,
    Case,
)
from tests.api.leaks.markers import Mint, Registry
from tests.api.leaks.oracle import Known, Oracle, shielded_leaves
from tests.mongod import LIBRARY


@dataclass(slots=True)
class Planted:
    """The plans, and what the tests know of them."""

    api: Api
    registry: Registry
    oracle: Oracle
    mint: Mint
    database: Any

    def learn(self, plan_id: str, since: int = 0) -> None:
        """Take in the versions of a plan after a number, and its document as it is now."""
        for record in self.database["versies"].find({"planId": plan_id, "nummer": {"$gt": since}}):
            self.registry.learn(record)
        self.oracle.plans[plan_id].document = self.document(plan_id)

    def document(self, plan_id: str) -> dict[str, Any]:
        """The stored document."""
        found = self.database["plannen"].find_one({"_id": plan_id})
        assert isinstance(found, dict)
        return found


async def plant(api: Api, client: MongoClient[dict[str, Any]], folder: Path, rng: random.Random) -> Planted:
    """Write every case in five versions, and in a sixth what is shielded."""
    registry = Registry()
    rows = tuple(row for row in load(PLAN, TABLES) if row.valid_on(TODAY))
    database: Any = client.get_database(
        api.settings.database, codec_options=client.codec_options.with_options(tz_aware=True, tzinfo=UTC)
    )
    planted = Planted(api, registry, Oracle(rows, registry), Mint(rng), database)
    connection = Database(str(api.settings.mongodb_uri), api.settings.database, library=LIBRARY)
    moments = count(1)
    start = now() - timedelta(days=30)

    def clock() -> datetime:
        return start + timedelta(minutes=next(moments))

    logs = log_database(api.settings)
    store = build_store(connection, logs, signing_keys(api.settings), clock, 24)
    gardener = _Gardener(planted, store, _allow_all(folder), rng)
    for case in CASES:
        await gardener.plant(case)
    await connection.close()
    await logs.close()
    return planted


def _allow_all(folder: Path) -> Policy:
    """A policy under which whoever has a relation may write every field."""
    everything = "|".join(
        child.path if isinstance(child, Leaf) else f"{child.path}.*" for child in PLAN.children.values()
    )
    rows = [f"{kind},*,*,*,*,,SCHRIJVEN,{everything},PBW-18a,,," for kind in ("DJI", "RECLASSERING", "GEMEENTE")]
    (folder / "alles.csv").write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", "utf-8")
    return Policy.load(PLAN, TODAY, folder)


class _Gardener:
    def __init__(self, planted: Planted, store: Store, policy: Policy, rng: random.Random) -> None:
        self._planted = planted
        self._store = store
        self._policy = policy
        self._rng = rng
        self._organisations = OrganisationTable.load()

    async def plant(self, case: Case) -> None:
        at_home = next(oin for oin, ties in case.ties.items() if Relation.EIGEN_PI in ties)
        writer = self._writer(at_home)
        registered = await self._store.registrar.register(writer, self._filled(PLAN, case), self._note(), _look_on)
        assert isinstance(registered, Registered), (case.name, registered)
        plan_id = registered.view.id
        others = [oin for oin in case.ties if oin not in (at_home, INZAGE)]
        authors = [at_home, *self._rng.choices(others or [at_home], k=2), at_home]
        self._planted.oracle.plans[plan_id] = Known(case.phase, case.ties, {}, shielded_leaves(case.shielded))
        for version, author in enumerate(authors, 1):
            document = self._planted.document(plan_id)
            patch = self._changed(PLAN, document, last=version == len(authors))
            if version == 1:
                goals = [goal["id"] for goal in document["doelen"]]
                patch["verlof"] = {"wijzigen": [{"id": item["id"], "doelen": goals} for item in document["verlof"]]}
            access = self._writer(author)
            request = ChangeRequest(version, Patched(patch), self._note())
            outcome = await self._store.changer.change(plan_id, access, request, _look_on)
            assert isinstance(outcome, Changed), (case.name, outcome)
        if case.shielded:
            await self._shield(plan_id, at_home, case)
        self._planted.learn(plan_id)

    async def _shield(self, plan_id: str, author: str, case: Case) -> None:
        """Last of all, since from then on nobody writes there."""
        mint = self._planted.mint
        added = [
            {"pad": path, "reden": mint.text(), "ingangsdatum": mint.past_date(), "einddatum": mint.date()}
            for path in case.shielded
        ]
        request = ChangeRequest(5, Patched({"afschermingen": {"toevoegen": added}}), self._note())
        outcome = await self._store.changer.change(plan_id, self._writer(author), request, _look_on)
        assert isinstance(outcome, Changed), (case.name, outcome)

    def _writer(self, oin: str) -> Access:
        organisation = self._organisations.get(oin)
        assert organisation is not None
        caller = Caller(organisation, Role.SYSTEEM, frozenset(Purpose), f"persona:{oin}", "token", now())
        return Access(caller, self._policy, TODAY, AFTERCARE_MONTHS)

    def _note(self) -> Note:
        mint = self._planted.mint
        return Note(mint.text(), mint.date(), mint.text())

    def _owner(self) -> str:
        """An organisation that items belong to: sometimes one that is nobody's."""
        return self._rng.choice([PI_ARNHEM, ZAANSTAD, RN, SVG, ARNHEM, NIJMEGEN, UTRECHT, self._planted.mint.oin()])

    def _filled(self, group: Group, case: Case | None) -> dict[str, Any]:
        """A value for every field below a group, two items in every list, and the facts of the case."""
        patch: dict[str, Any] = {}
        for child in group.children.values():
            if isinstance(child, Leaf):
                value = self._value(child, group, case)
                if value is not None:
                    patch[child.name] = value
            elif child.path == SHIELDINGS:
                patch[child.name] = {"toevoegen": [self._shielding(over=over) for over in (True, False)]}
            elif child.repeated:
                patch[child.name] = {"toevoegen": [self._filled(child, case) for _ in range(2)]}
            else:
                patch[child.name] = self._filled(child, case)
        return patch

    def _shielding(self, *, over: bool) -> dict[str, Any]:
        """A shielding of something that is over, or yet to begin."""
        mint = self._planted.mint
        path = self._rng.choice([node.path for node in PLAN.walk() if not node.path.startswith(SHIELDINGS)])
        first, last = (mint.past_date(), mint.past_date()) if over else (mint.date(), mint.date())
        return {"pad": path, "reden": mint.text(), "ingangsdatum": first, "einddatum": last}

    def _value(self, leaf: Leaf, group: Group, case: Case | None) -> Any:
        facts: Mapping[str, Any] = case.facts if case else {}
        if leaf.path in facts:
            return facts[leaf.path]
        if leaf.name == group.owner:
            return self._owner()
        days = self._rng.randrange(5_000)
        match leaf.path:
            case "detentie.inrichting":
                return "PI Arnhem"
            case "detentie.datumAanvang":
                return (date(1950, 1, 1) + timedelta(days=days)).isoformat()
            case "betrokkene.geboortedatum":
                return (date(1850, 1, 1) + timedelta(days=days)).isoformat()
            case "detentie.einddatumStatus":
                return "VERWACHT"
            case "zorg.zorgNodig":
                return "NEE"
            case "betrokkene.sknNummer" | "detentie.datumInvrijheidstelling" | "detentie.datumBinnenkomst":
                return self._planted.mint.value(leaf)
        if leaf.path in FACTS or leaf.kind.name == "ID":
            return None
        return self._planted.mint.value(leaf)

    def _changed(self, group: Group, node: Mapping[str, Any], *, last: bool) -> dict[str, Any]:
        """New values for some fields; in lists: another item, items changed and, in the last version, one removed."""
        patch: dict[str, Any] = {}
        unknown = []
        for child in group.children.values():
            inner = node.get(child.name)
            if isinstance(child, Leaf):
                chance = self._rng.random()
                if child.path in FACTS or child.path == "zorg.zorgNodig" or child.kind.name == "ID" or chance > 0.25:
                    continue
                if chance < 0.03 and child.kind.choices is None:
                    unknown.append(child.name)
                else:
                    patch[child.name] = self._owner() if child.name == group.owner else self._planted.mint.value(child)
            elif not child.repeated:
                patch[child.name] = self._changed(child, inner or {}, last=last)
            elif child.path not in ("detentie.plaatsingen[]", "verlof[]"):
                patch[child.name] = self._items(child, list(inner or ()), last=last)
        return patch | ({"onbekend": unknown} if unknown else {})

    def _items(self, group: Group, items: list[Mapping[str, Any]], *, last: bool) -> dict[str, Any]:
        # Goals stay: leave refers to them. Shieldings stay as they are.
        if group.path == SHIELDINGS:
            return {"wijzigen": [{"id": item["id"], "reden": self._planted.mint.text()} for item in items]}
        removed = [items.pop()["id"]] if last and len(items) > 1 and group.path != "doelen[]" else []
        changed = [{"id": item["id"], **self._changed(group, item, last=False)} for item in items]
        added = [self._filled(group, None)] if self._rng.random() < 0.3 else []
        return {"toevoegen": added, "wijzigen": changed, "verwijderen": removed}


def _look_on(_: object) -> None:
    """Nobody objects."""
