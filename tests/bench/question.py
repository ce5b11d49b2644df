"""What is asked in the measurements: every field that a casemanager may read unconditionally, and operations like it that nobody asked yet."""

from datetime import UTC, datetime

from plan_schema.plan import PATHS, PLAN
from plan_schema.tree import Group, Leaf
from policies.context import OrganisationKind, Phase, Purpose, Relation, Role
from policies.policy import Context, Policy

PERSONA = "casemanager-arnhem"


def selection(group: Group, mask: int, prefix: str = "") -> str:
    """The selection of every field of a group that a mask covers; leaves of the plan's own groups get aliases with a prefix."""
    parts = []
    for child in group.children.values():
        if isinstance(child, Leaf):
            parts.append(_named(child.name, prefix) if child.bit & mask else "")
        elif child.leaf_bits & mask:
            parts.append(f"{child.name} {{ {selection(child, mask, prefix)} }}")
    return " ".join(filter(None, parts))


def _named(name: str, prefix: str) -> str:
    return f"{prefix}{name}: {name}" if prefix else name


def readable() -> int:
    """The fields that a casemanager may read whatever the plan holds, as bits."""
    policy = Policy.load(PLAN, datetime.now(UTC).date())
    context = Context(OrganisationKind.DJI, Role.CASEMANAGER, Relation.EIGEN_PI, Purpose.PLAN_UITVOEREN, Phase.DETENTIE)
    return policy.masks(context).read[0]


def plan_query(mask: int, prefix: str = "") -> str:
    """The question for the fields of a mask."""
    return f"query ($id: ID!) {{ plan(id: $id) {{ id versie {selection(PLAN, mask, prefix)} }} }}"


def first_fields(number: int, mask: int) -> int:
    """The first so many fields of a mask."""
    chosen = [leaf.bit for leaf in PATHS.leaves if leaf.bit & mask][:number]
    return sum(chosen)
