"""The compiled policy: for every context one bit mask of the fields that it may read and one of those it may write."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from plan_schema.tree import Group
from policies.assurance import Floor, denied, load_floors
from policies.context import Action, AssuranceLevel, Conditions, OrganisationKind, Phase, Purpose, Relation, Role
from policies.judge import Judge
from policies.table import TABLES, Row, load

ALL_CONDITIONS: Final = Conditions.ZORG_NODIG | Conditions.GEDEELD | Conditions.EIGEN


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks, tied how to the plan, for what, in which phase of it."""

    organisation: OrganisationKind
    role: Role
    relation: Relation
    purpose: Purpose
    phase: Phase


@dataclass(frozen=True, slots=True)
class Masks:
    """What one context may read and write, by the conditions that hold: index 0 … 7 is the value of `Conditions`."""

    read: tuple[int, ...]
    write: tuple[int, ...]

    def __or__(self, other: "Masks") -> "Masks":
        return Masks(
            tuple(a | b for a, b in zip(self.read, other.read, strict=True)),
            tuple(a | b for a, b in zip(self.write, other.write, strict=True)),
        )

    @property
    def best_read(self) -> int:
        """What may be read when every condition holds."""
        return self.read[ALL_CONDITIONS]

    @property
    def best_write(self) -> int:
        """What may be written when every condition holds."""
        return self.write[ALL_CONDITIONS]


NOTHING: Final = Masks((0,) * (ALL_CONDITIONS + 1), (0,) * (ALL_CONDITIONS + 1))


_Tie: TypeAlias = tuple[OrganisationKind, Role, frozenset[Purpose], frozenset[Relation], Phase, AssuranceLevel | None]


class Policy:
    """An immutable policy of one revision. A running request keeps the one it started with."""

    def __init__(self, plan: Group, rows: tuple[Row, ...], day: date, floors: tuple[Floor, ...] = ()) -> None:
        self.plan = plan
        self.rows = tuple(row for row in rows if row.valid_on(day))
        self.floors = floors
        self.revision = _revision(self.rows, floors)
        self._groups = _Groups(plan)
        self._masks = _compile(self._groups, self.rows)
        # One entry per field or group, and action.
        self._rows_for: dict[tuple[int, Action], tuple[Row, ...]] = {}
        # As many entries as there are combinations of enums that callers come with: few, and bounded.
        self._best: dict[tuple[OrganisationKind, Role, frozenset[Purpose]], Masks] = {}
        self._tied: dict[_Tie, Masks] = {}

    @classmethod
    def load(cls, plan: Group, day: date, folder: Path = TABLES) -> "Policy":
        """Read and compile the tables as they apply on a day; PolicyError names everything that is wrong."""
        return cls(plan, load(plan, folder), day, load_floors(plan, folder))

    def masks(self, context: Context) -> Masks:
        """What this context may read and write; nothing where no row speaks of it."""
        return self._masks.get(context, NOTHING)

    def contexts(self) -> Iterable[Context]:
        """Every context that may do anything at all."""
        return self._masks.keys()

    def best(self, organisation: OrganisationKind, role: Role, purposes: Iterable[Purpose]) -> Masks:
        """What this caller could do at most: under the best relation, in the best phase."""
        key = (organisation, role, frozenset(purposes))
        if key not in self._best:
            found = NOTHING
            for relation, purpose, phase in product(Relation, key[2], Phase):
                found |= self.masks(Context(organisation, role, relation, purpose, phase))
            self._best[key] = found
        return self._best[key]

    def tied(
        self,
        organisation: OrganisationKind,
        role: Role,
        purposes: frozenset[Purpose],
        relations: frozenset[Relation],
        phase: Phase,
        level: AssuranceLevel | None,
    ) -> Masks:
        """What this caller may do in one phase, over all these doelen and relations, as surely as he is logged in."""
        key = (organisation, role, purposes, relations, phase, level)
        if key not in self._tied:
            found = NOTHING
            for relation, purpose in product(relations, purposes):
                found |= self.masks(Context(organisation, role, relation, purpose, phase))
            self._tied[key] = self.assured(found, role, level)
        return self._tied[key]

    def without(self, masks: Masks, leaves: int) -> Masks:
        """What is left of masks when nobody has these fields; a group of which nothing is left goes too, the plan itself stays."""
        return self._narrowed(masks, leaves, leaves)

    def assured(self, masks: Masks, role: Role, level: AssuranceLevel | None) -> Masks:
        """What is left of masks for somebody who logged in so surely; None: his token does not say how."""
        read, write = denied(self.floors, role, level)
        return self._narrowed(masks, read, write) if read or write else masks

    def _narrowed(self, masks: Masks, read: int, write: int) -> Masks:
        return Masks(
            tuple(self._groups.narrowed(mask, read) for mask in masks.read),
            tuple(self._groups.narrowed(mask, write) for mask in masks.write),
        )

    def fields_at(self, path: str) -> int:
        """The fields that a path of the plan names, as bits: itself, or all below it; none when the plan has no such path."""
        return self._fields.get(path, 0)

    @cached_property
    def _fields(self) -> Mapping[str, int]:
        return {node.path: node.leaf_bits if isinstance(node, Group) else node.bit for node in self.plan.walk()}

    def rows_for(self, leaf_bits: int, action: Action) -> tuple[Row, ...]:
        """The rows that grant an action on a field, or on any of a group, to anyone: whose it is, on which grounds."""
        key = (leaf_bits, action)
        if key not in self._rows_for:
            self._rows_for[key] = tuple(row for row in self.rows if row.leaves & leaf_bits and row.grants(action))
        return self._rows_for[key]

    @cached_property
    def judge(self) -> Judge:
        """Casbin over the same rows, for explanations and proofs."""
        return Judge(self.rows)


