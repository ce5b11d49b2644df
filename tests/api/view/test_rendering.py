"""A rendered plan is the plan as it is shown, in the shape that was asked: for any mask, any conditions and any shielding."""

import os
import random
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from api.access.access import Rights
from api.graphql.output_types import Herkomst
from api.view.plan_view import PlanView
from api.view.renderers import Renderers
from api.view.shape import Constant, Detail, Entry, Field, Form, House, Inner, Provenance, Shape
from plan_schema.plan import PATHS, PLAN
from plan_schema.tree import Group, Leaf
from policies.context import Conditions, Phase, Relation
from policies.policy import Masks
from tests.api.access.callers import access
from tests.strategies import Document, documents, examples, groups_of

EXAMPLES: Final = int(os.environ.get("COMPILED_CASES", "100"))
_DECIDING: Final = ("", "zorg", "onderdak", *(group.path for group in PATHS.groups if group.shared or group.owner))
"""Groups in which a field decides on conditions, and some others."""
_BITS: Final = 1 << (len(PATHS.leaves) + len(PATHS.groups) + 1)
_DETAILS: Final = tuple(Herkomst.__annotations__)
_AS_IT_IS: Final = Form(lambda value: value)
_TEXT: Final = Form(lambda value: value, as_text=True)


def _form(leaf: Leaf) -> Form:
    if leaf.kind.choices is not None:
        return Form(lambda value: value, among=frozenset(choice.value for choice in leaf.kind.choices))
    return _AS_IT_IS if leaf.kind.name in ("DateTime", "Int") else _TEXT


def _shape(group: Group, rng: random.Random) -> Shape:
    """A shape of some of everything below a group, each under a name of its own."""
    entries: list[Entry] = [Constant("soort", group.type_name), House("onbekend", "onbekend", _AS_IT_IS)]
    if not group.path or group.repeated:
        entries.append(House("hetId", "id", _TEXT))
    if not group.path:
        entries += [House("deVersie", "versie", _AS_IT_IS), House("fase", "fase", _AS_IT_IS)]
    details = [Detail(f"d{name}", name, _AS_IT_IS, required=False) for name in _DETAILS]
    entries.append(Provenance("herkomst", (*details, Constant("soort", "Herkomst"))))
    for child in group.children.values():
        for key in (child.name, f"ook{child.name}")[: rng.choice([1, 1, 1, 2])]:
            entry = Field(key, child, _form(child)) if isinstance(child, Leaf) else Inner(key, _shape(child, rng))
            entries.append(entry)
    return Shape(group, tuple(rng.sample(entries, rng.randrange(len(entries) // 2, len(entries)) + 1)))


def _picked(shape: Shape, shown: dict[str, Any]) -> dict[str, Any]:
    """What a shape asks of a plan as it is shown: the slow way, without any mask."""
    picked: dict[str, Any] = {}
    for entry in shape.entries:
        match entry:
            case Constant(key, value):
                picked[key] = value
            case Field(key, leaf, _):
                picked[key] = shown[leaf.name]
            case House(key, name, _):
                picked[key] = shown[name]
            case Provenance(key, details):
                picked[key] = [
                    {
                        detail.key: detail.value if isinstance(detail, Constant) else record.get(detail.name)
                        for detail in details
                    }
                    for record in shown["herkomst"]
                ]
            case Inner(key, inner):
                found = shown[inner.group.name]
                if isinstance(found, list):
                    picked[key] = [_picked(inner, item) for item in found]
                else:
                    picked[key] = None if found is None else _picked(inner, found)
    return picked


def _mask(rng: random.Random) -> int:
    """Any fields, from few to nearly all; groups mostly with what is in them, and sometimes not."""
    bits, density = 0, rng.choice([0.03, 0.3, 0.9])
    for leaf in PATHS.leaves:
        bits |= leaf.bit if rng.random() < density else 0
    for group in (PLAN, *PATHS.groups):
        if bool(group.leaf_bits & bits) is (rng.random() < 0.9):
            bits |= group.bit
    return bits


def _rights(rng: random.Random) -> Rights:
    always = _mask(rng)
    read = [always | (_mask(rng) if held else 0) for held in range(8)]
    read = [mask & ~rng.randrange(_BITS) if rng.random() < 0.2 else mask for mask in read]
    deciding = [group.children[name].bit for group in PATHS.groups for name in (group.shared, group.owner) if name]
    shielded = sum({bit for bit in deciding if rng.random() < 0.3}) if rng.random() < 0.5 else 0
    phase, held = rng.choice(list(Phase)), Conditions(rng.choice([0, Conditions.ZORG_NODIG.value]))
    return Rights(Masks(tuple(read), tuple(read)), frozenset({Relation.EIGEN_PI}), phase, held, shielded)


def _lived(document: Document, rng: random.Random, oin: str) -> Document:
    """A document as the store keeps it: with provenance, with owners and shares that decide."""
    for _, group, node in list(groups_of(document)):
        content: Any = node
        for name, wanted, other in ((group.shared, "JA", "NEE"), (group.owner, oin, "00000099000000009000")):
            if name is not None and rng.random() < 0.8:
                content[name] = rng.choice([wanted, other])
        if group.leaves and rng.random() < 0.7:
            names = [leaf.name for leaf in rng.sample(group.leaves, min(3, len(group.leaves)))]
            content["herkomst"] = [
                {"velden": names, "rol": "CASEMANAGER", "geregistreerdOp": datetime(2026, 1, 5, tzinfo=UTC)}
            ]
    return document | {"_id": "een plan", "versie": 3}


def _others(rights: Rights, rng: random.Random) -> list[Rights]:
    """Rights that differ from these in one way."""
    another = _rights(rng)
    return [
        rights,
        replace(rights, conditions=rights.conditions ^ Conditions.ZORG_NODIG),
        replace(rights, shielded=another.shielded),
        replace(rights, masks=another.masks),
        replace(rights, phase=another.phase),
    ]


@examples(EXAMPLES)
@given(stored=documents(_DECIDING), other=documents(_DECIDING), seed=st.integers(0, 2**32), historic=st.booleans())
def test_a_rendered_plan_is_the_plan_as_it_is_shown(
    *, stored: Document, other: Document, seed: int, historic: bool
) -> None:
    rng = random.Random(seed)  # noqa: S311 - reproducible, not secret
    asked = access("casemanager-arnhem", date(2026, 7, 1))
    document, now = (_lived(found, rng, asked.caller.organisation.oin) for found in (stored, other))
    shape, renderers = _shape(PLAN, rng), Renderers()
    for rights in _others(_rights(rng), rng):
        view = PlanView(document, rights, asked, PATHS, now=now if historic else None)
        rendered = view.rendered(shape, renderers)
        assert rendered == _picked(shape, view.shown)
        assert list(rendered) == [entry.key for entry in shape.entries]


def test_renderers_are_kept_within_bounds() -> None:
    rng = random.Random(1)  # noqa: S311 - likewise
    shape = _shape(PLAN, rng)
    renderers = Renderers(most_entries=3 * (shape.size + 1))
    first, *more = [_rights(rng) for _ in range(5)]
    made = renderers.of(shape, first)
    assert renderers.of(shape, replace(first, relations=frozenset())) is made
    for rights in more:
        renderers.of(shape, rights)
    assert renderers.of(shape, first) is not made
