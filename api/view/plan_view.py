"""PlanView: a plan document and the rights of the one who looks at it.

Resolvers, history, diffs, conflict answers, lists and events get a view, never a document; what its rights do not cover
cannot be reached through it.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Final, TypeAlias, TypeVar

from api.access.access import Access, Judgement, Rights
from api.access.decision import Decision, decide
from api.access.field_rights import FieldRight, field_rights
from api.access.refusal import Refusal, explain, shielded
from api.view.conclusions import C, Concluded, Rule
from api.view.conditions import conditions_at
from api.view.facts import facts_of
from api.view.renderers import Renderers
from api.view.rendering import Reader
from api.view.shape import Shape
from plan_schema.paths import Paths
from plan_schema.tree import Group, Leaf
from plan_schema.values import PROVENANCE, UNKNOWN, Node, container_path, schema_path, value_at
from policies.context import Action, Conditions, Phase
from policies.policy import NOTHING, Masks

Made = TypeVar("Made")

_SKN: Final = "betrokkene.sknNummer"
_NO_RIGHTS: Final = Rights(NOTHING, frozenset(), Phase.AFGESLOTEN, Conditions(0))
_ITEM_CONDITIONS: Final = Conditions.GEDEELD | Conditions.EIGEN


class PlanView:
    """One plan, as one caller may see it."""

    def __init__(
        self, document: Node, rights: Rights, access: Access, paths: Paths, *, now: Node | None = None
    ) -> None:
        self.__document = document
        # An earlier version is judged by the plan as it is now: what is no longer shared is not read in the past either.
        self.__judged = document if now is None else now
        self._rights = rights
        self._access = access
        self._paths = paths
        self._conditions: dict[str, Conditions] = {}

    @classmethod
    def of(cls, document: Node, access: Access, paths: Paths) -> "PlanView":
        """A document as this caller may see it; nothing but id and version when no relation ties him to it."""
        return cls(document, access.rights(facts_of(document)) or _NO_RIGHTS, access, paths)

    @property
    def id(self) -> str:
        """The plan's id."""
        return str(self.__document["_id"])

    @property
    def version(self) -> int:
        """The number of the version shown."""
        return int(self.__document["versie"])

    @property
    def phase(self) -> Phase | None:
        """The phase of the plan today; None for who has no relation to it."""
        return self._rights.phase if self._rights.relations else None

    @cached_property
    def readable(self) -> int:
        """The fields that may be read in this very plan, as bits.

        Within lists the conditions of each item decide; there a bit says: some item could show it.
        """
        return self._readable_under(self._rights.masks)

    def _readable_under(self, masks: Masks) -> int:
        bits = masks.read[self._rights.conditions | _ITEM_CONDITIONS]
        for group in self._paths.shared_groups:
            held = self.conditions_at(group.path)
            covered = group.leaf_bits | group.bit
            bits &= ~covered | masks.read[held]
        return bits

    @property
    def sections(self) -> list[str]:
        """The parts of the plan in which the reader may see anything, by name."""
        return [name for name, child in self._paths.plan.children.items() if child.bit & self.readable]

    def refused(self, requested: int) -> list[Refusal]:
        """Every requested field that may not be read in this plan, with the reason."""
        denied = requested & ~self.readable
        if not denied:
            return []
        otherwise = self._readable_under(self._rights.unshielded)
        return [
            shielded(node.path) if node.bit & otherwise else explain(self._access, node, Action.LEZEN)
            for node in self._paths.nodes_of(denied)
        ]

    @cached_property
    def shown(self) -> dict[str, Any]:
        """The plan as its reader sees it: every group and field by name; None for what is withheld or not recorded."""
        plan = self._paths.plan
        result = self._group(plan, self.__document, "")
        return result | {"id": self.id, "versie": self.version, "fase": self.phase}

    def rendered(self, shape: Shape, renderers: Renderers) -> dict[str, Any]:
        """What `shown` holds, in the shape of an answer."""
        render = renderers.of(shape, self._rights)
        return render(self.__document, self.__judged, Reader(self._oin, self.phase))

    def conditions_at(self, path: str) -> Conditions:
        """The conditions that hold at a group or item of this plan."""
        if path not in self._conditions:
            self._conditions[path] = conditions_at(
                self._paths.plan,
                self.__judged,
                path,
                self._rights.conditions,
                self._oin,
                self._rights.shielded,
            )
        return self._conditions[path]

    def may_read(self, path: str) -> bool:
        """Whether the reader may see the value, or the item, at a path."""
        return not self.judged(path).refused

    def judged(self, path: str) -> Judgement:
        """The verdict on reading the value, or the item, at a path."""
        held = self.conditions_at(path if path.endswith("]") else container_path(path))
        bit = self._paths.bit(schema_path(path))
        return Judgement(self._rights, Action.LEZEN, held, bit, bit & ~self._rights.masks.read[held])

    def judgements(self, requested: int) -> list[Judgement]:
        """The verdicts that `readable` comes down to for these fields: a field is refused when any of them refuses it."""
        held = self._rights.conditions | _ITEM_CONDITIONS
        places = [(held, requested)]
        places += [
            (self.conditions_at(group.path), requested & (group.leaf_bits | group.bit))
            for group in self._paths.shared_groups
        ]
        return [
            Judgement(self._rights, Action.LEZEN, held, asked, asked & ~self._rights.masks.read[held])
            for held, asked in places
            if asked
        ]

    def conclude(self, rule: Rule[C]) -> Concluded[C]:
        """What follows, by a rule, from the whole plan as it is today; of that, what the reader may be told.

        A conclusion is told when the reader may read every field that it rests on, so it tells nothing that these do not.
        """
        shown, withheld, judged = [], [], dict[str, Judgement]()
        for conclusion in rule(self.__document, self._access.today):
            for path in conclusion.rests_on:
                if path not in judged:
                    judged[path] = self.judged(path)
            refused = [path for path in conclusion.rests_on if judged[path].refused]
            if refused:
                named = refused[:1] if isinstance(conclusion.rests_on, tuple) else sorted(refused)
                withheld.append(tuple(self._withheld(path, judged[path]) for path in named))
            else:
                shown.append(conclusion)
        return Concluded(tuple(shown), tuple(withheld), tuple(judged.values()))

    def _withheld(self, path: str, judgement: Judgement) -> Refusal:
        # By its schema path: which items there are may be hidden as well.
        node = self._paths.node(schema_path(path))
        assert node is not None  # noqa: S101 - rules name fields of the plan
        return shielded(node.path) if judgement.by_shielding else explain(self._access, node, Action.LEZEN)

    def pseudonym(self, of: Callable[[str], Made]) -> Made | None:
        """What `of` makes of the SKN of the person whose plan this is; None where it is not recorded. The SKN stays here."""
        skn = value_at(self.__judged, _SKN)
        return of(skn) if isinstance(skn, str) else None

    def field_rights(self) -> list[FieldRight]:
        """What the reader may do with every field of this plan."""
        return field_rights(self._access, self._paths, self._rights.masks, self._rights.conditions, _ITEM_CONDITIONS)

    def decide(self, leaf: Leaf, path: str, action: Action) -> Decision:
        """Whether, and why, the reader may do something with a field of this plan.

        A path with item ids is judged in that item; one without (`doelen[].status`) as if an item fulfilled every condition.
        """
        if self.judged_to(leaf, path, action).by_shielding:
            return Decision(leaf, action, self._access.policy.revision, refusal=shielded(leaf.path))
        return decide(self._access, leaf, action, self._rights.relations, (self._rights.phase,), self._held_for(path))

    def judged_to(self, leaf: Leaf, path: str, action: Action) -> Judgement:
        """The verdict that `decide` explains."""
        held = self._held_for(path)
        masks = self._rights.masks.write if action is Action.SCHRIJVEN else self._rights.masks.read
        return Judgement(self._rights, action, held, leaf.bit, leaf.bit & ~masks[held])

    def _held_for(self, path: str) -> Conditions:
        possible = self._rights.conditions | _ITEM_CONDITIONS
        return possible if "[]" in path else self.conditions_at(container_path(path))

    def earlier(self, document: Node) -> "PlanView":
        """Another state of this plan, under the same rights: what is no longer shared is not read in the past either."""
        return PlanView(document, self._rights, self._access, self._paths, now=self.__judged)

    @property
    def access(self) -> Access:
        """Who looks."""
        return self._access

    @property
    def rights(self) -> Rights:
        """What the reader may do with this plan."""
        return self._rights

    @property
    def _oin(self) -> str:
        return self._access.caller.organisation.oin

    def _group(self, group: Group, node: Node, path: str) -> dict[str, Any]:
        mask = self._rights.masks.read[self.conditions_at(path)]
        shown: dict[str, Any] = {}
        visible: set[str] = set()
        unknown: list[str] = []
        for child in group.children.values():
            if not isinstance(child, Leaf):
                shown[child.name] = self._child(child, node, f"{path}.{child.name}" if path else child.name)
            elif mask & child.bit:
                value = node.get(child.name)
                visible.add(child.name)
                if value == UNKNOWN:
                    unknown.append(child.name)
                    value = None
                shown[child.name] = value
            else:
                shown[child.name] = None
        shown["onbekend"] = unknown
        shown[PROVENANCE] = _provenance(node, visible)
        return shown

    def _child(self, group: Group, node: Node, path: str) -> dict[str, Any] | list[dict[str, Any]] | None:
        masks = self._rights.masks.read
        if group.repeated:
            if not masks[self.conditions_at(container_path(path)) | _ITEM_CONDITIONS] & group.bit:
                return None
            items = ((entry, f"{path}[{entry['id']}]") for entry in node.get(group.name) or ())
            return [
                self._group(group, entry, item_path) | {"id": entry["id"]}
                for entry, item_path in items
                if masks[self.conditions_at(item_path)] & group.bit
            ]
        held = self.conditions_at(path)
        # A group of which only items with a condition of their own may show is there for their sake.
        possible = held if group.shared or group.owner else held | _ITEM_CONDITIONS
        return self._group(group, node.get(group.name) or {}, path) if masks[possible] & group.bit else None


def _provenance(node: Node, visible: set[str]) -> list[dict[str, Any]]:
    """Who wrote the visible fields; a write to other fields of the group does not show."""
    records = []
    for record in node.get(PROVENANCE) or ():
        fields = [name for name in record["velden"] if name in visible]
        if fields:
            records.append({**record, "velden": fields})
    return records


Inspect: TypeAlias = Callable[[PlanView], None]
"""Looks at a view before something irreversible is done, and may raise to stop it."""