def _revision(rows: tuple[Row, ...], floors: tuple[Floor, ...]) -> str:
    """The content hash of rows and floors: same rights, same revision, wherever a comment moved to."""
    canonical = sorted(",".join((*row.cells, pattern, row.ground)) for row in rows for pattern in row.patterns)
    canonical += sorted(
        ",".join((*sorted(floor.roles), floor.action, floor.pattern, floor.level.name)) for floor in floors
    )
    return hashlib.sha256("\n".join(canonical).encode()).hexdigest()[:16]


def _compile(groups: "_Groups", rows: Iterable[Row]) -> Mapping[Context, Masks]:
    read: dict[Context, list[int]] = {}
    write: dict[Context, list[int]] = {}
    size = ALL_CONDITIONS + 1
    for row in rows:
        for role, relation, purpose, phase in product(row.roles, row.relations, row.purposes, row.phases):
            context = Context(row.organisation, role, relation, purpose, phase)
            targets = [read.setdefault(context, [0] * size)]
            targets.append(write.setdefault(context, [0] * size))
            for held in range(size):
                if row.condition & ~held:
                    continue
                targets[0][held] |= row.leaves
                if row.right is Action.SCHRIJVEN:
                    targets[1][held] |= row.leaves
    widen = cache(groups.widened)
    return MappingProxyType(
        {context: Masks(tuple(map(widen, read[context])), tuple(map(widen, write[context]))) for context in read}
    )


class _Groups:
    """The bits of groups: a group may be touched when any field in it may."""

    def __init__(self, plan: Group) -> None:
        self._plan = plan
        self._groups = [(node.bit, node.leaf_bits) for node in plan.walk() if isinstance(node, Group)]

    def widened(self, mask: int) -> int:
        """Fields, and the groups that they lie in."""
        whole = self._plan.bit if mask else 0
        return mask | whole | sum(bit for bit, leaves in self._groups if leaves & mask)

    def narrowed(self, mask: int, leaves: int) -> int:
        """Fields with their groups, without these fields and what lies in nothing else."""
        left = mask & ~leaves
        return left & ~sum(bit for bit, inside in self._groups if inside & leaves and not inside & left)
