"""The rows of the policy for systems that import: all that the layouts hold, and nothing besides."""

from datetime import date
from functools import reduce
from operator import or_
from typing import Final

import pytest

from plan_schema.plan import PATHS, PLAN
from plan_schema.process.imports.layout import Layout
from plan_schema.process.imports.layouts import LAYOUTS
from policies.context import OrganisationKind, Phase, Purpose, Role
from policies.policy import Policy

POLICY: Final = Policy.load(PLAN, date(2026, 1, 1))

# What the house itself writes beside a record: whose contact it is, and where somebody was before.
OF_THE_HOUSE: Final = {
    OrganisationKind.DJI: {
        "contacten[].organisatie",
        "detentie.plaatsingen[].inrichting",
        "detentie.plaatsingen[].tot",
    },
    OrganisationKind.RECLASSERING: set(),
}


def _fields(layout: Layout) -> set[str]:
    parts = {"betrokkene.voorvoegsel", "betrokkene.voornamen"} & layout.by_path.keys()
    columns = {column.path for column in layout.columns if not column.of_record}
    return columns | parts | {constant.path for constant in layout.constants}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_system_may_write_every_field_of_its_layout(layout: Layout) -> None:
    best = POLICY.best(OrganisationKind(layout.sender), Role.SYSTEEM, [Purpose(name) for name in layout.purposes])
    # The number by which a plan is found is DJI's to write.
    read_only = {"betrokkene.sknNummer"} if layout.sender == "RECLASSERING" else set()
    for path in _fields(layout):
        assert (best.best_read if path in read_only else best.best_write) & PATHS.bit(path), path


@pytest.mark.parametrize("kind", OF_THE_HOUSE)
def test_a_system_may_see_and_write_nothing_that_no_layout_holds(kind: OrganisationKind) -> None:
    held = set().union(*(_fields(layout) for layout in LAYOUTS.values() if layout.sender == kind)) | OF_THE_HOUSE[kind]
    held |= {f"{group}.{name}" for group in _leefgebieden(held) for name in ("hulpvraag", "hulpvraagStatus")}
    best = POLICY.best(kind, Role.SYSTEEM, list(Purpose))
    leaves = reduce(or_, (leaf.bit for leaf in PATHS.leaves), 0)
    beyond = (best.best_read | best.best_write) & leaves & ~reduce(or_, (PATHS.bit(path) for path in held), 0)
    assert [leaf.path for leaf in PATHS.leaves if leaf.bit & beyond] == []


def _leefgebieden(fields: set[str]) -> set[str]:
    return {path.removesuffix(".standVanZaken") for path in fields if path.endswith(".standVanZaken")}


@pytest.mark.parametrize("kind", OF_THE_HOUSE)
def test_a_closed_plan_is_closed_for_imports(kind: OrganisationKind) -> None:
    found = [context for context in POLICY.contexts() if context.organisation is kind and context.role is Role.SYSTEEM]
    assert found
    assert Phase.AFGESLOTEN not in {context.phase for context in found}
