"""Random selections of a plan, written in every way that GraphQL has for it, and read back into the places they ask for."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
)

from plan_schema.plan import PLAN
from plan_schema.tree import Group, Leaf

_HERKOMST: Final = "herkomst { velden organisatie organisatienaam rol versie bron peildatum geregistreerdOp }"
_HOUSE: Final = ("id", "versie", "fase", "__typename")


@dataclass(slots=True)
class Writer:
    """Writes selections out of a pool of fields (as bits); the fragments and variables that go with them add up."""

    rng: random.Random
    pool: int
    density: float
    fragments: list[str] = field(default_factory=list)
    variables: dict[str, bool] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)

    def plan(self) -> str:
        """A selection on `Plan`; ids are always asked, so that what is answered can be placed."""
        return self._group(PLAN, "Plan")

    def document(self, kind: str, arguments: Mapping[str, str], body: str) -> str:
        """The whole question: operation, variables and fragments."""
        declared = dict(arguments) | dict.fromkeys(self.variables, "Boolean!")
        head = ", ".join(f"${name}: {type_}" for name, type_ in declared.items())
        return "\n".join([f"{kind} {f'({head})' if head else ''} {{ {body} }}", *self.fragments])

    def _group(self, group: Group, type_name: str) -> str:
        parts = ["id"] if group.repeated or not group.path else []
        if not group.path:
            parts += [name for name in ("versie", "fase") if self._chance(0.3)]
        parts += [self._written(child) for child in group.children.values() if self._wanted(child)]
        if group.leaves and group.leaf_bits & self.pool and self._chance(0.3):
            parts.append(_HERKOMST)
        if any(leaf.kind.choices is None for leaf in group.leaves) and self._chance(0.3):
            parts.append("onbekend")
        self.rng.shuffle(parts)
        return f"{{ {self._wrapped(' '.join(parts) or '__typename', type_name)} }}"

    def _wanted(self, child: Leaf | Group) -> bool:
        bits = child.bit if isinstance(child, Leaf) else child.leaf_bits
        return bool(bits & self.pool) and self._chance(self.density if isinstance(child, Leaf) else self.density + 0.12)

    def _written(self, child: Leaf | Group) -> str:
        alias = f"a{next(self._numbers)}: " if self._chance(0.2) else ""
        inner = f" {self._group(child, child.type_name)}" if isinstance(child, Group) else ""
        return f"{alias}{child.name}{self._directive()}{inner}"

    def _directive(self) -> str:
        if not self._chance(0.08):
            return ""
        name = self.rng.choice(["include", "skip"])
        if self._chance(0.5):
            return f" @{name}(if: {self.rng.choice(['true', 'false'])})"
        variable = f"v{next(self._numbers)}"
        self.variables[variable] = self._chance(0.5)
        return f" @{name}(if: ${variable})"

    def _wrapped(self, body: str, type_name: str) -> str:
        form = self.rng.random()
        if form < 0.15:
            return f"... on {type_name} {{ {body} }}"
        if form < 0.2:
            return f"... {{ {body} }}"
        if form < 0.3 and len(self.fragments) < 20:
            name = f"f{next(self._numbers)}"
            self.fragments.append(f"fragment {name} on {type_name} {{ {body} }}")
            return f"...{name}"
        return body

    def _chance(self, share: float) -> bool:
        return self.rng.random() < share


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that an answer shows of a plan: where it stands, and the value."""

    plan_id: str
    path: str
    value: Any


class Answered:
    """Reads an answer back: which field of which plan each value in it is."""

    def __init__(self, text: str) -> None:
        self._document: DocumentNode = parse(text)
        self._fragments = {
            node.name.value: node for node in self._document.definitions if isinstance(node, FragmentDefinitionNode)
        }

    def shown(self, data: Mapping[str, Any]) -> Iterator[Shown]:
        """Everything of plans in the data of an answer, wherever a selection on `Plan` stands in it."""
        operation = next(node for node in self._document.definitions if isinstance(node, OperationDefinitionNode))
        yield from self._outside([operation.selection_set], data)

    def _outside(self, sets: list[SelectionSetNode], data: Mapping[str, Any]) -> Iterator[Shown]:
        for key, (name, inner) in self._collected(sets).items():
            for value in data[key] if isinstance(data.get(key), list) else [data.get(key)]:
                if not isinstance(value, Mapping):
                    continue
                if name in ("plan", "node", "nodes") and "id" in value:
                    yield from self._plan(inner, value)
                elif inner:
                    yield from self._outside(inner, value)

    def _plan(self, sets: list[SelectionSetNode], data: Mapping[str, Any]) -> Iterator[Shown]:
        yield Shown(data["id"], "", data["id"])
        yield from self._group(PLAN, "", data["id"], sets, data)

    def _group(
        self, group: Group, path: str, plan_id: str, sets: list[SelectionSetNode], data: Mapping[str, Any]
    ) -> Iterator[Shown]:
        prefix = f"{path}." if path else ""
        for key, (name, inner) in self._collected(sets).items():
            value = data.get(key)
            if value is None or name in _HOUSE:
                continue
            if name == "onbekend":
                yield from (Shown(plan_id, f"{prefix}{entry}", entry) for entry in value)
            elif name == "herkomst":
                fields = [entry for record in value for entry in record["velden"]]
                yield from (Shown(plan_id, f"{prefix}{entry}", entry) for entry in fields)
            else:
                yield from self._child(group.children[name], f"{prefix}{name}", plan_id, inner, value)

    def _child(
        self, child: Leaf | Group, path: str, plan_id: str, sets: list[SelectionSetNode], value: Any
    ) -> Iterator[Shown]:
        if isinstance(child, Leaf):
            yield Shown(plan_id, path, value)
        elif not child.repeated:
            yield from self._group(child, path, plan_id, sets, value)
        else:
            for entry in value:
                yield Shown(plan_id, f"{path}[{entry['id']}]", entry["id"])
                yield from self._group(child, f"{path}[{entry['id']}]", plan_id, sets, entry)

    def _collected(self, sets: list[SelectionSetNode]) -> dict[str, tuple[str, list[SelectionSetNode]]]:
        """The fields of selections by the name they are answered under, fragments followed."""
        found: dict[str, tuple[str, list[SelectionSetNode]]] = {}
        waiting = list(sets)
        while waiting:
            for node in waiting.pop().selections:
                if isinstance(node, FieldNode):
                    key = (node.alias or node.name).value
                    _, inner = found.setdefault(key, (node.name.value, []))
                    if node.selection_set is not None:
                        inner.append(node.selection_set)
                elif isinstance(node, FragmentSpreadNode):
                    waiting.append(self._fragments[node.name.value].selection_set)
                elif isinstance(node, InlineFragmentNode):
                    waiting.append(node.selection_set)
        return found
