"""Which versions of a history: what can be asked, and which rights that asks for."""

from typing import Any

import strawberry

from api.access.access import Access
from api.access.refusal import explain
from api.errors import Code, Fault, RequestRefused
from api.graphql import arguments
from api.graphql.scalars import OIN, Tijdstip
from api.store.plans import ANY_VERSION, HistoryFilter
from plan_schema.plan import PATHS
from plan_schema.tree import Group, Leaf
from policies.context import Action


@strawberry.input(description="Welke versies; elk genoemd criterium moet gelden.")
class HistorieFilter:
    """Filter."""

    pad: str | None = strawberry.field(
        description="Versies die dit veld, deze groep of dit onderdeel wijzigden, zoals onderdak of doelen[].status.",
        default=None,
    )
    organisatie: OIN | None = strawberry.field(description="Versies van de organisatie met dit OIN.", default=None)
    vanaf: Tijdstip | None = strawberry.field(description="Versies vanaf dit moment.", default=None)
    tot: Tijdstip | None = strawberry.field(description="Versies van vóór dit moment.", default=None)


def history_filter(given: Any, access: Access) -> HistoryFilter:
    """The filter; refused when its path names nothing, or nothing that this caller could see in any plan."""
    if given is None:
        return ANY_VERSION
    if given.pad is not None:
        _check_path(given.pad, access)
    return HistoryFilter(
        given.pad,
        given.organisatie,
        arguments.moment(given.vanaf, "filter.vanaf"),
        arguments.moment(given.tot, "filter.tot"),
    )


def _check_path(path: str, access: Access) -> None:
    node = PATHS.named(path)
    if node is None:
        raise RequestRefused(
            400,
            [
                Fault(
                    Code.ONBEKEND_VELD,
                    "Dit pad noemt niets in een plan.",
                    "filter.pad",
                    "een pad zoals mijnRechten het noemt",
                )
            ],
        )
    if not _leaves(node) & access.best.best_read:
        refusal = explain(access, node, Action.LEZEN)
        raise RequestRefused(
            403,
            [
                Fault(
                    Code.UNAUTHORIZED_PARAMETER,
                    "U bent niet geautoriseerd voor het gebruik van de parameter filter.pad.",
                    "filter.pad",
                    extra=(("reden", refusal.reason), ("grondslag", refusal.grounds), ("wieWel", refusal.who_may)),
                )
            ],
        )


def criterion_of(given: Any, access: Access) -> int:
    """The fields that a filter looks at, as bits: of a group those that this caller could see, if there are any."""
    node = None if given is None or given.pad is None else PATHS.named(given.pad)
    bits = 0 if node is None else _leaves(node)
    return bits & access.best.best_read or bits


def _leaves(node: Leaf | Group) -> int:
    return node.bit if isinstance(node, Leaf) else node.leaf_bits
