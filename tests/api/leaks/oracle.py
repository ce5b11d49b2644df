"""The oracle: what somebody may read, asked of Casbin field by field, without the masks and the view that the API decides with.

What the world says of a plan (who is tied to it how, in which phase it is) is declared with the plan and not computed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeAlias

from plan_schema.plan import PATHS, PLAN
from plan_schema.sections.som import is_outcome
from plan_schema.tree import Group, Leaf
from policies.context import Action, Conditions, OrganisationKind, Phase, Purpose, Relation, Role
from policies.judge import Judge
from policies.table import Row
from tests.api.leaks.markers import Place, Registry

Question: TypeAlias = tuple[OrganisationKind, Role, Relation, Purpose, Phase, Conditions, str]
"""What Casbin is asked: may this role, so tied to a plan, for this doel, in this phase and under these conditions, read a field."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, for which doelen."""

    kind: OrganisationKind
    oin: str
    role: Role
    purposes: frozenset[Purpose]


@dataclass(slots=True)
class Known:
    """What is known of a plan: its phase, the relation of each organisation (by OIN) to it, and its document of now.

    `shielded`: the fields, by path, that nobody may use.
    """

    phase: Phase
    ties: Mapping[str, Iterable[Relation]]
    document: Mapping[str, Any]
    shielded: frozenset[str] = frozenset()


def shielded_leaves(paths: Iterable[str]) -> frozenset[str]:
    """The fields that these fields and groups come down to."""
    return frozenset(
        leaf.path
        for leaf in PATHS.leaves
        if any(leaf.path == path or leaf.path.startswith(f"{path}.") for path in paths)
    )


class Oracle:
    """Answers from the policy rows; every verdict of Casbin is kept, since one costs a millisecond."""

    def __init__(self, rows: tuple[Row, ...], registry: Registry) -> None:
        self._rows = rows
        self._registry = registry
        self._verdicts: dict[Question, bool] = {}
        self._judge = cache(self._judge_of)
        self._samples = cache(self._samples_of)
        self._anything = cache(self._reads_anything)
        self._last: dict[tuple[Any, ...], Purpose] = {}
        self.plans: dict[str, Known] = {}

    @property
    def verdicts(self) -> Mapping[Question, bool]:
        """Every verdict that Casbin gave."""
        return self._verdicts

    def may_read(self, reader: Reader, plan_id: str, path: str) -> bool:
        """Whether the value at a path, or the item, may be read now, under any of the reader's doelen and relations."""
        known = self.plans[plan_id]
        node, held = _at(known, path, reader.oin)
        leaves = [node] if isinstance(node, Leaf) else [leaf for leaf in node.walk() if isinstance(leaf, Leaf)]
        return any(self._allowed(reader, known, held, leaf.path) for leaf in leaves if leaf.path not in known.shielded)

    def knows_of(self, reader: Reader, plan_id: str) -> bool:
        """Whether the plan exists for this reader: he may read at least one field of it."""
        known = self.plans[plan_id]
        return any(self.reads_by(reader, relation, known.phase) for relation in known.ties.get(reader.oin, ()))

    def reads_by(self, reader: Reader, relation: Relation, phase: Phase) -> bool:
        """Whether a relation gives this reader the right to anything in this phase."""
        return any(
            self._anything(reader.kind, reader.role, relation, purpose, phase) for purpose in sorted(reader.purposes)
        )

    def may_see(self, reader: Reader, place: Place) -> bool:
        """Whether a marker that stands at this place may reach the reader."""
        if not self.knows_of(reader, place.plan_id):
            return False
        if place.note_of:
            written = self._registry.written[place.plan_id, place.note_of]
            # An explanation may speak of all that its author changed; source and date go with any of the version.
            spoken_of = [path for path in written if place.path != "toelichting" or not is_outcome(path)]
            seen = (self.may_read(reader, place.plan_id, path) for path in spoken_of)
            return all(seen) if place.path == "toelichting" else any(seen)
        return not place.path or self.may_read(reader, place.plan_id, place.path)

    def _allowed(self, reader: Reader, known: Known, held: Conditions, path: str) -> bool:
        for relation in known.ties.get(reader.oin, ()):
            where = (reader.kind, reader.role, relation, known.phase, held, path)
            # The doel that carried it last comes first: one question is then enough, most of the time.
            for purpose in sorted(reader.purposes, key=lambda one: (one is not self._last.get(where), one)):
                if self._verdict((reader.kind, reader.role, relation, purpose, known.phase, held, path)):
                    self._last[where] = purpose
                    return True
        return False

    def _verdict(self, question: Question) -> bool:
        if question not in self._verdicts:
            kind, role, relation, purpose, phase, held, path = question
            judge = self._judge(kind, role, _section(path))
            line = judge.decides(kind, role, relation, purpose, phase, held, Action.LEZEN, path)
            self._verdicts[question] = line is not None
        return self._verdicts[question]

    def _judge_of(self, kind: OrganisationKind, role: Role, section: str) -> Judge:
        """Casbin over the rows that speak of one role and section: the others could never match, and he reads every row."""
        return Judge(
            replace(row, patterns=patterns)
            for row in self._rows
            if row.organisation is kind and role in row.roles
            if (patterns := tuple(pattern for pattern in row.patterns if _section(pattern) == section))
        )

    def _reads_anything(
        self, kind: OrganisationKind, role: Role, relation: Relation, purpose: Purpose, phase: Phase
    ) -> bool:
        every = Conditions.ZORG_NODIG | Conditions.GEDEELD | Conditions.EIGEN
        return any(
            self._verdict((kind, role, relation, purpose, phase, every, path)) for path in self._samples(kind, role)
        )

    def _samples_of(self, kind: OrganisationKind, role: Role) -> tuple[str, ...]:
        """One field of every row of a role: who may read anything may read one of these."""
        rows = [row for row in self._rows if row.organisation is kind and role in row.roles]
        firsts = (next(leaf.path for leaf in PATHS.leaves if row.leaves & leaf.bit) for row in rows)
        return tuple(dict.fromkeys(firsts))


def _section(path: str) -> str:
    return path.partition(".")[0]


def _at(known: Known, path: str, oin: str) -> tuple[Leaf | Group, Conditions]:
    """The field or item at a path, and the conditions that hold there in the document of now; none by what is shielded."""
    document, shielded = known.document, known.shielded
    care = (document.get("zorg") or {}).get("zorgNodig") == "JA" and "zorg.zorgNodig" not in shielded
    held = Conditions.ZORG_NODIG if care else Conditions(0)
    group, node = PLAN, document
    for part in path.split("."):
        name, _, rest = part.partition("[")
        child = group.children[name]
        if isinstance(child, Leaf):
            return child, held
        group, inside = child, node.get(name)
        if rest:
            inside = next((entry for entry in inside or () if entry["id"] == rest.removesuffix("]")), None)
        node = inside or {}
        for field, condition, wanted in (
            (group.shared, Conditions.GEDEELD, "JA"),
            (group.owner, Conditions.EIGEN, oin),
        ):
            if field is not None:
                holds = node.get(field) == wanted and f"{group.path}.{field}" not in shielded
                held = held | condition if holds else held & ~condition
    return group, held
