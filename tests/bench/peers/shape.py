"""The plan as the peers serve it: the same types and fields, with one scalar for every value, which costs them nothing to convert."""

from typing import Final

from plan_schema.plan import PLAN
from plan_schema.tree import Group

HEAD: Final = """scalar Waarde
type Query { plan(id: ID!): Plan }
type Mutation { wijzigPlan(input: WijzigPlanInput!): Uitkomst! }
type Uitkomst { soort: String! versie: Int! }
input WijzigPlanInput { planId: ID! verwachteVersie: Int! hulpvraag: String! }
"""


def type_name(group: Group) -> str:
    """The name of the type of a group."""
    return group.type_name if group.path else "Plan"


def peer_schema() -> str:
    """The schema in SDL."""
    return HEAD + "\n".join(_types(PLAN))


def _types(group: Group) -> list[str]:
    own = [f"  {leaf.name}: Waarde" for leaf in group.leaves]
    own += [
        f"  {child.name}: {f'[{type_name(child)}!]' if child.repeated else type_name(child)}" for child in group.groups
    ]
    if not group.path:
        own = ["  id: ID!", "  versie: Int!", *own]
    made = [f"type {type_name(group)} {{\n{chr(10).join(own)}\n}}"]
    for child in group.groups:
        made += _types(child)
    return made
