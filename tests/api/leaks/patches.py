"""Random changes: allowed ones, forbidden ones, ones that are based on an old version, and ones that are wrong."""

import random
from collections.abc import Mapping
from typing import Any, Final

from plan_schema.plan import PLAN
from plan_schema.sections.afscherming import SHIELDINGS
from plan_schema.tree import Group, Leaf
from plan_schema.values import schema_path, segments
from policies.policy import Policy
from tests.api.leaks.cases import FACTS
from tests.api.leaks.oracle import Reader
from tests.api.leaks.planted import Planted

_EVERYTHING: Final = -1
ABSENT_ITEM: Final = "018f0000-0000-7000-8000-00000000ffff"


class Patches:
    """Makes patches; every value in them is a new marker, or one that stands in the plan already."""

    def __init__(self, planted: Planted, policy: Policy, rng: random.Random) -> None:
        self._planted = planted
        self._policy = policy
        self._rng = rng

    def change(self, reader: Reader, plan_id: str) -> tuple[int, dict[str, Any]]:
        """A patch on a plan, and the version that it claims to be based on."""
        rng = self._rng
        best = self._policy.best(reader.kind, reader.role, reader.purposes)
        known = self._planted.oracle.plans.get(plan_id)
        document: Mapping[str, Any] = known.document if known else {}
        current = int(document.get("versie", 1))
        chance = rng.random()
        if chance < 0.35 and current > 1 and best.best_write:
            return self._collision(plan_id, current, best.best_write)
        pool = best.write[0] if chance < 0.7 else best.best_write if chance < 0.85 else _EVERYTHING
        version = rng.choice([current, current, max(1, current - 1), max(1, current - 2), 1, current + 3])
        patch = self._group(PLAN, document, pool, wrong=rng.random() < 0.12)
        return version, patch or {"onderdak": {"toelichting": self._planted.mint.text()}}

    def registration(self) -> dict[str, Any]:
        """A registration: mostly of somebody who has a plan already."""
        rng, mint = self._rng, self._planted.mint
        people = [known.document["betrokkene"]["sknNummer"] for known in self._planted.oracle.plans.values()]
        fresh = rng.random() < 0.15 and len(people) < 30
        given: dict[str, Any] = {
            "betrokkene": {
                "geslachtsnaam": mint.text(),
                "voornamen": mint.text(),
                "sknNummer": f"8{rng.randrange(10**8):09d}" if fresh else rng.choice(people),
            },
            "detentie": {"inrichting": rng.choice(["PI Arnhem", "JC Zaanstad"]), "datumAanvang": "2020-02-03"},
            "terugkeer": {"herkomstgemeente": "0202"},
        }
        if rng.random() < 0.2:
            given["betrokkene"] |= {"burgerservicenummer": mint.text(), "geboortedatum": mint.text()}
        if rng.random() < 0.2:
            given["screening"] = {"risc": {"toelichting": mint.text()}}
        return given

    def _collision(self, plan_id: str, current: int, pool: int) -> tuple[int, dict[str, Any]]:
        """A patch on an earlier version, on fields that were changed since: a conflict, or something to be merged."""
        base = self._rng.randrange(max(1, current - 4), current)
        written = self._planted.registry.written
        later = [path for number in range(base + 1, current + 1) for path in written.get((plan_id, number), ())]
        leaves = [(path, node) for path in later if (node := _leaf(path)) is not None and node.bit & pool]
        patch: dict[str, Any] = {}
        for path, leaf in self._rng.sample(leaves, min(len(leaves), self._rng.choice([1, 1, 3]))):
            _put(patch, path, self._planted.mint.value(leaf))
        return base, patch or {"onderdak": {"hulpvraag": self._planted.mint.text()}}

    def _group(self, group: Group, node: Mapping[str, Any], pool: int, *, wrong: bool) -> dict[str, Any]:
        patch: dict[str, Any] = {}
        rng = self._rng
        leaves = [
            leaf for leaf in group.leaves if leaf.bit & pool and leaf.path not in FACTS and leaf.kind.name != "ID"
        ]
        for leaf in rng.sample(leaves, min(len(leaves), rng.choice([0, 1, 1, 3]))):
            patch[leaf.name] = self._value(leaf, node, wrong=wrong and rng.random() < 0.3)
        marked = [leaf for leaf in leaves if leaf.kind.choices is None and leaf.name not in patch]
        if marked and rng.random() < 0.1:
            patch["onbekend"] = [rng.choice(marked).name]
        groups = [child for child in group.groups if child.leaf_bits & pool and child.path != "detentie.plaatsingen[]"]
        for child in rng.sample(groups, min(len(groups), rng.choice([0, 1, 2]) if group.path else 3)):
            inner = node.get(child.name)
            if not child.repeated:
                given = self._group(child, inner or {}, pool, wrong=wrong)
            else:
                given = self._items(child, inner or (), pool, wrong=wrong)
            if given:
                patch[child.name] = given
        return patch

    def _value(self, leaf: Leaf, node: Mapping[str, Any], *, wrong: bool) -> Any:
        rng = self._rng
        if wrong and leaf.kind.choices is None:
            return self._planted.mint.text() if leaf.kind.name not in ("String", "Int") else None
        if rng.random() < 0.1:
            return None
        return self._planted.mint.value(leaf)

    def _items(self, group: Group, items: Any, pool: int, *, wrong: bool) -> dict[str, Any]:
        rng = self._rng
        given: dict[str, Any] = {}
        if rng.random() < 0.4:
            added = self._group(group, {}, pool, wrong=wrong)
            given |= {"toevoegen": [added]} if added else {}
        if items and rng.random() < 0.7:
            entry = rng.choice(list(items))
            changed = self._group(group, entry, pool, wrong=wrong)
            given |= {"wijzigen": [{"id": entry["id"], **changed}]} if changed else {}
        if rng.random() < 0.08 and group.path not in ("doelen[]", SHIELDINGS):
            given["verwijderen"] = [rng.choice([entry["id"] for entry in items] + [ABSENT_ITEM])]
        return given


def _leaf(path: str) -> Leaf | None:
    """The field at a path, when a patch on its own can name it."""
    group: Group = PLAN
    for part in schema_path(path).split("."):
        child = group.children[part.removesuffix("[]")]
        if isinstance(child, Leaf):
            return (
                None
                if child.path in FACTS or child.kind.name == "ID" or path.startswith("detentie.plaatsingen")
                else child
            )
        group = child
    return None


def _put(patch: dict[str, Any], path: str, value: Any) -> None:
    """Add a field to a patch; the items on its way are changed by their id."""
    node = patch
    *way, (name, _) = segments(path)
    for part, item_id in way:
        if item_id is None:
            node = node.setdefault(part, {})
            continue
        entries = node.setdefault(part, {}).setdefault("wijzigen", [])
        entry = next((one for one in entries if one["id"] == item_id), None)
        if entry is None:
            entry = {"id": item_id}
            entries.append(entry)
        node = entry
    node[name] = value
